// gathers_by_lane.h - gathers as one plain load a lane: for instruction sets without gathers, and for processors on
// which eight loads are faster than the gather instruction (AMD's, measured on Zen 4).
#pragma once

namespace tomocast {

KERNEL Ints gather(const int* base, Ints index) {
  Ints result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = base[index[lane]];
  return result;
}

KERNEL Floats gather(const float* base, Ints index) {
  Floats result;
  for (int lane = 0; lane < LANES; lane++) result[lane] = base[index[lane]];
  return result;
}

KERNEL Ints gather_pair(const short* base, Ints index) {
  Ints result;
  for (int lane = 0; lane < LANES; lane++) {
    int pair;
    memcpy(&pair, base + index[lane], sizeof pair);
    result[lane] = pair;
  }
  return result;
}

KERNEL void gather_quad(const short* base, Ints index, Ints& low, Ints& high) {
  for (int lane = 0; lane < LANES; lane++) {
    int quad[2];
    memcpy(quad, base + index[lane], sizeof quad);
    low[lane] = quad[0];
    high[lane] = quad[1];
  }
}

KERNEL void gather_pair(const float* base, Ints index, Floats& first, Floats& second) {
  for (int lane = 0; lane < LANES; lane++) {
    float pair[2];
    memcpy(pair, base + index[lane], sizeof pair);
    first[lane] = pair[0];
    second[lane] = pair[1];
  }
}

}  // namespace tomocast
