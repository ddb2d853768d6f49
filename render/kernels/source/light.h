// light.h - ambient visibility: how much light from all sides reaches each place through what the transfer function
// makes opaque. Cells of LIGHT_CELL^3 voxels; light is swept in from 14 sides (faces and corners) and averaged.
#pragma once
#include <math.h>

#include "buffer.h"
#include "jobs.h"
#include "pool.h"

namespace tomocast {

struct LightJob {
  const float* extinction;  // per mm, of each bin
  float scale, offset;      // bin of a value, as in TransferTable
  int bins;
  float matrix[9];          // index -> mm, row by row
  Volume<short> cells;      // the result, padded like voxels
};

constexpr int SIDES = 14;

static inline float bin_extinction(const LightJob& job, float value) {
  float bin = fmaf(value, job.scale, job.offset);
  bin = bin > 0.f ? bin : 0.f;
  return job.extinction[(int)(bin < (float)(job.bins - 1) ? bin : (float)(job.bins - 1))];
}

static inline int at_most(int value, int limit) { return value < limit ? value : limit; }

// Mean of eight samples round the cell's middle.
template <class T>
static float cell_extinction(const Volume<T>& volume, const LightJob& job, int i, int j, int k) {
  float sum = 0.f;
  for (int corner = 0; corner < 8; corner++) {
    int x = at_most(i * LIGHT_CELL + 1 + (corner & 1) * 2, volume.nx - 1);
    int y = at_most(j * LIGHT_CELL + 1 + (corner >> 1 & 1) * 2, volume.ny - 1);
    int z = at_most(k * LIGHT_CELL + 1 + (corner >> 2) * 2, volume.nz - 1);
    sum += bin_extinction(job, (float)volume.voxels[(size_t)z * volume.slice + (size_t)y * volume.row + x]);
  }
  return sum * 0.125f;
}

template <class T>
static void find_extinction(const Volume<T>& volume, const LightJob& job, float* extinction, int threads) {
  const Volume<short>& cells = job.cells;
  parallel(threads, cells.nz, [&](int k) {
    for (int j = 0; j < cells.ny; j++) {
      for (int i = 0; i < cells.nx; i++) {
        extinction[((size_t)k * cells.ny + j) * cells.nx + i] = cell_extinction(volume, job, i, j, k);
      }
    }
  });
}

// The way to the neighbouring cell that the light of a side comes through.
struct Side {
  int x, y, z;
};

static Side side_of(int number) {
  if (number < 6) {
    int sign = number & 1 ? -1 : 1;
    return {number / 2 == 0 ? sign : 0, number / 2 == 1 ? sign : 0, number / 2 == 2 ? sign : 0};
  }
  int corner = number - 6;
  return {corner & 1 ? 1 : -1, corner & 2 ? 1 : -1, corner & 4 ? 1 : -1};
}

static float mm_through_cell(const LightJob& job, Side side) {
  float squared = 0.f;
  for (int row = 0; row < 3; row++) {
    const float* m = job.matrix + 3 * row;
    float mm = m[0] * (float)side.x + m[1] * (float)side.y + m[2] * (float)side.z;
    squared += mm * mm;
  }
  return LIGHT_CELL * sqrtf(squared);
}

// A row of cells whose light comes through cells of another row, dx to the side; from outside comes full light.
static void light_row(const float* __restrict arrived_there, const float* __restrict passes_there,
                      float* __restrict arrived, int nx, int dx) {
  const int first = dx < 0 ? 1 : 0, last = dx > 0 ? nx - 1 : nx;
  if (first > 0) arrived[0] = 1.f;
  if (last < nx) arrived[nx - 1] = 1.f;
  for (int x = first; x < last; x++) arrived[x] = arrived_there[x + dx] * passes_there[x + dx];
}

// A row whose light comes along the row itself.
static void light_along_row(const float* passes, float* arrived, int nx, int dx) {
  float light = 1.f;
  for (int step = 0; step < nx; step++) {
    int x = dx > 0 ? nx - 1 - step : step;
    arrived[x] = light;
    light *= passes[x];
  }
}

// Light from one side, cell by cell away from it: what arrived at the neighbour, times what the neighbour lets through.
static void sweep_side(const LightJob& job, Side side, const float* passes, float* arrived) {
  const int nx = job.cells.nx, ny = job.cells.ny, nz = job.cells.nz;
  const ptrdiff_t to_row = (ptrdiff_t)nx * (side.y + (ptrdiff_t)ny * side.z);
  for (int step_z = 0; step_z < nz; step_z++) {
    int z = side.z > 0 ? nz - 1 - step_z : step_z;
    for (int step_y = 0; step_y < ny; step_y++) {
      int y = side.y > 0 ? ny - 1 - step_y : step_y;
      const float* passes_row = passes + ((size_t)z * ny + y) * nx;
      float* row = arrived + ((size_t)z * ny + y) * nx;
      bool outside = (side.z != 0 && step_z == 0) || (side.y != 0 && step_y == 0);
      if (outside) {
        for (int x = 0; x < nx; x++) row[x] = 1.f;
      } else if (to_row == 0) {
        light_along_row(passes_row, row, nx, side.x);
      } else {
        light_row(row + to_row, passes_row + to_row, row, nx, side.x);
      }
    }
  }
}

// The sum over all sides, half of them on each of two threads (in a fixed order, so that sums are always the same).
static void sum_sides(const LightJob& job, const float* extinction, float* sum, size_t count, int threads) {
  Buffer<float> sums(2 * count);
  parallel(threads, 2, [&](int half) {
    Buffer<float> passes(count), arrived(count);
    float* total = sums.begin() + half * count;
    for (size_t i = 0; i < count; i++) total[i] = 0.f;
    for (int number = half; number < SIDES; number += 2) {
      Side side = side_of(number);
      float mm = mm_through_cell(job, side);
      for (size_t i = 0; i < count; i++) {  // about exp(-depth), with arithmetic that is the same everywhere
        float depth = extinction[i] * mm;
        passes[i] = 1.f / (1.f + depth * (1.f + 0.5f * depth));
      }
      sweep_side(job, side, passes.begin(), arrived.begin());
      for (size_t i = 0; i < count; i++) total[i] += arrived[i];
    }
  });
  for (size_t i = 0; i < count; i++) sum[i] = sums[i] + sums[count + i];
}

// 1-2-1 along one axis.
static void blur(const Volume<short>& cells, int axis, const float* from, float* to) {
  const ptrdiff_t strides[3] = {1, cells.nx, (ptrdiff_t)cells.nx * cells.ny};
  const int lengths[3] = {cells.nx, cells.ny, cells.nz};
  size_t i = 0;
  for (int z = 0; z < cells.nz; z++) {
    for (int y = 0; y < cells.ny; y++) {
      for (int x = 0; x < cells.nx; x++, i++) {
        int place = axis == 0 ? x : axis == 1 ? y : z;
        float before = from[place > 0 ? i - strides[axis] : i];
        float behind = from[place < lengths[axis] - 1 ? i + strides[axis] : i];
        to[i] = 0.25f * (before + 2.f * from[i] + behind);
      }
    }
  }
}

// On an open plane half of the directions are free: 1.8 times the mean makes that nearly full light.
static void write_codes(const LightJob& job, const float* sum) {
  const Volume<short>& cells = job.cells;
  auto inside = [](int i, int n) { return i < 0 ? 0 : i < n ? i : n - 1; };
  for (int z = -1; z < cells.nz + 2; z++) {
    for (int y = -1; y < cells.ny + 2; y++) {
      short* to = (short*)cells.voxels + (ptrdiff_t)z * cells.slice + (ptrdiff_t)y * cells.row;
      const float* from = sum + ((size_t)inside(z, cells.nz) * cells.ny + inside(y, cells.ny)) * cells.nx;
      for (int x = -1; x < cells.nx + 3; x++) {
        float seen = from[inside(x, cells.nx)] * (1.8f / SIDES);
        to[x] = (short)((seen < 1.f ? seen : 1.f) * LIGHT_FULL);
      }
    }
  }
}

template <class T>
static void build_light(const Volume<T>& volume, const LightJob& job, int threads) {
  const size_t count = (size_t)job.cells.nx * job.cells.ny * job.cells.nz;
  Buffer<float> extinction(count), a(count), b(count);
  find_extinction(volume, job, extinction.begin(), threads);
  sum_sides(job, extinction.begin(), a.begin(), count, threads);
  blur(job.cells, 0, a.begin(), b.begin());
  blur(job.cells, 1, b.begin(), a.begin());
  blur(job.cells, 2, a.begin(), b.begin());
  write_codes(job, b.begin());
}

}  // namespace tomocast
