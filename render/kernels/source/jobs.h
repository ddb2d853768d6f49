// jobs.h - everything a picture needs, in one struct each: the CPU gets its address, a CUDA kernel a copy.
// render/kernels/layout.py describes the same bytes to NumPy.
#pragma once
#include "volume.h"

namespace tomocast {

// ---- rays

enum SlabMode { SLAB_MEAN = 0, SLAB_MAX = 1, SLAB_MIN = 2 };

// Index space: sample n of pixel (x, y) is at origin + x*right + y*down + n*normal.
struct SliceRays {
  float origin[3], right[3], down[3], normal[3];
  int samples, mode;
  int skip_padding;  // leave samples out that touch a voxel in [padding_low, padding_high]
  float padding_low, padding_high;
};

// Pixel (x, y): a + x*right + y*down for each of these.
struct PixelVector {
  float at[3], right[3], down[3];
};

struct CameraRays {
  PixelVector origin;           // index space
  PixelVector direction;        // mm, of any length
  PixelVector index_direction;  // the inverse of the volume's matrix, times `direction`
  float step, inverse_step;     // mm
  int jitter;                   // shift samples by the blue-noise mask
};

// ---- what guides rays past emptiness

// Bricks of edge^3 voxels in eight maps, one for each octant of ray directions (bit 0: x ascends, 1: y, 2: z).
// Only maps that the picture needs are filled.
struct BrickGrid {
  const unsigned char* empty;  // edge, in bricks, of the empty cube that begins here and extends ahead; 0: not empty
  const short* maximum;        // the brick's maximum as code, or NOTHING_HERE + edge of the cube without anything high
  const int* blocks;           // a bit for each 2^3 voxels that may show (blocks.h), or null
  int nx, ny, nz;
  int octant;                  // bricks from one octant's map to the next
  int block_row, block_slice;  // words
  float edge, inverse_edge;    // voxels
  float code_scale, code_offset;  // maximum = code * code_scale + code_offset, never too low
};

constexpr int NOTHING_HERE = -32768;
constexpr int LOWEST_CODE = -32600;
constexpr int MAX_LEAP = 32;  // bricks

// ---- how values look

struct Tone {
  float scale, offset;
  int outside;
};

// The part of the values that matters to an 8-bit maximum: nothing up to the floor or above the ceiling changes it.
struct MipWindow {
  int windowed;   // 0: the value itself is wanted
  float floor, ceiling;
  float slack;    // rounding errors of interpolation and tone, in values
};

struct TransferTable {
  const float* opacity;
  const int* color;
  float scale, offset;
  int bins;
  int unused;
};

enum Classification { POST_CLASSIFIED, PRE_INTEGRATED };
enum Lighting { UNLIT, HEADLIGHT, STUDIO };

struct Shading {
  int classification, lighting;
  float ambient, head, key, highlight;
  int shininess;        // the exponent is 2^shininess
  float opacity_base, opacity_slope;  // opacity *= min(base + slope * |gradient|, 1)
  float flat_below;     // light shows shape fully from |gradient| * flat_below = 1 on
  float visibility;     // strength of the light volume, 0: none
  float metric[6];      // xx yy zz 2xy 2xz 2yz of the squared gradient's form in index space
  float key_index[3];   // direction to the key light in index space: inverse matrix times unit vector
  float key_mm[3];      // unit vector
};

// ---- pictures

template <class T>
struct SliceJob {
  Volume<T> volume;
  unsigned char* picture;  // grey, or null
  float* values;           // stored values, or null
  SliceRays rays;
  Tone tone;
  int width, height;
};

// A frame of a film: pixel (x, y) shows it at origin + x*right + y*down, in its columns and rows.
struct FrameJob {
  const int* pixels;       // red, green and blue in the low bytes, row by row
  unsigned char* picture;  // RGB
  float origin[2], right[2], down[2];
  int columns, rows;
  int width, height;
};

template <class T>
struct MipJob {
  Volume<T> volume;
  BrickGrid bricks;
  unsigned char* picture;
  float* values;
  CameraRays rays;
  Tone tone;
  MipWindow window;
  int accelerate;
  int width, height;
};

template <class T>
struct CompositeJob {
  Volume<T> volume;
  Volume<short> light;  // ambient visibility, LIGHT_CELL voxels a cell edge
  BrickGrid bricks;
  TransferTable table;
  const unsigned char* jitter;  // blue noise, JITTER_EDGE^2 bytes
  unsigned char* picture;       // RGB
  CameraRays rays;
  Shading shading;
  int skip;
  int width, height;
};

constexpr int JITTER_EDGE = 64;
constexpr int LIGHT_CELL = 4;        // voxels
constexpr float LIGHT_FULL = 32000;  // the code of full visibility

}  // namespace tomocast
