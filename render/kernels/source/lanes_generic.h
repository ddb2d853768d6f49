// lanes_generic.h - any width on any instruction set (SSE, NEON): the compiler finds the instructions.
#pragma once
#include "lanes_vector.h"

namespace tomocast {

typedef Ints Mask;  // all bits of a lane set or none

KERNEL bool any(Mask a) {
  int bits = 0;
  for (int lane = 0; lane < LANES; lane++) bits |= a[lane];
  return bits != 0;
}

KERNEL Mask both(Mask a, Mask b) { return a & b; }
KERNEL Mask either(Mask a, Mask b) { return a | b; }
KERNEL Mask invert(Mask a) { return ~a; }

KERNEL Mask less_(Floats a, Floats b) { return a < b; }
KERNEL Mask less_equal_(Floats a, Floats b) { return a <= b; }
KERNEL Mask greater_(Floats a, Floats b) { return a > b; }
KERNEL Mask positive(Ints a) { return a > 0; }

KERNEL Floats choose_(Mask mask, Floats a, Floats b) { return mask ? a : b; }
KERNEL Ints choose_int(Mask mask, Ints a, Ints b) { return mask ? a : b; }
KERNEL Floats min_(Floats a, Floats b) { return a < b ? a : b; }
KERNEL Floats max_(Floats a, Floats b) { return a > b ? a : b; }

KERNEL Floats fma_(Floats a, Floats b, Floats c) {
  Floats result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = fmaf(a[lane], b[lane], c[lane]);
  return result;
}

KERNEL Floats floor(Floats a) {
  Floats result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = floorf(a[lane]);
  return result;
}

KERNEL Floats ceil(Floats a) {
  Floats result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = ceilf(a[lane]);
  return result;
}

KERNEL Floats sqrt(Floats a) {
  Floats result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = sqrtf(a[lane]);
  return result;
}

KERNEL float smallest(Floats a) {
  float result = a[0];
  for (int lane = 1; lane < LANES; lane++) result = a[lane] < result ? a[lane] : result;
  return result;
}

KERNEL Ints to_ints(Floats a) { return __builtin_convertvector(a, Ints); }
KERNEL Floats to_floats(Ints a) { return __builtin_convertvector(a, Floats); }

}  // namespace tomocast

#include "gathers_by_lane.h"

namespace tomocast {

KERNEL Ints gather(const unsigned char* base, Ints index) {
  Ints result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = base[index[lane]];
  return result;
}

KERNEL Ints gather(const short* base, Ints index) { return low_half(gather_pair(base, index)); }

KERNEL void store_bytes(unsigned char* out, Ints values, int count) {
  for (int lane = 0; lane < LANES && lane < count; lane++) out[lane] = (unsigned char)values[lane];
}

}  // namespace tomocast
