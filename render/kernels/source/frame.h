// frame.h - frames in colour: sampled in their plane, and shown as they are.
#pragma once
#include "slice.h"

namespace tomocast {

KERNEL Floats channel(Ints rgb, int shift) { return to_floats(shift_right(rgb, shift) & 255); }

// Red, green and blue in the low bytes, as to_rgb() packs them; black outside the frame.
KERNEL Ints frame_pixel(const FrameJob& job, Floats px, Floats py) {
  Floats x = fma(px, job.right[0], fma(py, job.down[0], job.origin[0]));
  Floats y = fma(px, job.right[1], fma(py, job.down[1], job.origin[1]));
  Mask inside = both(within(x, job.columns), within(y, job.rows));
  const float last_column = (float)(job.columns - 1), last_row = (float)(job.rows - 1);
  x = clamp(x, 0.f, last_column);
  y = clamp(y, 0.f, last_row);
  Ints ix = to_ints(x), iy = to_ints(y);
  Floats fx = fraction(x, ix), fy = fraction(y, iy);
  // Beyond the last pixel there is none, and its weight is nought: the last one stands in for it.
  Ints across = choose_int(less(x, last_column), splat_int(1), splat_int(0));
  Ints below = choose_int(less(y, last_row), splat_int(job.columns), splat_int(0));
  Ints index = iy * job.columns + ix;
  Ints a = gather(job.pixels, index), b = gather(job.pixels, index + across);
  Ints c = gather(job.pixels, index + below), d = gather(job.pixels, index + below + across);
  Ints rgb = splat_int(0);
#pragma GCC unroll 3
  for (int shift = 0; shift < 24; shift += 8) {
    Floats upper = lerp(channel(a, shift), channel(b, shift), fx);
    Floats lower = lerp(channel(c, shift), channel(d, shift), fx);
    rgb = rgb | (to_ints(lerp(upper, lower, fy) + 0.5f) << shift);
  }
  return choose_int(inside, rgb, splat_int(0));
}

}  // namespace tomocast
