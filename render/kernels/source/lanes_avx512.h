// lanes_avx512.h - sixteen lanes. HARDWARE_GATHER chooses between gather instructions and single loads for voxels;
// transfer tables are small enough to sit in the first cache and always use the instruction.
#pragma once
#include <immintrin.h>

#include "lanes_vector.h"

namespace tomocast {

struct Mask {
  __mmask16 bits;
};

KERNEL bool any(Mask a) { return a.bits != 0; }
KERNEL Mask both(Mask a, Mask b) { return {(__mmask16)(a.bits & b.bits)}; }
KERNEL Mask either(Mask a, Mask b) { return {(__mmask16)(a.bits | b.bits)}; }
KERNEL Mask invert(Mask a) { return {(__mmask16)~a.bits}; }

KERNEL Mask less_(Floats a, Floats b) { return {_mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LT_OQ)}; }
KERNEL Mask less_equal_(Floats a, Floats b) { return {_mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LE_OQ)}; }
KERNEL Mask greater_(Floats a, Floats b) { return {_mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ)}; }
KERNEL Mask positive(Ints a) { return {_mm512_cmpgt_epi32_mask((__m512i)a, _mm512_setzero_si512())}; }

KERNEL Floats choose_(Mask mask, Floats a, Floats b) {
  return (Floats)_mm512_mask_blend_ps(mask.bits, (__m512)b, (__m512)a);
}
KERNEL Ints choose_int(Mask mask, Ints a, Ints b) {
  return (Ints)_mm512_mask_blend_epi32(mask.bits, (__m512i)b, (__m512i)a);
}
KERNEL Floats min_(Floats a, Floats b) { return (Floats)_mm512_min_ps((__m512)a, (__m512)b); }
KERNEL Floats max_(Floats a, Floats b) { return (Floats)_mm512_max_ps((__m512)a, (__m512)b); }
KERNEL Floats fma_(Floats a, Floats b, Floats c) {
  return (Floats)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}
KERNEL Floats floor(Floats a) { return (Floats)_mm512_roundscale_ps((__m512)a, 9); }
KERNEL Floats ceil(Floats a) { return (Floats)_mm512_roundscale_ps((__m512)a, 10); }
KERNEL Floats sqrt(Floats a) { return (Floats)_mm512_sqrt_ps((__m512)a); }
KERNEL float smallest(Floats a) { return _mm512_reduce_min_ps((__m512)a); }

KERNEL Ints to_ints(Floats a) { return (Ints)_mm512_cvttps_epi32((__m512)a); }
KERNEL Floats to_floats(Ints a) { return (Floats)_mm512_cvtepi32_ps((__m512i)a); }

KERNEL Ints gather(const int* base, Ints index) { return (Ints)_mm512_i32gather_epi32((__m512i)index, base, 4); }
KERNEL Floats gather(const float* base, Ints index) { return (Floats)_mm512_i32gather_ps((__m512i)index, base, 4); }

// Reads four bytes from each place: tables of bytes and shorts end in four bytes more.
KERNEL Ints gather(const unsigned char* base, Ints index) {
  __m512i words = _mm512_i32gather_epi32((__m512i)index, base, 1);
  return (Ints)_mm512_and_epi32(words, _mm512_set1_epi32(255));
}

KERNEL __m512i join(__m128i a, __m128i b, __m128i c, __m128i d) {
  __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
  __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(c), d, 1);
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

// Sixteen pairs of words, the first eight lanes' in `first`, as the pairs' first and second words.
KERNEL void split_pairs(__m512i first, __m512i last, __m512i& evens, __m512i& odds) {
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  evens = _mm512_permutex2var_epi32(first, even, last);
  odds = _mm512_permutex2var_epi32(first, odd, last);
}

}  // namespace tomocast

#if HARDWARE_GATHER
#include "gathers_avx512.h"
#else
#include "gathers_avx512_loads.h"
#endif

namespace tomocast {

KERNEL Ints gather(const short* base, Ints index) { return low_half(gather_pair(base, index)); }

KERNEL void store_bytes(unsigned char* out, Ints values, int count) {
  __mmask16 lanes = (__mmask16)(count >= 16 ? 0xffff : (1u << count) - 1);
  _mm_mask_storeu_epi8(out, lanes, _mm512_cvtepi32_epi8((__m512i)values));
}

}  // namespace tomocast
