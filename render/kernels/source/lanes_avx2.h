// lanes_avx2.h - eight lanes. HARDWARE_GATHER chooses between the gather instruction and single loads.
#pragma once
#include <immintrin.h>

#include "lanes_vector.h"

namespace tomocast {

typedef Ints Mask;  // all bits of a lane set or none

KERNEL bool any(Mask a) { return _mm256_movemask_ps((__m256)a) != 0; }
KERNEL Mask both(Mask a, Mask b) { return a & b; }
KERNEL Mask either(Mask a, Mask b) { return a | b; }
KERNEL Mask invert(Mask a) { return ~a; }

KERNEL Mask less_(Floats a, Floats b) { return (Mask)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_LT_OQ); }
KERNEL Mask less_equal_(Floats a, Floats b) { return (Mask)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_LE_OQ); }
KERNEL Mask greater_(Floats a, Floats b) { return (Mask)_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_GT_OQ); }
KERNEL Mask positive(Ints a) { return a > 0; }

KERNEL Floats choose_(Mask mask, Floats a, Floats b) {
  return (Floats)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)mask);
}
KERNEL Ints choose_int(Mask mask, Ints a, Ints b) {
  return (Ints)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)mask);
}
KERNEL Floats min_(Floats a, Floats b) { return (Floats)_mm256_min_ps((__m256)a, (__m256)b); }
KERNEL Floats max_(Floats a, Floats b) { return (Floats)_mm256_max_ps((__m256)a, (__m256)b); }
KERNEL Floats fma_(Floats a, Floats b, Floats c) {
  return (Floats)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}
KERNEL Floats floor(Floats a) { return (Floats)_mm256_floor_ps((__m256)a); }
KERNEL Floats ceil(Floats a) { return (Floats)_mm256_ceil_ps((__m256)a); }
KERNEL Floats sqrt(Floats a) { return (Floats)_mm256_sqrt_ps((__m256)a); }

KERNEL float smallest(Floats a) {
  __m128 half = _mm_min_ps(_mm256_castps256_ps128((__m256)a), _mm256_extractf128_ps((__m256)a, 1));
  half = _mm_min_ps(half, _mm_movehl_ps(half, half));
  half = _mm_min_ss(half, _mm_movehdup_ps(half));
  return _mm_cvtss_f32(half);
}

KERNEL Ints to_ints(Floats a) { return (Ints)_mm256_cvttps_epi32((__m256)a); }
KERNEL Floats to_floats(Ints a) { return (Floats)_mm256_cvtepi32_ps((__m256i)a); }

}  // namespace tomocast

#if HARDWARE_GATHER
namespace tomocast {

KERNEL Ints gather(const int* base, Ints index) { return (Ints)_mm256_i32gather_epi32(base, (__m256i)index, 4); }
KERNEL Floats gather(const float* base, Ints index) { return (Floats)_mm256_i32gather_ps(base, (__m256i)index, 4); }

KERNEL Ints gather_pair(const short* base, Ints index) {
  return (Ints)_mm256_i32gather_epi32((const int*)base, (__m256i)index, 2);
}

KERNEL void gather_quad(const short* base, Ints index, Ints& low, Ints& high) {
  __m256i first = _mm256_i32gather_epi64((const long long*)base, _mm256_castsi256_si128((__m256i)index), 2);
  __m256i last = _mm256_i32gather_epi64((const long long*)base, _mm256_extracti128_si256((__m256i)index, 1), 2);
  __m256 first_floats = _mm256_castsi256_ps(first);
  __m256 last_floats = _mm256_castsi256_ps(last);
  __m256i evens = _mm256_castps_si256(_mm256_shuffle_ps(first_floats, last_floats, 0x88));
  __m256i odds = _mm256_castps_si256(_mm256_shuffle_ps(first_floats, last_floats, 0xdd));
  low = (Ints)_mm256_permute4x64_epi64(evens, 0xd8);
  high = (Ints)_mm256_permute4x64_epi64(odds, 0xd8);
}

KERNEL void gather_pair(const float* base, Ints index, Floats& first, Floats& second) {
  first = (Floats)_mm256_i32gather_ps(base, (__m256i)index, 4);
  second = (Floats)_mm256_i32gather_ps(base + 1, (__m256i)index, 4);
}

}  // namespace tomocast
#else
#include "gathers_by_lane.h"
#endif

namespace tomocast {

// Reads four bytes from each place: tables of bytes and shorts end in four bytes more.
KERNEL Ints gather(const unsigned char* base, Ints index) {
  __m256i words = _mm256_i32gather_epi32((const int*)base, (__m256i)index, 1);
  return (Ints)_mm256_and_si256(words, _mm256_set1_epi32(255));
}

KERNEL Ints gather(const short* base, Ints index) { return low_half(gather_pair(base, index)); }

KERNEL void store_bytes(unsigned char* out, Ints values, int count) {
  for (int lane = 0; lane < LANES && lane < count; lane++) out[lane] = (unsigned char)values[lane];
}

}  // namespace tomocast
