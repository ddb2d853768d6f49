// ray.h - rays through a volume under a general affine (sheared, anisotropic), and exact leaps over bricks.
//
// Sample n of a ray lies at t = (n + shift) * step mm, always: leaps are whole numbers of samples, so that pictures are
// the same byte for byte with and without them.
#pragma once
#include "jobs.h"

namespace tomocast {

struct Ray {
  Vector origin, direction, reciprocal;  // index space; direction per mm
  Vector mm_direction;                   // unit vector
  Floats inverse_half;                   // 1 / |key light - direction|, for the key light's highlight
  Floats first, last;                    // samples inside the volume
  Floats shift;                          // 0 <= shift < 1
  Ints octant;                           // offset of the brick maps for its direction
  Mask active;
};

KERNEL Vector at_pixel(const PixelVector& v, Floats px, Floats py) {
  Vector result;
  result.x = fma(px, v.right[0], fma(py, v.down[0], v.at[0]));
  result.y = fma(px, v.right[1], fma(py, v.down[1], v.at[1]));
  result.z = fma(px, v.right[2], fma(py, v.down[2], v.at[2]));
  return result;
}

KERNEL Floats dot(const Vector& a, const Vector& b) { return fma(a.x, b.x, fma(a.y, b.y, a.z * b.z)); }

KERNEL Floats dot(const Vector& a, const float* b) { return fma(a.x, b[0], fma(a.y, b[1], a.z * b[2])); }

KERNEL Floats not_zero(Floats a) { return choose(less(abs(a), 1e-9f), 1e-9f, a); }

// Narrow [enter, leave] (mm) to where the ray is between the first and the last voxel centre of one axis.
KERNEL void clip(Floats origin, Floats reciprocal, int voxels, Floats& enter, Floats& leave) {
  Floats a = (-origin) * reciprocal;
  Floats b = ((float)(voxels - 1) - origin) * reciprocal;
  enter = max(enter, min(a, b));
  leave = min(leave, max(a, b));
}

KERNEL Floats jitter_shift(const unsigned char* mask, Floats px, Floats py) {
  Ints x = to_ints(px) & (JITTER_EDGE - 1);
  Ints y = to_ints(py) & (JITTER_EDGE - 1);
  return (to_floats(gather(mask, y * JITTER_EDGE + x)) + 0.5f) * (1.f / 256.f);
}

KERNEL Ints octant_of(const Vector& direction, int octant) {
  Ints none = splat_int(0);
  Ints x = choose_int(greater(direction.x, 0.f), splat_int(1), none);
  Ints y = choose_int(greater(direction.y, 0.f), splat_int(2), none);
  Ints z = choose_int(greater(direction.z, 0.f), splat_int(4), none);
  return (x + y + z) * octant;
}

template <class T>
KERNEL Ray make_ray(const Volume<T>& volume, const BrickGrid& bricks, const CameraRays& rays,
                    const unsigned char* jitter, Floats px, Floats py) {
  Ray ray;
  ray.origin = at_pixel(rays.origin, px, py);
  Vector mm = at_pixel(rays.direction, px, py);
  Vector index = at_pixel(rays.index_direction, px, py);
  Floats normalize = 1.f / sqrt(dot(mm, mm));
  ray.mm_direction = {mm.x * normalize, mm.y * normalize, mm.z * normalize};
  ray.direction = {not_zero(index.x * normalize), not_zero(index.y * normalize), not_zero(index.z * normalize)};
  ray.reciprocal = {1.f / ray.direction.x, 1.f / ray.direction.y, 1.f / ray.direction.z};
  Floats enter = splat(0.f), leave = splat(3e38f);
  clip(ray.origin.x, ray.reciprocal.x, volume.nx, enter, leave);
  clip(ray.origin.y, ray.reciprocal.y, volume.ny, enter, leave);
  clip(ray.origin.z, ray.reciprocal.z, volume.nz, enter, leave);
  ray.shift = rays.jitter && jitter ? jitter_shift(jitter, px, py) : splat(0.f);
  ray.first = ceil(fma(enter, rays.inverse_step, -ray.shift));
  ray.last = floor(fma(leave, rays.inverse_step, -ray.shift));
  ray.active = less_equal(ray.first, ray.last);
  ray.octant = octant_of(ray.direction, bricks.octant);
  return ray;
}

KERNEL Vector sample_position(const Ray& ray, Floats sample, float step) {
  Floats t = (sample + ray.shift) * step;
  Vector position;
  position.x = fma(t, ray.direction.x, ray.origin.x);
  position.y = fma(t, ray.direction.y, ray.origin.y);
  position.z = fma(t, ray.direction.z, ray.origin.z);
  return position;
}

template <class T>
KERNEL void prefetch_ahead(const Volume<T>& volume, const Ray& ray, const Vector& position, float mm) {
  prefetch(volume, position.x + ray.direction.x * mm, position.y + ray.direction.y * mm,
           position.z + ray.direction.z * mm);
}

// A position's brick, and its place in the map of the ray's octant.
struct Brick {
  Ints x, y, z, index;
};

KERNEL Brick brick_at(const BrickGrid& bricks, const Ray& ray, const Vector& position) {
  Brick brick;
  brick.x = to_ints(position.x * bricks.inverse_edge);
  brick.y = to_ints(position.y * bricks.inverse_edge);
  brick.z = to_ints(position.z * bricks.inverse_edge);
  brick.index = ray.octant + (brick.z * bricks.ny + brick.y) * bricks.nx + brick.x;
  return brick;
}

// mm until the ray leaves, along one axis, the cube of `cubes` bricks that begins with brick `b` and extends ahead.
KERNEL Floats mm_to_leave(Floats direction, Floats reciprocal, Floats position, Ints b, Floats cubes, float edge) {
  Floats brick = to_floats(b);
  Floats face = choose(greater(direction, 0.f), brick + cubes, brick - cubes + 1.f);
  return (face * edge - position) * reciprocal;
}

// Samples (at least one) until the ray leaves the cube of `cubes` bricks ahead: rounded so that none outside is missed.
KERNEL Floats samples_to_leave(const BrickGrid& bricks, const Ray& ray, const Brick& brick, const Vector& position,
                               Floats cubes, float inverse_step) {
  Floats x = mm_to_leave(ray.direction.x, ray.reciprocal.x, position.x, brick.x, cubes, bricks.edge);
  Floats y = mm_to_leave(ray.direction.y, ray.reciprocal.y, position.y, brick.y, cubes, bricks.edge);
  Floats z = mm_to_leave(ray.direction.z, ray.reciprocal.z, position.z, brick.z, cubes, bricks.edge);
  Floats nearest = min(x, min(y, z));
  return max(ceil(fma(nearest, inverse_step, -1e-3f)), 1.f);
}

}  // namespace tomocast
