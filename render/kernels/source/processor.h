// processor.h - which x86-64 instruction sets this processor and its operating system offer.
// Read by CPUID itself: the compilers' own __builtin_cpu_supports needs a run-time library that not every tool chain
// links.
#pragma once
#if defined(__x86_64__)
#include <cpuid.h>

namespace tomocast {

struct Processor {
  bool v3;     // AVX2, FMA and the rest of level x86-64-v3
  bool v4;     // AVX-512 F, BW, CD, DQ, VL besides: level x86-64-v4
  bool intel;
};

// The registers that the operating system saves at a task switch (XCR0).
static unsigned saved_registers() {
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static Processor read_processor() {
  // Leaf 1, ecx.
  const unsigned FMA = 1u << 12, MOVBE = 1u << 22, OSXSAVE = 1u << 27, AVX = 1u << 28, F16C = 1u << 29;
  // Leaf 7, ebx; AVX-512 is F, DQ, CD, BW and VL.
  const unsigned BMI1 = 1u << 3, AVX2 = 1u << 5, BMI2 = 1u << 8;
  const unsigned AVX512 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
  // Leaf 80000001, ecx.
  const unsigned LZCNT = 1u << 5;
  // XCR0.
  const unsigned YMM = 0x6, ZMM = 0xe6;
  unsigned a, b, c, d, first = 0, seventh = 0, extended = 0;
  bool intel = __get_cpuid(0, &a, &b, &c, &d) && b == signature_INTEL_ebx;
  if (__get_cpuid(1, &a, &b, &c, &d)) first = c;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) seventh = b;
  if (__get_cpuid(0x80000001u, &a, &b, &c, &d)) extended = c;
  auto all = [](unsigned value, unsigned bits) { return (value & bits) == bits; };
  unsigned saved = all(first, OSXSAVE) ? saved_registers() : 0;
  bool v3 = all(first, FMA | MOVBE | AVX | F16C) && all(seventh, BMI1 | AVX2 | BMI2) && all(extended, LZCNT) &&
            all(saved, YMM);
  return {v3, v3 && all(seventh, AVX512) && all(saved, ZMM), intel};
}

}  // namespace tomocast
#endif
