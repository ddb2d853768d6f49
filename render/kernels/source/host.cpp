// host.cpp - the library's C interface: choice of instruction set, tiles to threads, preparation of volumes.
// Every pointer to a job points to the struct of that name; nothing is kept after a call.
#include "adaptive.h"
#include "blocks.h"
#include "extrema.h"
#include "fill.h"
#include "light.h"
#include "octants.h"
#include "packets.h"
#include "processor.h"

namespace tomocast {

#if defined(__x86_64__)
extern "C" {
extern const Packets packets_scalar, packets_sse, packets_avx2, packets_avx2_gather, packets_avx512,
    packets_avx512_gather;
}
static const Packets* const ALL[] = {&packets_scalar,      &packets_sse,    &packets_avx2,
                                     &packets_avx2_gather, &packets_avx512, &packets_avx512_gather};

enum { SCALAR, SSE, AVX2, AVX2_GATHER, AVX512, AVX512_GATHER, INSTRUCTION_SETS };

static bool supported(int set) {
  static const Processor processor = read_processor();
  if (set == SSE) return true;
  return set >= AVX512 ? processor.v4 : processor.v3;
}

// Gather instructions win on Intel's processors by 15-45 %, and lose on AMD's.
static int best() {
  bool gather = read_processor().intel;
  if (supported(AVX512)) return gather ? AVX512_GATHER : AVX512;
  if (supported(AVX2)) return gather ? AVX2_GATHER : AVX2;
  return SSE;
}
#else
extern "C" {
extern const Packets packets_scalar, packets_generic;
}
static const Packets* const ALL[] = {&packets_scalar, &packets_generic};
enum { SCALAR, GENERIC, INSTRUCTION_SETS };
static bool supported(int) { return true; }
static int best() { return GENERIC; }
#endif

// Measured: larger tiles leave threads waiting at the end, smaller ones lose the second cache.
constexpr int CAMERA_TILE = 16;
constexpr int SLICE_TILE = 32;

template <class Render>
static void render_tiles(int width, int height, int edge, int threads, Render render) {
  const int across = (width + edge - 1) / edge, down = (height + edge - 1) / edge;
  parallel(threads, across * down, [&](int i) {
    int x = i % across * edge, y = i / across * edge;
    render(Tile{x, y, x + edge < width ? x + edge : width, y + edge < height ? y + edge : height});
  });
}

static bool is_float(int type) { return type == FLOAT32; }

}  // namespace tomocast

#define EXPORT extern "C" __attribute__((visibility("default")))

using namespace tomocast;

// ---- what there is

EXPORT int tomocast_instruction_sets() { return INSTRUCTION_SETS; }
EXPORT int tomocast_supported(int set) { return set >= 0 && set < INSTRUCTION_SETS && supported(set); }
EXPORT int tomocast_best() { return best(); }

// Sizes of the structs that callers lay out themselves: a library of another version is found out at once.
EXPORT size_t tomocast_size_of(int what) {
  const size_t sizes[] = {sizeof(SliceJob<short>), sizeof(MipJob<short>), sizeof(CompositeJob<short>),
                          sizeof(FillJob),         sizeof(ExtremaJob),    sizeof(ClassifyJob),
                          sizeof(MaximaJob),       sizeof(LightJob),      sizeof(BlocksJob),
                          sizeof(FrameJob)};
  return what >= 0 && what < (int)(sizeof sizes / sizeof *sizes) ? sizes[what] : 0;
}

// ---- volumes

EXPORT void tomocast_fill(const FillJob* job, int first, int last, int threads) { fill(*job, first, last, threads); }

EXPORT void tomocast_smallest(const FillJob* job, int first, int last, float* smallest, int threads) {
  find_smallest(*job, first, last, smallest, threads);
}

EXPORT void tomocast_extrema(const void* volume, int type, const ExtremaJob* job, int first, int last, int threads) {
  if (is_float(type)) return find_extrema(*(const Volume<float>*)volume, *job, first, last, threads);
  find_extrema(*(const Volume<short>*)volume, *job, first, last, threads);
}

EXPORT void tomocast_classify(const ClassifyJob* job, int threads) { classify(*job, threads); }

EXPORT void tomocast_blocks(const void* volume, int type, const BlocksJob* job, int threads) {
  if (is_float(type)) return map_blocks(*(const Volume<float>*)volume, *job, threads);
  map_blocks(*(const Volume<short>*)volume, *job, threads);
}

EXPORT void tomocast_maxima(const MaximaJob* job, int threads) { map_maxima(*job, threads); }

EXPORT void tomocast_light(const void* volume, int type, const LightJob* job, int threads) {
  if (is_float(type)) return build_light(*(const Volume<float>*)volume, *job, threads);
  build_light(*(const Volume<short>*)volume, *job, threads);
}

// ---- pictures

EXPORT void tomocast_slice(const void* job, int type, int width, int height, int set, int threads) {
  render_tiles(width, height, SLICE_TILE, threads, [&](Tile tile) { ALL[set]->slice[type](job, tile); });
}

EXPORT void tomocast_frame(const void* job, int width, int height, int set, int threads) {
  render_tiles(width, height, SLICE_TILE, threads, [&](Tile tile) { ALL[set]->frame(job, tile); });
}

EXPORT void tomocast_mip(const void* job, int type, int width, int height, int set, int threads) {
  render_tiles(width, height, CAMERA_TILE, threads, [&](Tile tile) { ALL[set]->mip[type](job, tile); });
}

EXPORT void tomocast_composite(const void* job, int type, int width, int height, int set, int threads) {
  render_tiles(width, height, CAMERA_TILE, threads, [&](Tile tile) { ALL[set]->composite[type](job, tile); });
}

EXPORT void tomocast_composite_adaptive(const void* job, int type, int width, int height, int set, int threads,
                                        int threshold, unsigned char* picture) {
  AdaptiveJob adaptive = {job, ALL[set]->composite_list[type], threshold, width, height, picture};
  AdaptivePicture(adaptive).render(threads);
}
