// pool.h - threads that live on and share tasks by an atomic counter; the caller works too.
#pragma once
#include <pthread.h>

#include <atomic>
#include <new>

namespace tomocast {

static inline void pause_core() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  __asm__ volatile("yield");
#endif
}

class Pool {
 public:
  typedef void (*Task)(const void* context, int index);

  // Run task(context, 0..tasks-1) on up to `threads` threads, this one included. Calls from several threads queue.
  void run(int threads, int tasks, Task task, const void* context) {
    pthread_mutex_lock(&callers_);
    open(threads - 1, tasks, task, context);
    work(task, context, tasks);
    close();
    pthread_mutex_unlock(&callers_);
  }

 private:
  // Waking a sleeping thread takes tens of microseconds; pictures follow each other, so look out for the next a while.
  static constexpr int SPINS = 2000;

  void open(int helpers, int tasks, Task task, const void* context) {
    pthread_mutex_lock(&state_);
    task_ = task;
    context_ = context;
    tasks_ = tasks;
    places_ = helpers < tasks ? helpers : tasks - 1;
    next_ = 0;
    while (threads_ < helpers && start_thread()) threads_++;
    generation_++;
    if (places_ > 0) pthread_cond_broadcast(&begin_);
    pthread_mutex_unlock(&state_);
  }

  // Nobody joins any more; wait for those who have. A helper that has not woken up by now is not waited for.
  void close() {
    for (int spin = 0; spin < SPINS && busy_.load(std::memory_order_acquire) > 0; spin++) pause_core();
    pthread_mutex_lock(&state_);
    places_ = 0;
    while (busy_.load() > 0) pthread_cond_wait(&end_, &state_);
    pthread_mutex_unlock(&state_);
  }

  void work(Task task, const void* context, int tasks) {
    for (int i = next_.fetch_add(1); i < tasks; i = next_.fetch_add(1)) task(context, i);
  }

  bool start_thread() {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, thread_main, this) != 0) return false;
    pthread_detach(thread);
    return true;
  }

  static void* thread_main(void* pool) {
    ((Pool*)pool)->help_for_ever();
    return nullptr;
  }

  void help_for_ever() {
    for (unsigned seen = 0;;) {
      for (int spin = 0; spin < SPINS && generation_.load(std::memory_order_acquire) == seen; spin++) pause_core();
      pthread_mutex_lock(&state_);
      while (generation_.load() == seen) pthread_cond_wait(&begin_, &state_);
      seen = generation_.load();
      bool joins = places_ > 0;
      if (joins) places_--, busy_++;
      Task task = task_;
      const void* context = context_;
      int tasks = tasks_;
      pthread_mutex_unlock(&state_);
      if (joins) help(task, context, tasks);
    }
  }

  void help(Task task, const void* context, int tasks) {
    work(task, context, tasks);
    pthread_mutex_lock(&state_);
    if (--busy_ == 0) pthread_cond_signal(&end_);
    pthread_mutex_unlock(&state_);
  }

  pthread_mutex_t callers_ = PTHREAD_MUTEX_INITIALIZER, state_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t begin_ = PTHREAD_COND_INITIALIZER, end_ = PTHREAD_COND_INITIALIZER;
  std::atomic<unsigned> generation_{0};
  std::atomic<int> next_{0}, busy_{0};
  Task task_ = nullptr;
  const void* context_ = nullptr;
  int tasks_ = 0, places_ = 0, threads_ = 0;
};

inline Pool the_pool;

// Threads do not survive a fork: the child starts with a pool that has none yet.
inline void renew_pool() { new (&the_pool) Pool; }

__attribute__((constructor)) inline void renew_pool_after_fork() { pthread_atfork(nullptr, nullptr, renew_pool); }

// Run task(0..tasks-1), any callable, on up to `threads` threads.
template <class Callable>
void parallel(int threads, int tasks, const Callable& task) {
  if (tasks <= 0) return;
  auto call = [](const void* context, int index) { (*(const Callable*)context)(index); };
  the_pool.run(threads, tasks, call, &task);
}

}  // namespace tomocast
