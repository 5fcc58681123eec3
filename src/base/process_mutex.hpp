#pragma once

#include <memory>
#include <pthread.h>

namespace kewp {

/// A mutex in shared memory that several processes take in turn, and that survives the death of its
/// holder: the next one in line gets it.
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
    void settle(int rc);
    pthread_mutex_t mutex_;
};

}  // namespace kewp
