// packets.cpp - runs the kernels over tiles of a picture in packets of LANES rays. Built once for each instruction set
// (-DPACKETS=name of the table, -DLANES=..., -DHARDWARE_GATHER=...).
#include "packets.h"

#include "composite.h"
#include "frame.h"
#include "mip.h"
#include "slice.h"

namespace tomocast {

// Rays that run close together read the same lines: blocks of 4x4 for cameras, rows for planes.
#if LANES == 16 || LANES == 8
constexpr int BLOCK_WIDTH = 4;
#elif LANES == 4
constexpr int BLOCK_WIDTH = 2;
#else
constexpr int BLOCK_WIDTH = 1;
#endif
constexpr int BLOCK_HEIGHT = LANES / BLOCK_WIDTH;

#if LANES == 1
static inline float lane_of(float value, int) { return value; }
static inline int lane_of(int value, int) { return value; }
static inline void set_lane(float& values, int, float value) { values = value; }
#else
static inline float lane_of(Floats values, int lane) { return values[lane]; }
static inline int lane_of(Ints values, int lane) { return values[lane]; }
static inline void set_lane(Floats& values, int lane, float value) { values[lane] = value; }
#endif

// The pixels of the block at (x, y), `width` across.
static inline void block_pixels(int x, int y, int width, Floats& px, Floats& py) {
  for (int lane = 0; lane < LANES; lane++) {
    set_lane(px, lane, (float)x + (float)(lane % width));
    set_lane(py, lane, (float)y + (float)(lane / width));
  }
}

template <class T>
static void slice_tile(const void* untyped, Tile tile) {
  const SliceJob<T>& job = *(const SliceJob<T>*)untyped;
  for (int y = tile.y0; y < tile.y1; y++) {
    for (int x = tile.x0; x < tile.x1; x += LANES) {
      Floats px, py;
      block_pixels(x, y, LANES, px, py);
      SlicePixel pixel = slice_pixel(job.volume, job.rays, px, py);
      size_t at = (size_t)y * job.width + x;
      if (job.picture) store_bytes(job.picture + at, to_grey(job.tone, pixel.value, pixel.inside), tile.x1 - x);
      if (!job.values) continue;
      Floats values = to_value(pixel.value, pixel.inside);
      for (int l = 0; l < LANES && x + l < tile.x1; l++) job.values[at + l] = lane_of(values, l);
    }
  }
}

static inline void store_rgb(unsigned char* out, int color) {
  out[0] = (unsigned char)color;
  out[1] = (unsigned char)(color >> 8);
  out[2] = (unsigned char)(color >> 16);
}

static void frame_tile(const void* untyped, Tile tile) {
  const FrameJob& job = *(const FrameJob*)untyped;
  for (int y = tile.y0; y < tile.y1; y++) {
    for (int x = tile.x0; x < tile.x1; x += LANES) {
      Floats px, py;
      block_pixels(x, y, LANES, px, py);
      Ints rgb = frame_pixel(job, px, py);
      unsigned char* out = job.picture + 3 * ((size_t)y * job.width + x);
      for (int l = 0; l < LANES && x + l < tile.x1; l++) store_rgb(out + 3 * l, lane_of(rgb, l));
    }
  }
}

// Calls put(pixel's place in the picture, lane) for the lanes of a block that lie in the tile.
template <class Put>
static inline void each_pixel(Tile tile, int x, int y, int picture_width, Put put) {
  for (int l = 0; l < LANES; l++) {
    int lx = x + l % BLOCK_WIDTH, ly = y + l / BLOCK_WIDTH;
    if (lx < tile.x1 && ly < tile.y1) put((size_t)ly * picture_width + lx, l);
  }
}

template <class T>
static void mip_tile(const void* untyped, Tile tile) {
  const MipJob<T>& job = *(const MipJob<T>*)untyped;
  for (int y = tile.y0; y < tile.y1; y += BLOCK_HEIGHT) {
    for (int x = tile.x0; x < tile.x1; x += BLOCK_WIDTH) {
      Floats px, py;
      block_pixels(x, y, BLOCK_WIDTH, px, py);
      MipPixel pixel = mip_pixel(job, px, py);
      Ints grey = to_grey(job.tone, pixel.value, pixel.inside);
      Floats values = to_value(pixel.value, pixel.inside);
      each_pixel(tile, x, y, job.width, [&](size_t at, int l) {
        if (job.picture) job.picture[at] = (unsigned char)lane_of(grey, l);
        if (job.values) job.values[at] = lane_of(values, l);
      });
    }
  }
}

template <class T>
using CompositePixel = Color (*)(const CompositeJob<T>&, Floats, Floats);

template <Classification CLASSIFICATION, Lighting LIGHTING, class T>
static Color composite_packet(const CompositeJob<T>& job, Floats px, Floats py) {
  return composite_pixel<CLASSIFICATION, LIGHTING>(job, px, py);
}

template <class T>
static CompositePixel<T> composite_for(const Shading& shading) {
  if (shading.classification == PRE_INTEGRATED) {
    if (shading.lighting == UNLIT) return composite_packet<PRE_INTEGRATED, UNLIT, T>;
    if (shading.lighting == HEADLIGHT) return composite_packet<PRE_INTEGRATED, HEADLIGHT, T>;
    return composite_packet<PRE_INTEGRATED, STUDIO, T>;
  }
  if (shading.lighting == UNLIT) return composite_packet<POST_CLASSIFIED, UNLIT, T>;
  if (shading.lighting == HEADLIGHT) return composite_packet<POST_CLASSIFIED, HEADLIGHT, T>;
  return composite_packet<POST_CLASSIFIED, STUDIO, T>;
}

template <class T>
static void composite_tile(const void* untyped, Tile tile) {
  const CompositeJob<T>& job = *(const CompositeJob<T>*)untyped;
  CompositePixel<T> pixel = composite_for<T>(job.shading);
  for (int y = tile.y0; y < tile.y1; y += BLOCK_HEIGHT) {
    for (int x = tile.x0; x < tile.x1; x += BLOCK_WIDTH) {
      Floats px, py;
      block_pixels(x, y, BLOCK_WIDTH, px, py);
      Ints rgb = to_rgb(pixel(job, px, py));
      each_pixel(tile, x, y, job.width, [&](size_t at, int l) {
        store_rgb(job.picture + 3 * at, lane_of(rgb, l));
      });
    }
  }
}

template <class T>
static void composite_list(const void* untyped, PixelList list) {
  const CompositeJob<T>& job = *(const CompositeJob<T>*)untyped;
  CompositePixel<T> pixel = composite_for<T>(job.shading);
  for (int first = 0; first < list.count; first += LANES) {
    Floats px, py;
    for (int l = 0; l < LANES; l++) {
      int i = first + l < list.count ? first + l : list.count - 1;
      set_lane(px, l, (float)list.x[i]);
      set_lane(py, l, (float)list.y[i]);
    }
    Ints rgb = to_rgb(pixel(job, px, py));
    for (int l = 0; l < LANES && first + l < list.count; l++) list.colors[first + l] = (uint32_t)lane_of(rgb, l);
  }
}

// Constant-initialised C linkage: the host side finds the tables by name.
extern "C" const Packets PACKETS = {
    {slice_tile<short>, slice_tile<float>},
    frame_tile,
    {mip_tile<short>, mip_tile<float>},
    {composite_tile<short>, composite_tile<float>},
    {composite_list<short>, composite_list<float>},
};

}  // namespace tomocast
