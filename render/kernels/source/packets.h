// packets.h - what the object of each instruction set offers to the host side: pictures by tile or by list of pixels.
#pragma once
#include "jobs.h"

namespace tomocast {

enum VoxelType { INT16 = 0, FLOAT32 = 1, VOXEL_TYPES = 2 };

struct Tile {
  int x0, y0, x1, y1;  // [x0, x1) x [y0, y1)
};

// Single pixels, packed into packets as they come; colours are written to `colors` as to_rgb() packs them.
struct PixelList {
  const int* x;
  const int* y;
  int count;
  uint32_t* colors;
};

// `job` is a FrameJob, or a SliceJob, MipJob or CompositeJob of the voxel type by which the function was chosen.
struct Packets {
  void (*slice[VOXEL_TYPES])(const void* job, Tile tile);
  void (*frame)(const void* job, Tile tile);
  void (*mip[VOXEL_TYPES])(const void* job, Tile tile);
  void (*composite[VOXEL_TYPES])(const void* job, Tile tile);
  void (*composite_list[VOXEL_TYPES])(const void* job, PixelList list);
};

}  // namespace tomocast
