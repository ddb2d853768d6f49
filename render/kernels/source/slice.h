// slice.h - oblique planes and thick slabs.
#pragma once
#include "jobs.h"

namespace tomocast {

// A plane's rows are read far ahead of the pixels: cold lines are most of its time. Slabs revisit their voxels, and
// there a prefetch costs more than it brings.
constexpr float SLICE_PREFETCH_PIXELS = 64;

struct SlicePixel {
  Floats value;
  Mask inside;  // at least one sample counted
};

// Within half a voxel of the outermost voxel centres.
KERNEL Mask within(Floats position, int voxels) {
  return both(less_equal(-0.5f, position), less(position, (float)voxels - 0.5f));
}

// 1 for a padding voxel, 0 for another.
KERNEL Floats is_padding(const SliceRays& rays, Floats value) {
  Mask padding = both(less_equal(rays.padding_low, value), less_equal(value, rays.padding_high));
  return choose(padding, 1.f, 0.f);
}

KERNEL void neighbours(const short* voxels, Ints index, Floats& first, Floats& second) {
  Ints pair = gather_pair(voxels, index);
  first = to_floats(low_half(pair));
  second = to_floats(high_half(pair));
}

KERNEL void neighbours(const float* voxels, Ints index, Floats& first, Floats& second) {
  gather_pair(voxels, index, first, second);
}

template <class T>
KERNEL Floats row_padding(const Volume<T>& volume, const SliceRays& rays, Ints index, Floats fx) {
  Floats first, second;
  neighbours(volume.voxels, index, first, second);
  return lerp(is_padding(rays, first), is_padding(rays, second), fx);
}

// Whether padding voxels have any weight in a sample: the padding itself is interpolated like a value.
template <class T>
KERNEL Mask touches_padding(const Volume<T>& volume, const SliceRays& rays, const Cell& cell) {
  Floats a = row_padding(volume, rays, cell.index, cell.fx);
  Floats b = row_padding(volume, rays, cell.index + volume.row, cell.fx);
  Floats c = row_padding(volume, rays, cell.index + volume.slice, cell.fx);
  Floats d = row_padding(volume, rays, cell.index + (volume.slice + volume.row), cell.fx);
  return greater(lerp(lerp(a, b, cell.fy), lerp(c, d, cell.fy), cell.fz), 0.f);
}

KERNEL float neutral_element(int mode) {
  if (mode == SLAB_MEAN) return 0.f;
  return mode == SLAB_MAX ? -3e38f : 3e38f;
}

KERNEL Floats combine(int mode, Floats sofar, Floats value) {
  if (mode == SLAB_MEAN) return sofar + value;
  return mode == SLAB_MAX ? max(sofar, value) : min(sofar, value);
}

template <class T>
KERNEL SlicePixel slice_pixel(const Volume<T>& volume, const SliceRays& rays, Floats px, Floats py) {
  Vector start;
  start.x = fma(px, rays.right[0], fma(py, rays.down[0], rays.origin[0]));
  start.y = fma(px, rays.right[1], fma(py, rays.down[1], rays.origin[1]));
  start.z = fma(px, rays.right[2], fma(py, rays.down[2], rays.origin[2]));
  Floats sofar = splat(neutral_element(rays.mode)), counted = splat(0.f);
  for (int sample = 0; sample < rays.samples; sample++) {
    float n = (float)sample;
    Floats x = start.x + n * rays.normal[0];
    Floats y = start.y + n * rays.normal[1];
    Floats z = start.z + n * rays.normal[2];
    Mask counts = both(both(within(x, volume.nx), within(y, volume.ny)), within(z, volume.nz));
    if (rays.samples == 1) {
      const float ahead = SLICE_PREFETCH_PIXELS;
      prefetch(volume, x + ahead * rays.right[0], y + ahead * rays.right[1], z + ahead * rays.right[2]);
    }
    Cell cell = locate(volume, x, y, z);
    Floats value = exact_value(volume, cell);
    if (rays.skip_padding) counts = both(counts, invert(touches_padding(volume, rays, cell)));
    sofar = choose(counts, combine(rays.mode, sofar, value), sofar);
    counted = choose(counts, counted + 1.f, counted);
  }
  if (rays.mode == SLAB_MEAN) sofar = sofar / max(counted, 1.f);
  return {sofar, greater(counted, 0.f)};
}

// ---- values as grey

KERNEL Ints to_grey(const Tone& tone, Floats value, Mask inside) {
  Ints grey = to_ints(clamp(fma(value, tone.scale, tone.offset), 0.f, 255.f) + 0.5f);
  return choose_int(inside, grey, splat_int(tone.outside));
}

KERNEL Floats to_value(Floats value, Mask inside) { return choose(inside, value, not_a_number()); }

}  // namespace tomocast
