// extrema.h - the smallest and largest value of each brick.
#pragma once
#include "buffer.h"
#include "pool.h"
#include "volume.h"

namespace tomocast {

struct ExtremaJob {
  int edge, apron;  // a brick's values are those of its samples: [edge*b - apron, edge*(b+1) + apron], in voxels
  int nx, ny, nz;   // bricks
  float* smallest;
  float* largest;
};

struct Range {
  int first, last;  // inclusive
};

// The voxels that count for cube `cube` along one axis.
static inline Range voxels_of_cube(int cube, int edge, int apron, int voxels) {
  int first = cube * edge - apron, last = (cube + 1) * edge + apron;
  return {first > 0 ? first : 0, last < voxels ? last : voxels - 1};
}

template <class T>
static inline void widen(T& smallest, T& largest, T low, T high) {
  smallest = low < smallest ? low : smallest;
  largest = high > largest ? high : largest;
}

// Extremes at each x over the rows and slices of a line of bricks.
template <class T>
static void extremes_of_rows(const Volume<T>& volume, Range ys, Range zs, T* smallest, T* largest) {
  for (int z = zs.first; z <= zs.last; z++) {
    for (int y = ys.first; y <= ys.last; y++) {
      const T* row = volume.voxels + (size_t)z * volume.slice + (size_t)y * volume.row;
      if (z == zs.first && y == ys.first) {
        for (int x = 0; x < volume.nx; x++) smallest[x] = largest[x] = row[x];
      } else {
        for (int x = 0; x < volume.nx; x++) widen(smallest[x], largest[x], row[x], row[x]);
      }
    }
  }
}

template <class T>
static void extrema_of_layer(const Volume<T>& volume, const ExtremaJob& job, int bz) {
  Buffer<T> smallest(volume.nx), largest(volume.nx);
  for (int by = 0; by < job.ny; by++) {
    extremes_of_rows(volume, voxels_of_cube(by, job.edge, job.apron, volume.ny),
                     voxels_of_cube(bz, job.edge, job.apron, volume.nz), smallest.begin(), largest.begin());
    for (int bx = 0; bx < job.nx; bx++) {
      Range xs = voxels_of_cube(bx, job.edge, job.apron, volume.nx);
      T low = smallest[xs.first], high = largest[xs.first];
      for (int x = xs.first; x <= xs.last; x++) widen(low, high, smallest[x], largest[x]);
      size_t brick = ((size_t)bz * job.ny + by) * job.nx + bx;
      job.smallest[brick] = (float)low;
      job.largest[brick] = (float)high;
    }
  }
}

// Layers [first, last) of bricks.
template <class T>
static void find_extrema(const Volume<T>& volume, const ExtremaJob& job, int first, int last, int threads) {
  parallel(threads, last - first, [&](int i) { extrema_of_layer(volume, job, first + i); });
}

}  // namespace tomocast
