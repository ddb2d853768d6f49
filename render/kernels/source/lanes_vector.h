// lanes_vector.h - what every packet width says the same way, in GCC's vector extension (clang has it too).
#pragma once

namespace tomocast {

typedef float Floats __attribute__((vector_size(4 * LANES)));
typedef int Ints __attribute__((vector_size(4 * LANES)));
typedef unsigned Unsigneds __attribute__((vector_size(4 * LANES)));

KERNEL Floats splat(Floats a) { return a; }
KERNEL Floats splat(float a) { return a - (Floats){}; }
KERNEL Ints splat_int(int a) { return a - (Ints){}; }

KERNEL Floats abs(Floats a) { return (Floats)((Ints)a & 0x7fffffff); }
KERNEL Ints shift_right(Ints a, int bits) { return (Ints)((Unsigneds)a >> bits); }
KERNEL Ints shift_right(Ints a, Ints bits) { return (Ints)((Unsigneds)a >> (Unsigneds)bits); }
KERNEL Ints low_half(Ints pair) { return (Ints)((Unsigneds)pair << 16) >> 16; }
KERNEL Ints high_half(Ints pair) { return pair >> 16; }

// A packet's indices in memory, where single loads and prefetches take them from.
struct Indices {
  int at[LANES] __attribute__((aligned(4 * LANES)));
};

KERNEL Indices spill(Ints index) {
  Indices indices;
  *(Ints*)indices.at = index;
  return indices;
}

}  // namespace tomocast
