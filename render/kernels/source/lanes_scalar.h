// lanes_scalar.h - one lane: CUDA threads, and the portable build that the packets are compared with.
#pragma once

namespace tomocast {

typedef float Floats;
typedef int Ints;
typedef bool Mask;

KERNEL Floats splat(float a) { return a; }
KERNEL Ints splat_int(int a) { return a; }

KERNEL bool any(Mask a) { return a; }
KERNEL Mask both(Mask a, Mask b) { return a && b; }
KERNEL Mask either(Mask a, Mask b) { return a || b; }
KERNEL Mask invert(Mask a) { return !a; }

KERNEL Mask less_(Floats a, Floats b) { return a < b; }
KERNEL Mask less_equal_(Floats a, Floats b) { return a <= b; }
KERNEL Mask greater_(Floats a, Floats b) { return a > b; }
KERNEL Mask positive(Ints a) { return a > 0; }

KERNEL Floats choose_(Mask mask, Floats a, Floats b) { return mask ? a : b; }
KERNEL Ints choose_int(Mask mask, Ints a, Ints b) { return mask ? a : b; }
KERNEL Floats min_(Floats a, Floats b) { return a < b ? a : b; }
KERNEL Floats max_(Floats a, Floats b) { return a > b ? a : b; }
KERNEL Floats fma_(Floats a, Floats b, Floats c) { return fmaf(a, b, c); }
KERNEL Floats floor(Floats a) { return floorf(a); }
KERNEL Floats ceil(Floats a) { return ceilf(a); }
KERNEL Floats abs(Floats a) { return fabsf(a); }
KERNEL Floats sqrt(Floats a) { return sqrtf(a); }
KERNEL float smallest(Floats a) { return a; }

KERNEL Ints to_ints(Floats a) { return (int)a; }  // towards zero
KERNEL Floats to_floats(Ints a) { return (float)a; }
KERNEL Ints shift_right(Ints a, int bits) { return (int)((unsigned)a >> bits); }
KERNEL Ints low_half(Ints pair) { return (int)((unsigned)pair << 16) >> 16; }
KERNEL Ints high_half(Ints pair) { return pair >> 16; }

KERNEL Ints gather(const int* base, Ints index) { return base[index]; }
KERNEL Floats gather(const float* base, Ints index) { return base[index]; }
KERNEL Ints gather(const unsigned char* base, Ints index) { return base[index]; }
KERNEL Ints gather(const short* base, Ints index) { return base[index]; }

KERNEL Ints gather_pair(const short* base, Ints index) {
  unsigned low = (unsigned short)base[index];
  unsigned high = (unsigned short)base[index + 1];
  return (int)(low | (high << 16));
}

KERNEL void gather_quad(const short* base, Ints index, Ints& low, Ints& high) {
  low = gather_pair(base, index);
  high = gather_pair(base, index + 2);
}

KERNEL void gather_pair(const float* base, Ints index, Floats& first, Floats& second) {
  first = base[index];
  second = base[index + 1];
}

KERNEL void store_bytes(unsigned char* out, Ints values, int count) {
  if (count > 0) *out = (unsigned char)values;
}

}  // namespace tomocast
