#pragma once

#include <memory>
#include <pthread.h>

namespace kewp {

/// A mutex in shared memory that several processes take in turn, and that survives the death of its
/// holder: the next one in line gets it.
///
/// Who unlocks and locks again at once goes behind those already waiting: a plain mutex would let a busy
/// process pass everyone else for as long as it has work.
///
/// Construct it with placement new in memory mapped `MAP_SHARED` before fork. What it guards must be
/// safe to go on with after a holder died half way (for the database: SQLite rolls back).
class ProcessMutex {
public:
    ProcessMutex();
    ~ProcessMutex();
    ProcessMutex(ProcessMutex const&) = delete;
    ProcessMutex& operator=(ProcessMutex const&) = delete;

    void lock();
    void unlock();
    [[nodiscard]] bool try_lock();

private:
    pthread_mutex_t next_{};  // held by the first in line, only while it waits for `held_`
    pthread_mutex_t held_{};
};

}  // namespace kewp
