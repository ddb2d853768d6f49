// shading.h - light on a sample, from the gradient of the values there.
//
// No matrix is needed at a sample: with g the gradient in index space and A the volume's matrix, the gradient in mm is
// inverse-transpose(A) g, so that gradient . direction = g . (inverse(A) direction) for the eye and the key light,
// and |gradient|^2 = g' inverse(A'A) g, six numbers.
#pragma once
#include "ray.h"

namespace tomocast {

struct Light {
  Floats diffuse;    // factor on the colour
  Floats highlight;  // white light
  Floats opacity;    // factor on the opacity
};

KERNEL Floats squared_length_mm(const Shading& shading, const Vector& g) {
  const float* m = shading.metric;
  Floats x = fma(g.x, m[0], fma(g.y, m[3], g.z * m[4]));
  Floats y = fma(g.y, m[1], g.z * m[5]);
  return fma(g.x, x, fma(g.y, y, g.z * g.z * m[2]));
}

// cosine^(2^shininess)
KERNEL Floats highlight_power(Floats cosine, int shininess) {
  Floats result = cosine * cosine;
  for (int i = 1; i < shininess; i++) result = result * result;
  return result;
}

KERNEL Floats inverse_half_length(const Shading& shading, const Ray& ray) {
  Floats squared = 2.f - 2.f * dot(ray.mm_direction, shading.key_mm);
  return 1.f / sqrt(max(squared, 1e-6f));
}

// One two-sided lamp at the eye: its half vector is the direction to the eye.
KERNEL Light headlight(const Shading& shading, Floats towards_eye, Floats length) {
  Floats cosine = abs(towards_eye) / length;
  Light light;
  light.diffuse = fma(cosine, shading.head, shading.ambient);
  light.highlight = highlight_power(cosine, shading.shininess) * shading.highlight;
  light.opacity = splat(1.f);
  return light;
}

// Ambient visibility, looked up 3 mm towards the eye: out of the surface's own cell, which would darken itself.
KERNEL Floats visibility(const Volume<short>& cells, const Shading& shading, const Ray& ray, const Vector& position) {
  if (shading.visibility <= 0.f) return splat(1.f);
  const float scale = 1.f / LIGHT_CELL, offset = -0.5f;
  const float back = -3.f * scale;
  Floats x = fma(ray.direction.x, back, fma(position.x, scale, offset));
  Floats y = fma(ray.direction.y, back, fma(position.y, scale, offset));
  Floats z = fma(ray.direction.z, back, fma(position.z, scale, offset));
  Floats seen = exact_value(cells, locate(cells, x, y, z));
  return fma(seen * (1.f / LIGHT_FULL) - 1.f, shading.visibility, 1.f);
}

// A lamp at the eye, a key light with its highlight, ambient visibility, and opacity by gradient.
KERNEL Light studio(const Shading& shading, const Ray& ray, const Vector& gradient, Floats towards_eye, Floats length,
                    Floats seen) {
  Floats inverse = 1.f / length;
  Floats facing = choose(less(towards_eye, 0.f), inverse, -inverse);  // the normal is turned to the eye
  Floats towards_key = dot(gradient, shading.key_index);
  Floats eye_cosine = abs(towards_eye) * inverse;
  Floats key_cosine = max(towards_key * facing, 0.f);
  Floats half_cosine = clamp((towards_key - towards_eye) * facing * ray.inverse_half, 0.f, 1.f);
  Floats strength = 0.5f * length;                                // |gradient| in values per mm
  Floats surface = min(strength * shading.flat_below, 1.f);       // weak gradients are noise: flat light
  Floats diffuse = fma(eye_cosine, shading.head, key_cosine * shading.key);
  Floats flat = splat(0.6f * (shading.head + shading.key));       // the mean over all directions, about
  Light light;
  light.diffuse = (lerp(flat, diffuse, surface) + shading.ambient) * seen;
  light.highlight = highlight_power(half_cosine, shading.shininess) * surface * shading.highlight * seen;
  light.opacity = min(fma(strength, shading.opacity_slope, shading.opacity_base), 1.f);
  return light;
}

template <Lighting LIGHTING, class T>
KERNEL Light light_at(const CompositeJob<T>& job, const Ray& ray, const Cell& cell, const InnerRows& rows,
                      const Vector& position) {
  Vector gradient = gradient_from_rows(job.volume, cell, rows);
  Floats length = sqrt(max(squared_length_mm(job.shading, gradient), 1e-12f));
  Floats towards_eye = dot(gradient, ray.direction);
  if (LIGHTING == HEADLIGHT) return headlight(job.shading, towards_eye, length);
  Floats seen = visibility(job.light, job.shading, ray, position);
  return studio(job.shading, ray, gradient, towards_eye, length, seen);
}

}  // namespace tomocast
