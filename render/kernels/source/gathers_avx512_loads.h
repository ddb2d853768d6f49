// gathers_avx512_loads.h - voxel rows by sixteen loads: on AMD's processors gathers are microcode and slower.
#pragma once

namespace tomocast {

// Four 32-bit words from a + index[0..3].
KERNEL __m128i four_words(const short* base, const int* index) {
  __m128i words = _mm_loadu_si32(base + index[0]);
  words = _mm_insert_epi32(words, *(const int*)(base + index[1]), 1);
  words = _mm_insert_epi32(words, *(const int*)(base + index[2]), 2);
  return _mm_insert_epi32(words, *(const int*)(base + index[3]), 3);
}

// Two 64-bit words from a + index[0..1].
template <class T>
KERNEL __m128i two_doubles(const T* base, const int* index) {
  __m128d low = _mm_load_sd((const double*)(base + index[0]));
  return _mm_castpd_si128(_mm_loadh_pd(low, (const double*)(base + index[1])));
}

template <class T>
KERNEL void sixteen_doubles(const T* base, Ints index, __m512i& evens, __m512i& odds) {
  Indices lanes = spill(index);
  const int* at = lanes.at;
  __m512i first = join(two_doubles(base, at), two_doubles(base, at + 2), two_doubles(base, at + 4),
                       two_doubles(base, at + 6));
  __m512i last = join(two_doubles(base, at + 8), two_doubles(base, at + 10), two_doubles(base, at + 12),
                      two_doubles(base, at + 14));
  split_pairs(first, last, evens, odds);
}

KERNEL Ints gather_pair(const short* base, Ints index) {
  Indices lanes = spill(index);
  const int* at = lanes.at;
  return (Ints)join(four_words(base, at), four_words(base, at + 4), four_words(base, at + 8),
                    four_words(base, at + 12));
}

KERNEL void gather_quad(const short* base, Ints index, Ints& low, Ints& high) {
  __m512i evens, odds;
  sixteen_doubles(base, index, evens, odds);
  low = (Ints)evens;
  high = (Ints)odds;
}

KERNEL void gather_pair(const float* base, Ints index, Floats& first, Floats& second) {
  __m512i evens, odds;
  sixteen_doubles(base, index, evens, odds);
  first = (Floats)evens;
  second = (Floats)odds;
}

}  // namespace tomocast
