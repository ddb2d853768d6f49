// cuda_on_host.h - put before the CUDA sources, this makes a host compiler build the very lines that NVRTC gets: thread
// and block numbers are variables in a loop over the grid. That works because the kernels share no memory and never wait
// for each other.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define __CUDACC__ 1
#define __device__
#define __global__ static
#define __forceinline__ inline __attribute__((always_inline))

struct dim3 {
  unsigned x, y, z;
};
static thread_local dim3 blockIdx, threadIdx, blockDim;

// A texture object: what the test double makes of a CUDA array of int16.
struct HostTexture {
  const short* voxels;
  int nx, ny, nz;
};

static inline int clamped(int i, int n) { return i < 0 ? 0 : i < n ? i : n - 1; }

// The texture unit's linear filter: coordinates have voxel centres at halves, and fractions keep eight bits.
static inline float split(float coordinate, int& whole) {
  float position = coordinate - 0.5f, below = floorf(position);
  whole = (int)below;
  return floorf((position - below) * 256.f + 0.5f) * (1.f / 256.f);
}

template <class T>
static T tex3D(unsigned long long object, float x, float y, float z) {
  const HostTexture& texture = *(const HostTexture*)(uintptr_t)object;
  int i, j, k;
  float fx = split(x, i), fy = split(y, j), fz = split(z, k);
  float sum = 0.f;
  for (int corner = 0; corner < 8; corner++) {
    int a = corner & 1, b = corner >> 1 & 1, c = corner >> 2;
    size_t row = (size_t)clamped(k + c, texture.nz) * texture.ny + clamped(j + b, texture.ny);
    float value = texture.voxels[row * texture.nx + clamped(i + a, texture.nx)] / 32767.f;
    sum += (a ? fx : 1.f - fx) * (b ? fy : 1.f - fy) * (c ? fz : 1.f - fz) * value;
  }
  return sum;
}

// Run a kernel as a launch does: once for each thread of each block, with its one argument by value.
template <class Job>
static void run_grid(void (*kernel)(Job), const unsigned* grid, const unsigned* block, const void* argument) {
  Job job;
  memcpy(&job, argument, sizeof job);
  blockDim = {block[0], block[1], 1};
  for (unsigned by = 0; by < grid[1]; by++) {
    for (unsigned bx = 0; bx < grid[0]; bx++) {
      for (unsigned ty = 0; ty < block[1]; ty++) {
        for (unsigned tx = 0; tx < block[0]; tx++) {
          blockIdx = {bx, by, 0};
          threadIdx = {tx, ty, 0};
          kernel(job);
        }
      }
    }
  }
}
