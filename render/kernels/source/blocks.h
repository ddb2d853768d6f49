// blocks.h - which blocks of 2^3 voxels may show anything under a transfer table: one bit each.
//
// Noise leaves hardly a brick of 8^3 voxels empty, but most samples are: a packet that meets nothing reads one bit a
// ray instead of eight voxels.
#pragma once
#include "extrema.h"
#include "octants.h"

namespace tomocast {

constexpr int BLOCK_EDGE = 2;  // voxels

struct BlocksJob {
  ClassifyJob table;  // of this, only the table's part is read
  int apron;          // as in ExtremaJob
  int nx, ny, nz;     // blocks
  int row, slice;     // pitches in words of 32 blocks
  int* bits;          // zeroed
};

// Whether values between two others may show, by the bins between them.
template <class T>
class Visible {
 public:
  explicit Visible(const ClassifyJob& table, const OpaqueBins& bins) : table(table), bins(bins) {}
  bool between(T low, T high) const { return bins.between(lowest_bin(table, low), highest_bin(table, high)); }

 private:
  const ClassifyJob& table;
  const OpaqueBins& bins;
};

// Whole numbers: looked up. Entry 2v of the order stands for the value v, 2v + 1 for what lies between v and v + 1.
template <>
class Visible<short> {
 public:
  Visible(const ClassifyJob& table, const OpaqueBins& bins) : next(VALUES) {
    int following = 2 * VALUES;
    for (int i = VALUES - 1; i >= 0; i--) {
      float value = (float)(i - ZERO);
      if (bins.between(lowest_bin(table, value), highest_bin(table, value + 1.f))) following = 2 * i + 1;
      if (bins.between(lowest_bin(table, value), highest_bin(table, value))) following = 2 * i;
      next[i] = following;
    }
  }
  bool between(short low, short high) const { return next[low + ZERO] <= 2 * (high + ZERO); }

 private:
  static constexpr int VALUES = 65536, ZERO = 32768;
  Buffer<int> next;  // the first entry from 2v on that may show
};

template <class T>
static void map_block_layer(const Volume<T>& volume, const BlocksJob& job, const Visible<T>& visible, int bz) {
  Buffer<T> smallest(volume.nx), largest(volume.nx);
  for (int by = 0; by < job.ny; by++) {
    extremes_of_rows(volume, voxels_of_cube(by, BLOCK_EDGE, job.apron, volume.ny),
                     voxels_of_cube(bz, BLOCK_EDGE, job.apron, volume.nz), smallest.begin(), largest.begin());
    int* words = job.bits + (size_t)bz * job.slice + (size_t)by * job.row;
    for (int bx = 0; bx < job.nx; bx++) {
      Range xs = voxels_of_cube(bx, BLOCK_EDGE, job.apron, volume.nx);
      T low = smallest[xs.first], high = largest[xs.first];
      for (int x = xs.first + 1; x <= xs.last; x++) widen(low, high, smallest[x], largest[x]);
      words[bx >> 5] |= (int)((unsigned)visible.between(low, high) << (bx & 31));
    }
  }
}

template <class T>
static void map_blocks(const Volume<T>& volume, const BlocksJob& job, int threads) {
  const OpaqueBins bins(job.table);
  const Visible<T> visible(job.table, bins);
  parallel(threads, job.nz, [&](int bz) { map_block_layer(volume, job, visible, bz); });
}

}  // namespace tomocast
