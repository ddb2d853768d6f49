// cuda.cu - the kernels as CUDA runs them: one ray a thread, a job struct by value. NVRTC compiles this file at run
// time, with everything that it includes in one text.
#include "composite.h"
#include "frame.h"
#include "mip.h"
#include "slice.h"

namespace tomocast {

struct Pixel {
  int x, y;
};

KERNEL Pixel pixel_of_thread() {
  return {(int)(blockIdx.x * blockDim.x + threadIdx.x), (int)(blockIdx.y * blockDim.y + threadIdx.y)};
}

template <class T>
KERNEL void render_slice(const SliceJob<T>& job) {
  Pixel at = pixel_of_thread();
  if (at.x >= job.width || at.y >= job.height) return;
  SlicePixel pixel = slice_pixel(job.volume, job.rays, (float)at.x, (float)at.y);
  size_t place = (size_t)at.y * job.width + at.x;
  if (job.picture) job.picture[place] = (unsigned char)to_grey(job.tone, pixel.value, pixel.inside);
  if (job.values) job.values[place] = to_value(pixel.value, pixel.inside);
}

KERNEL void store_rgb(unsigned char* picture, int width, Pixel at, int color) {
  unsigned char* out = picture + 3 * ((size_t)at.y * width + at.x);
  out[0] = (unsigned char)color;
  out[1] = (unsigned char)(color >> 8);
  out[2] = (unsigned char)(color >> 16);
}

KERNEL void render_frame(const FrameJob& job) {
  Pixel at = pixel_of_thread();
  if (at.x >= job.width || at.y >= job.height) return;
  store_rgb(job.picture, job.width, at, frame_pixel(job, (float)at.x, (float)at.y));
}

template <class T>
KERNEL void render_mip(const MipJob<T>& job) {
  Pixel at = pixel_of_thread();
  if (at.x >= job.width || at.y >= job.height) return;
  MipPixel pixel = mip_pixel(job, (float)at.x, (float)at.y);
  size_t place = (size_t)at.y * job.width + at.x;
  if (job.picture) job.picture[place] = (unsigned char)to_grey(job.tone, pixel.value, pixel.inside);
  if (job.values) job.values[place] = to_value(pixel.value, pixel.inside);
}

template <Classification CLASSIFICATION, Lighting LIGHTING, class T>
KERNEL void render_composite(const CompositeJob<T>& job) {
  Pixel at = pixel_of_thread();
  if (at.x >= job.width || at.y >= job.height) return;
  int color = to_rgb(composite_pixel<CLASSIFICATION, LIGHTING>(job, (float)at.x, (float)at.y));
  store_rgb(job.picture, job.width, at, color);
}

}  // namespace tomocast

using namespace tomocast;

extern "C" {

__global__ void slice_int16(SliceJob<short> job) { render_slice(job); }
__global__ void slice_float32(SliceJob<float> job) { render_slice(job); }

__global__ void frame(FrameJob job) { render_frame(job); }

__global__ void mip_int16(MipJob<short> job) { render_mip(job); }
__global__ void mip_float32(MipJob<float> job) { render_mip(job); }

// composite_<voxels>_<classification><lighting>, with the numbers of the enumerations.
__global__ void composite_int16_00(CompositeJob<short> job) { render_composite<POST_CLASSIFIED, UNLIT>(job); }
__global__ void composite_int16_01(CompositeJob<short> job) { render_composite<POST_CLASSIFIED, HEADLIGHT>(job); }
__global__ void composite_int16_02(CompositeJob<short> job) { render_composite<POST_CLASSIFIED, STUDIO>(job); }
__global__ void composite_int16_10(CompositeJob<short> job) { render_composite<PRE_INTEGRATED, UNLIT>(job); }
__global__ void composite_int16_11(CompositeJob<short> job) { render_composite<PRE_INTEGRATED, HEADLIGHT>(job); }
__global__ void composite_int16_12(CompositeJob<short> job) { render_composite<PRE_INTEGRATED, STUDIO>(job); }
__global__ void composite_float32_00(CompositeJob<float> job) { render_composite<POST_CLASSIFIED, UNLIT>(job); }
__global__ void composite_float32_01(CompositeJob<float> job) { render_composite<POST_CLASSIFIED, HEADLIGHT>(job); }
__global__ void composite_float32_02(CompositeJob<float> job) { render_composite<POST_CLASSIFIED, STUDIO>(job); }
__global__ void composite_float32_10(CompositeJob<float> job) { render_composite<PRE_INTEGRATED, UNLIT>(job); }
__global__ void composite_float32_11(CompositeJob<float> job) { render_composite<PRE_INTEGRATED, HEADLIGHT>(job); }
__global__ void composite_float32_12(CompositeJob<float> job) { render_composite<PRE_INTEGRATED, STUDIO>(job); }

}  // extern "C"
