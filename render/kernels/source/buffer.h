// buffer.h - memory for the length of a scope. The library uses nothing of the C++ run-time library, so that it needs
// none on the machine and none has to be built with it.
#pragma once
#include <stddef.h>
#include <stdlib.h>

namespace tomocast {

template <class T>
class Buffer {
 public:
  explicit Buffer(size_t count) : items_((T*)malloc(count * sizeof(T))) {
    if (!items_) abort();
  }
  ~Buffer() { free(items_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  T& operator[](ptrdiff_t i) { return items_[i]; }
  const T& operator[](ptrdiff_t i) const { return items_[i]; }
  T* begin() { return items_; }

 private:
  T* items_;
};

}  // namespace tomocast
