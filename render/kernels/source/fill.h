// fill.h - the padded copy that kernels read: padding values cleared, smoothed if asked, borders replicated.
#pragma once
#include <string.h>

#include "buffer.h"
#include "pool.h"
#include "volume.h"

namespace tomocast {

enum StoredType { STORED_INT16 = 0, STORED_UINT16 = 1, STORED_FLOAT32 = 2 };

struct FillJob {
  const void* source;  // [nz][ny][nx] of the stored type
  void* padded;        // voxel (0, 0, 0) of the copy
  int row, slice;      // the copy's pitches in voxels
  int nx, ny, nz;
  int stored;
  int smooth;                    // passes
  int clear;                     // whether values in [clear_low, clear_high] become `replacement`
  float clear_low, clear_high;
  float replacement;             // also of values that are not finite
};

// ---- values from the source

static inline bool is_finite(float value) { return value - value == 0.f; }

// Values in [low, high] are missing; where nothing is to be cleared, the range is empty.
struct ClearRange {
  float low, high;

  explicit ClearRange(const FillJob& job) {
    low = job.clear ? job.clear_low : 1.f;
    high = job.clear ? job.clear_high : 0.f;
  }
  bool holds(float value) const { return (low <= value) & (value <= high); }
};

static inline void take(const short* from, size_t count, ClearRange range, float replacement, short* to) {
  const short other = (short)replacement;
  for (size_t i = 0; i < count; i++) to[i] = range.holds(from[i]) ? other : from[i];
}

// The top bit flipped: the order stays, and kernels know int16 only.
static inline void take(const unsigned short* from, size_t count, ClearRange range, float replacement, short* to) {
  const int other = (int)replacement;
  for (size_t i = 0; i < count; i++) to[i] = (short)((range.holds(from[i]) ? other : from[i]) - 32768);
}

static inline void take(const float* from, size_t count, ClearRange range, float replacement, float* to) {
  for (size_t i = 0; i < count; i++) {
    bool missing = !is_finite(from[i]) | range.holds(from[i]);
    to[i] = missing ? replacement : from[i];
  }
}

template <class Stored>
static const Stored* source_slice(const FillJob& job, int z) {
  return (const Stored*)job.source + (size_t)z * job.nx * job.ny;
}

// ---- into the copy

template <class T>
static void write_plane(const FillJob& job, const T* plane, int z) {
  T* to = (T*)job.padded + (ptrdiff_t)z * job.slice;
  for (int y = -1; y < job.ny + 2; y++) {
    const T* from = plane + (size_t)(y < 0 ? 0 : y < job.ny ? y : job.ny - 1) * job.nx;
    T* row = to + (ptrdiff_t)y * job.row;
    row[-1] = from[0];
    memcpy(row, from, job.nx * sizeof(T));
    for (int x = job.nx; x < job.nx + 3; x++) row[x] = from[job.nx - 1];
  }
}

template <class T>
static void write_plane_and_borders(const FillJob& job, const T* plane, int z) {
  write_plane(job, plane, z);
  if (z == 0) write_plane(job, plane, -1);
  if (z == job.nz - 1) {
    write_plane(job, plane, job.nz);
    write_plane(job, plane, job.nz + 1);
  }
}

// ---- smoothing: 1-2-1 along each axis, sums kept whole

static inline short rounded_64th(int sum) { return (short)((sum + 32) >> 6); }
static inline float rounded_64th(float sum) { return sum * (1.f / 64.f); }

template <class T>
struct SumOf {
  typedef int Type;
};
template <>
struct SumOf<float> {
  typedef float Type;
};

template <class T>
static void smooth_plane(const FillJob& job, const T* below, const T* at, const T* above, T* out) {
  typedef typename SumOf<T>::Type Sum;
  const int nx = job.nx, ny = job.ny;
  Buffer<Sum> sums(nx);
  for (int y = 0; y < ny; y++) {
    const ptrdiff_t row = (ptrdiff_t)y * nx, up = y > 0 ? row - nx : row, down = y < ny - 1 ? row + nx : row;
    Sum* sum = sums.begin();
    for (int x = 0; x < nx; x++) {
      Sum before = (Sum)below[up + x] + 2 * (Sum)below[row + x] + (Sum)below[down + x];
      Sum middle = (Sum)at[up + x] + 2 * (Sum)at[row + x] + (Sum)at[down + x];
      Sum behind = (Sum)above[up + x] + 2 * (Sum)above[row + x] + (Sum)above[down + x];
      sum[x] = before + 2 * middle + behind;
    }
    T* to = out + row;
    to[0] = rounded_64th(3 * sum[0] + sum[nx > 1 ? 1 : 0]);
    for (int x = 1; x < nx - 1; x++) to[x] = rounded_64th(sum[x - 1] + 2 * sum[x] + sum[x + 1]);
    if (nx > 1) to[nx - 1] = rounded_64th(sum[nx - 2] + 3 * sum[nx - 1]);
  }
}

// Slices [z0, z1) from the source, through all passes, into the copy. Each pass needs one slice more on either side.
template <class Stored, class T>
static void fill_slices(const FillJob& job, int z0, int z1) {
  const size_t plane = (size_t)job.nx * job.ny;
  const int base = z0 - job.smooth;
  const size_t planes = (size_t)(z1 - z0 + 2 * job.smooth);
  Buffer<T> first(plane * planes), second(job.smooth ? plane * planes : 1);
  T *from = first.begin(), *to = second.begin();
  auto inside = [&](int z) { return z < 0 ? 0 : z < job.nz ? z : job.nz - 1; };
  auto at = [&](T* planes, int z) { return planes + (size_t)(z - base) * plane; };
  for (int z = inside(base); z < z1 + job.smooth && z < job.nz; z++) {
    take(source_slice<Stored>(job, z), plane, ClearRange(job), job.replacement, at(from, z));
  }
  for (int reach = job.smooth - 1; reach >= 0; reach--) {
    for (int z = inside(z0 - reach); z < z1 + reach && z < job.nz; z++) {
      smooth_plane(job, at(from, inside(z - 1)), at(from, z), at(from, inside(z + 1)), at(to, z));
    }
    T* done = to;
    to = from;
    from = done;
  }
  for (int z = z0; z < z1; z++) write_plane_and_borders(job, at(from, z), z);
}

// Slices [first, last) of the copy.
static void fill(const FillJob& job, int first, int last, int threads) {
  const int chunk = job.smooth ? 16 : 1;
  parallel(threads, (last - first + chunk - 1) / chunk, [&](int i) {
    int z0 = first + i * chunk, z1 = z0 + chunk < last ? z0 + chunk : last;
    if (job.stored == STORED_INT16) fill_slices<short, short>(job, z0, z1);
    if (job.stored == STORED_UINT16) fill_slices<unsigned short, short>(job, z0, z1);
    if (job.stored == STORED_FLOAT32) fill_slices<float, float>(job, z0, z1);
  });
}

// ---- the smallest value that is not cleared, slice by slice; +infinity where a slice has none

template <class Stored>
static float smallest_in_slice(const FillJob& job, int z) {
  constexpr int WIDE = 16;  // minima side by side, so that the loop runs in packets
  const Stored* from = source_slice<Stored>(job, z);
  const size_t count = (size_t)job.nx * job.ny;
  const ClearRange range(job);
  const float none = __builtin_inff();
  float smallest[WIDE];
  for (int lane = 0; lane < WIDE; lane++) smallest[lane] = none;
  auto look_at = [&](size_t i, int lane) {
    float value = (float)from[i];
    float counts = is_finite(value) & !range.holds(value) ? value : none;
    smallest[lane] = counts < smallest[lane] ? counts : smallest[lane];
  };
  size_t i = 0;
  for (; i + WIDE <= count; i += WIDE) {
    for (int lane = 0; lane < WIDE; lane++) look_at(i + lane, lane);
  }
  for (; i < count; i++) look_at(i, 0);
  for (int lane = 1; lane < WIDE; lane++) smallest[0] = smallest[lane] < smallest[0] ? smallest[lane] : smallest[0];
  return smallest[0];
}

static void find_smallest(const FillJob& job, int first, int last, float* smallest, int threads) {
  parallel(threads, last - first, [&](int i) {
    int z = first + i;
    if (job.stored == STORED_INT16) smallest[z] = smallest_in_slice<short>(job, z);
    if (job.stored == STORED_UINT16) smallest[z] = smallest_in_slice<unsigned short>(job, z);
    if (job.stored == STORED_FLOAT32) smallest[z] = smallest_in_slice<float>(job, z);
  });
}

}  // namespace tomocast
