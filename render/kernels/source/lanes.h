// lanes.h - the types that all kernels are written in: one lane on CUDA, a SIMD packet of LANES rays on the CPU.
// README.md explains them. The primitives of each instruction set are in lanes_*.h and end in an underscore; what
// kernels call is below and takes numbers and lanes mixed.
#pragma once

#if defined(__CUDACC__) || defined(__CUDACC_RTC__)
#define LANES 1
#define KERNEL __device__ __forceinline__
#else
#include <math.h>
#include <stdint.h>
#include <string.h>
#define KERNEL static inline __attribute__((always_inline))
#ifndef LANES
#define LANES 1
#endif
#endif

#if LANES == 1
#include "lanes_scalar.h"
#elif LANES == 16 && defined(__AVX512F__)
#include "lanes_avx512.h"
#elif LANES == 8 && defined(__AVX2__)
#include "lanes_avx2.h"
#else
#include "lanes_generic.h"
#endif

namespace tomocast {

template <class A, class B>
KERNEL Mask less(A a, B b) {
  return less_(splat(a), splat(b));
}

template <class A, class B>
KERNEL Mask less_equal(A a, B b) {
  return less_equal_(splat(a), splat(b));
}

template <class A, class B>
KERNEL Mask greater(A a, B b) {
  return greater_(splat(a), splat(b));
}

// a < b ? a : b, so that the second operand wins where the first is not a number, on every instruction set.
template <class A, class B>
KERNEL Floats min(A a, B b) {
  return min_(splat(a), splat(b));
}

template <class A, class B>
KERNEL Floats max(A a, B b) {
  return max_(splat(a), splat(b));
}

template <class A, class B>
KERNEL Floats clamp(Floats value, A low, B high) {
  return min(max(value, low), high);
}

// a * b + c, rounded once.
template <class A, class B, class C>
KERNEL Floats fma(A a, B b, C c) {
  return fma_(splat(a), splat(b), splat(c));
}

// a where the mask is set, else b.
template <class A, class B>
KERNEL Floats choose(Mask mask, A a, B b) {
  return choose_(mask, splat(a), splat(b));
}

KERNEL float not_a_number() {
#ifdef __CUDACC_RTC__
  return __int_as_float(0x7fc00000);
#else
  return __builtin_nanf("");
#endif
}

KERNEL Floats lerp(Floats a, Floats b, Floats t) { return fma(t, b - a, a); }

}  // namespace tomocast
