// octants.h - from brick extrema to the maps that rays leap by.
//
// One map for each octant of ray directions: for each brick the edge of the largest empty cube that has this brick in
// its corner and extends *ahead*. Eight such maps let rays leap farther than one map of distances to all sides.
#pragma once
#include "buffer.h"
#include "jobs.h"
#include "pool.h"

namespace tomocast {

struct OctantMaps {
  int nx, ny, nz;  // bricks
  int octant;      // from one map to the next
};

static inline size_t brick_count(const OctantMaps& maps) { return (size_t)maps.nx * maps.ny * maps.nz; }

static inline unsigned char smaller(unsigned char a, unsigned char b) { return a < b ? a : b; }

// The smallest edge ahead at the same x: in the next row, the next slice and both. Outside the grid all is empty.
static void edges_ahead(const OctantMaps& maps, const unsigned char* row, ptrdiff_t to_row, ptrdiff_t to_slice,
                        unsigned char* ahead) {
  for (int x = 0; x < maps.nx; x++) {
    unsigned char edge = MAX_LEAP;
    if (to_row) edge = smaller(edge, row[x + to_row]);
    if (to_slice) edge = smaller(edge, row[x + to_slice]);
    if (to_row && to_slice) edge = smaller(edge, row[x + to_row + to_slice]);
    ahead[x] = edge;
  }
}

// One octant: a single sweep against its direction, since a cube ahead is one brick larger than the smallest of the
// seven cubes that begin next to it.
static void sweep_octant(const OctantMaps& maps, const unsigned char* full, unsigned char* map, int octant) {
  const int nx = maps.nx, ny = maps.ny, nz = maps.nz;
  const int dx = octant & 1 ? 1 : -1, dy = octant & 2 ? 1 : -1, dz = octant & 4 ? 1 : -1;
  Buffer<unsigned char> buffer(nx + 2);
  buffer[0] = buffer[nx + 1] = MAX_LEAP;
  unsigned char* ahead = buffer.begin() + 1;
  for (int step_z = 0; step_z < nz; step_z++) {
    int z = dz > 0 ? nz - 1 - step_z : step_z;
    for (int step_y = 0; step_y < ny; step_y++) {
      int y = dy > 0 ? ny - 1 - step_y : step_y;
      size_t start = ((size_t)z * ny + y) * nx;
      unsigned char* row = map + start;
      edges_ahead(maps, row, step_y ? (ptrdiff_t)dy * nx : 0, step_z ? (ptrdiff_t)dz * nx * ny : 0, ahead);
      unsigned char next = MAX_LEAP;
      for (int step_x = 0; step_x < nx; step_x++) {
        int x = dx > 0 ? nx - 1 - step_x : step_x;
        unsigned char edge = smaller(smaller(ahead[x], ahead[x + dx]), next);
        next = full[start + x] ? 0 : smaller(edge + 1, MAX_LEAP);
        row[x] = next;
      }
    }
  }
}

static void sweep_octants(const OctantMaps& maps, const unsigned char* full, unsigned char* out, int threads) {
  parallel(threads, 8, [&](int octant) { sweep_octant(maps, full, out + (size_t)octant * maps.octant, octant); });
}

// ---- volume rendering: bricks in which the transfer table is transparent are empty

struct ClassifyJob {
  OctantMaps maps;
  const float* smallest;
  const float* largest;
  const float* extinction;  // of each bin
  float scale, offset;      // bin of a value, as in TransferTable
  int bins;
  unsigned char* empty;     // eight maps
};

// Interpolation may overshoot the voxels by its rounding errors.
static inline float rounding_slack(float value) { return fabsf(value) * 1e-6f; }

static inline int bin_for(const ClassifyJob& job, float value) {
  float bin = fmaf(value, job.scale, job.offset);
  bin = bin > 0.f ? bin : 0.f;
  return (int)(bin < (float)(job.bins - 1) ? bin : (float)(job.bins - 1));
}

static inline int lowest_bin(const ClassifyJob& job, float value) { return bin_for(job, value - rounding_slack(value)); }
static inline int highest_bin(const ClassifyJob& job, float value) { return bin_for(job, value + rounding_slack(value)); }

// How many bins before each one are not transparent.
class OpaqueBins {
 public:
  explicit OpaqueBins(const ClassifyJob& job) : before(job.bins + 1) {
    before[0] = 0;
    for (int i = 0; i < job.bins; i++) before[i + 1] = before[i] + (job.extinction[i] > 0.f);
  }
  bool between(int first, int last) const { return before[last + 1] > before[first]; }

 private:
  Buffer<int> before;
};

static void classify(const ClassifyJob& job, int threads) {
  const OpaqueBins bins(job);
  const size_t count = brick_count(job.maps);
  Buffer<unsigned char> full(count);
  for (size_t i = 0; i < count; i++) {
    full[i] = bins.between(lowest_bin(job, job.smallest[i]), highest_bin(job, job.largest[i]));
  }
  sweep_octants(job.maps, full.begin(), job.empty, threads);
}

// ---- maximum projection: each brick's maximum as a 16-bit code, or the empty cube where all is below a floor

struct MaximaJob {
  OctantMaps maps;
  const float* largest;
  float floor;
  float code_scale, code_offset;  // as in BrickGrid
  int round_up;                   // codes to add: 0 where codes hold values exactly
  short* maximum;                 // eight maps
};

static inline short code_of(const MaximaJob& job, float value) {
  float code = ceilf((value - job.code_offset) / job.code_scale) + (float)job.round_up;
  if (code < (float)LOWEST_CODE) return (short)LOWEST_CODE;
  return code > 32767.f ? 32767 : (short)code;
}

static void map_maxima(const MaximaJob& job, int threads) {
  const size_t count = brick_count(job.maps);
  Buffer<unsigned char> full(count), cubes((size_t)job.maps.octant * 8);
  for (size_t i = 0; i < count; i++) full[i] = job.largest[i] > job.floor;
  sweep_octants(job.maps, full.begin(), cubes.begin(), threads);
  parallel(threads, 8, [&](int octant) {
    size_t start = (size_t)octant * job.maps.octant;
    for (size_t i = 0; i < count; i++) {
      unsigned char edge = cubes[start + i];
      job.maximum[start + i] = edge ? (short)(NOTHING_HERE + edge) : code_of(job, job.largest[i]);
    }
  });
}

}  // namespace tomocast
