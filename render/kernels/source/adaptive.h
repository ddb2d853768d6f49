// adaptive.h - a picture while the hand moves: every second pixel in x and y, and the rest only where it matters.
#pragma once
#include "buffer.h"
#include "packets.h"
#include "pool.h"

namespace tomocast {

typedef void (*RenderList)(const void* job, PixelList list);

struct AdaptiveJob {
  const void* job;  // CompositeJob
  RenderList render;
  int threshold;    // blocks whose corners differ by more levels get all their rays
  int width, height;
  unsigned char* picture;  // RGB
};

constexpr int ADAPTIVE_TILE = 16;  // coarse pixels

// A growing list of pixels with room for their colours.
template <int CAPACITY>
struct PixelBatch {
  int x[CAPACITY], y[CAPACITY];
  uint32_t colors[CAPACITY];
  int count = 0;

  void add(int px, int py) {
    x[count] = px;
    y[count++] = py;
  }
  void render(const AdaptiveJob& job) {
    if (count) job.render(job.job, {x, y, count, colors});
  }
};

static inline uint32_t mean_color(uint32_t a, uint32_t b) { return (a | b) - (((a ^ b) >> 1) & 0x7f7f7fu); }

static inline int channel_spread(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  int widest = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    int low = 255, high = 0;
    const uint32_t colors[4] = {a, b, c, d};
    for (int i = 0; i < 4; i++) {
      int level = colors[i] >> shift & 255;
      low = level < low ? level : low;
      high = level > high ? level : high;
    }
    widest = high - low > widest ? high - low : widest;
  }
  return widest;
}

class AdaptivePicture {
 public:
  explicit AdaptivePicture(const AdaptiveJob& job)
      : job_(job), width_((job.width + 1) / 2), height_((job.height + 1) / 2), coarse_((size_t)width_ * height_) {}

  void render(int threads) {
    const int across = (width_ + ADAPTIVE_TILE - 1) / ADAPTIVE_TILE;
    const int tiles = across * ((height_ + ADAPTIVE_TILE - 1) / ADAPTIVE_TILE);
    auto tile = [&](int i, auto action) { action(i % across * ADAPTIVE_TILE, i / across * ADAPTIVE_TILE); };
    parallel(threads, tiles, [&](int i) { tile(i, [&](int x, int y) { render_coarse(x, y); }); });
    parallel(threads, tiles, [&](int i) { tile(i, [&](int x, int y) { refine(x, y); }); });
  }

 private:
  // The pixels of a tile in blocks, so that packets of rays stay compact.
  template <int BLOCK, class Action>
  void each_coarse_pixel(int x0, int y0, Action action) {
    for (int i = 0; i < ADAPTIVE_TILE * ADAPTIVE_TILE; i++) {
      constexpr int BLOCKS = ADAPTIVE_TILE / BLOCK;
      int block = i / (BLOCK * BLOCK), inside = i % (BLOCK * BLOCK);
      int x = x0 + block % BLOCKS * BLOCK + inside % BLOCK;
      int y = y0 + block / BLOCKS * BLOCK + inside / BLOCK;
      if (x < width_ && y < height_) action(x, y);
    }
  }

  uint32_t& coarse(int x, int y) { return coarse_[(ptrdiff_t)y * width_ + x]; }

  void render_coarse(int x0, int y0) {
    PixelBatch<ADAPTIVE_TILE * ADAPTIVE_TILE> batch;
    each_coarse_pixel<4>(x0, y0, [&](int x, int y) { batch.add(2 * x, 2 * y); });
    batch.render(job_);
    for (int i = 0; i < batch.count; i++) coarse(batch.x[i] / 2, batch.y[i] / 2) = batch.colors[i];
  }

  void refine(int x0, int y0) {
    PixelBatch<3 * ADAPTIVE_TILE * ADAPTIVE_TILE> batch;
    each_coarse_pixel<2>(x0, y0, [&](int x, int y) { refine_block(x, y, batch); });
    batch.render(job_);
    for (int i = 0; i < batch.count; i++) put(batch.x[i], batch.y[i], batch.colors[i]);
  }

  // The 2x2 pixels at a coarse one: its own colour, and for the others means of the corners or rays of their own.
  template <class Batch>
  void refine_block(int x, int y, Batch& batch) {
    const int right = x + 1 < width_ ? x + 1 : x, below = y + 1 < height_ ? y + 1 : y;
    uint32_t a = coarse(x, y), b = coarse(right, y), c = coarse(x, below), d = coarse(right, below);
    put(2 * x, 2 * y, a);
    const bool trace = channel_spread(a, b, c, d) > job_.threshold;
    const uint32_t means[3] = {mean_color(a, b), mean_color(a, c), mean_color(mean_color(a, b), mean_color(c, d))};
    for (int i = 0; i < 3; i++) {
      int px = 2 * x + (i != 1), py = 2 * y + (i != 0);
      if (px >= job_.width || py >= job_.height) continue;
      if (trace) {
        batch.add(px, py);
      } else {
        put(px, py, means[i]);
      }
    }
  }

  void put(int x, int y, uint32_t color) {
    unsigned char* out = job_.picture + 3 * ((size_t)y * job_.width + x);
    out[0] = (unsigned char)color;
    out[1] = (unsigned char)(color >> 8);
    out[2] = (unsigned char)(color >> 16);
  }

  const AdaptiveJob& job_;
  int width_, height_;  // of the coarse picture
  Buffer<uint32_t> coarse_;
};

}  // namespace tomocast
