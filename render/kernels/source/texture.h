// texture.h - CUDA only, optional: int16 voxels through the texture unit, whose interpolation weights have eight bits.
// Pictures differ by up to 3 of 255 levels in volume rendering; values for reading and measuring never come this way.
#pragma once

namespace tomocast {

// Texture coordinates have voxel centres at halves; normalised reads give value / 32767.
KERNEL float texture_value(const Volume<short>& volume, float x, float y, float z) {
  return tex3D<float>(volume.texture, x + 0.5f, y + 0.5f, z + 0.5f) * 32767.f;
}

KERNEL float value_at(const Volume<short>& volume, const Cell& cell) {
  return texture_value(volume, cell.x, cell.y, cell.z);
}

KERNEL float value_keeping_rows(const Volume<short>& volume, const Cell& cell, InnerRows&) {
  return texture_value(volume, cell.x, cell.y, cell.z);
}

KERNEL Vector gradient_from_rows(const Volume<short>& volume, const Cell& cell, const InnerRows&) {
  Vector gradient;
  gradient.x = texture_value(volume, cell.x + 1, cell.y, cell.z) - texture_value(volume, cell.x - 1, cell.y, cell.z);
  gradient.y = texture_value(volume, cell.x, cell.y + 1, cell.z) - texture_value(volume, cell.x, cell.y - 1, cell.z);
  gradient.z = texture_value(volume, cell.x, cell.y, cell.z + 1) - texture_value(volume, cell.x, cell.y, cell.z - 1);
  return gradient;
}

}  // namespace tomocast
