// volume.h - voxels and their trilinear interpolation.
//
// Voxels are padded by one on the low and two on the high side of each axis (replicated border), so that no load needs
// a bounds test: an interpolated sample reads four rows of two neighbours, its gradient twelve rows.
// int16 as stored; uint16 with its top bit flipped, the offset of 32768 goes into tone and table; float32 as stored.
#pragma once
#include "lanes.h"

namespace tomocast {

template <class T>
struct Volume {
  const T* voxels;             // voxel (0, 0, 0)
  unsigned long long texture;  // CUDA with USE_TEXTURE, int16: a 3-D texture of the unpadded voxels
  int row, slice;              // pitches in voxels
  int nx, ny, nz;
  int unused;
};

// Where a sample lies: its voxel (rounded down) and the fractions towards the next one.
struct Cell {
  Ints index;
  Floats fx, fy, fz;
#ifdef USE_TEXTURE
  Floats x, y, z;
#endif
};

// The fraction of the way to the next voxel; a texture unit's has eight bits.
KERNEL Floats fraction(Floats position, Ints whole) { return position - to_floats(whole); }

template <class T>
KERNEL Cell locate(const Volume<T>& volume, Floats x, Floats y, Floats z) {
  x = clamp(x, 0.f, (float)(volume.nx - 1));
  y = clamp(y, 0.f, (float)(volume.ny - 1));
  z = clamp(z, 0.f, (float)(volume.nz - 1));
  Ints ix = to_ints(x), iy = to_ints(y), iz = to_ints(z);
  Cell cell;
  cell.index = iz * volume.slice + iy * volume.row + ix;
  cell.fx = fraction(x, ix);
  cell.fy = fraction(y, iy);
  cell.fz = fraction(z, iz);
#ifdef USE_TEXTURE
  cell.x = x;
  cell.y = y;
  cell.z = z;
#endif
  return cell;
}

// Two neighbours along x, interpolated.
KERNEL Floats row_value(const short* voxels, Ints index, Floats fx) {
  Ints pair = gather_pair(voxels, index);
  Ints first = low_half(pair);
  return fma(fx, to_floats(high_half(pair) - first), to_floats(first));
}

KERNEL Floats row_value(const float* voxels, Ints index, Floats fx) {
  Floats first, second;
  gather_pair(voxels, index, first, second);
  return lerp(first, second, fx);
}

// Four neighbours along x: the interpolated value and the interpolated central difference.
KERNEL void row_value_and_slope(const short* voxels, Ints index, Floats fx, Floats& value, Floats& slope) {
  Ints low, high;
  gather_quad(voxels, index - 1, low, high);
  Ints a = low_half(low), b = high_half(low), c = low_half(high), d = high_half(high);
  value = fma(fx, to_floats(c - b), to_floats(b));
  Ints left = c - a;
  slope = fma(fx, to_floats((d - b) - left), to_floats(left));
}

KERNEL void row_value_and_slope(const float* voxels, Ints index, Floats fx, Floats& value, Floats& slope) {
  Floats a, b, c, d;
  gather_pair(voxels, index - 1, a, b);
  gather_pair(voxels, index + 1, c, d);
  value = lerp(b, c, fx);
  slope = lerp(c - a, d - b, fx);
}

// Trilinear interpolation in single precision from the voxels themselves.
template <class T>
KERNEL Floats exact_value(const Volume<T>& volume, const Cell& cell) {
  Floats a = row_value(volume.voxels, cell.index, cell.fx);
  Floats b = row_value(volume.voxels, cell.index + volume.row, cell.fx);
  Floats c = row_value(volume.voxels, cell.index + volume.slice, cell.fx);
  Floats d = row_value(volume.voxels, cell.index + (volume.slice + volume.row), cell.fx);
  return lerp(lerp(a, b, cell.fy), lerp(c, d, cell.fy), cell.fz);
}

template <class T>
KERNEL Floats value_at(const Volume<T>& volume, const Cell& cell) {
  return exact_value(volume, cell);
}

// The four rows of a sample's own cell, indexed [z][y]: they give its value and are half of its gradient.
struct InnerRows {
  Floats value[2][2], slope[2][2];
};

template <class T>
KERNEL Floats value_keeping_rows(const Volume<T>& volume, const Cell& cell, InnerRows& rows) {
#pragma GCC unroll 2
  for (int z = 0; z < 2; z++) {
#pragma GCC unroll 2
    for (int y = 0; y < 2; y++) {
      Ints index = cell.index + (z * volume.slice + y * volume.row);
      row_value_and_slope(volume.voxels, index, cell.fx, rows.value[z][y], rows.slope[z][y]);
    }
  }
  return lerp(lerp(rows.value[0][0], rows.value[0][1], cell.fy), lerp(rows.value[1][0], rows.value[1][1], cell.fy),
              cell.fz);
}

struct Vector {
  Floats x, y, z;
};

// Trilinearly interpolated central differences over two voxels, in index space.
template <class T>
KERNEL Vector gradient_from_rows(const Volume<T>& volume, const Cell& cell, const InnerRows& rows) {
  Vector gradient;
  gradient.x = lerp(lerp(rows.slope[0][0], rows.slope[0][1], cell.fy),
                    lerp(rows.slope[1][0], rows.slope[1][1], cell.fy), cell.fz);
  Floats along[2];
#pragma GCC unroll 2
  for (int z = 0; z < 2; z++) {
    Floats before = row_value(volume.voxels, cell.index + (z * volume.slice - volume.row), cell.fx);
    Floats after = row_value(volume.voxels, cell.index + (z * volume.slice + 2 * volume.row), cell.fx);
    along[z] = lerp(rows.value[z][1] - before, after - rows.value[z][0], cell.fy);
  }
  gradient.y = lerp(along[0], along[1], cell.fz);
#pragma GCC unroll 2
  for (int y = 0; y < 2; y++) {
    Floats before = row_value(volume.voxels, cell.index + (y * volume.row - volume.slice), cell.fx);
    Floats after = row_value(volume.voxels, cell.index + (y * volume.row + 2 * volume.slice), cell.fx);
    along[y] = lerp(rows.value[1][y] - before, after - rows.value[0][y], cell.fz);
  }
  gradient.z = lerp(along[0], along[1], cell.fy);
  return gradient;
}

// Ask for the voxels that a packet will want soon; the largest single gain of all on the CPU (a quarter of the time).
template <class T>
KERNEL void prefetch(const Volume<T>& volume, Floats x, Floats y, Floats z) {
#if LANES > 1
  x = clamp(x, 0.f, (float)(volume.nx - 1));
  y = clamp(y, 0.f, (float)(volume.ny - 1));
  z = clamp(z, 0.f, (float)(volume.nz - 1));
  Indices lanes = spill(to_ints(z) * volume.slice + to_ints(y) * volume.row + to_ints(x));
#pragma GCC unroll 16
  for (int lane = 0; lane < LANES; lane++) __builtin_prefetch(volume.voxels + lanes.at[lane]);
#else
  (void)volume, (void)x, (void)y, (void)z;
#endif
}

}  // namespace tomocast

#ifdef USE_TEXTURE
#include "texture.h"
#endif
