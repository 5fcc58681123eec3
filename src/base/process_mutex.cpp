#include "base/process_mutex.hpp"

#include <cerrno>
#include <system_error>

namespace kewp {
namespace {

void check(int rc, char const* what)
{
    if (rc != 0) {
        throw std::system_error(rc, std::generic_category(), what);
    }
}

void construct(pthread_mutex_t& mutex)
{
    pthread_mutexattr_t attributes;
    check(pthread_mutexattr_init(&attributes), "pthread_mutexattr_init");
    check(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED), "pthread_mutexattr_setpshared");
    check(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), "pthread_mutexattr_setrobust");
    check(pthread_mutex_init(&mutex, &attributes), "pthread_mutex_init");
    pthread_mutexattr_destroy(&attributes);
}

/// The previous holder died: what it guarded is whole again (see the class), so the mutex is too.
void settle(pthread_mutex_t& mutex, int rc)
{
    if (rc == EOWNERDEAD) {
        check(pthread_mutex_consistent(&mutex), "pthread_mutex_consistent");
        return;
    }
    check(rc, "pthread_mutex_lock");
}

}  // namespace

ProcessMutex::ProcessMutex()
{
    construct(next_);
    construct(held_);
}

ProcessMutex::~ProcessMutex()
{
    pthread_mutex_destroy(&held_);
    pthread_mutex_destroy(&next_);
}

void ProcessMutex::lock()
{
    settle(next_, pthread_mutex_lock(&next_));
    settle(held_, pthread_mutex_lock(&held_));
    check(pthread_mutex_unlock(&next_), "pthread_mutex_unlock");
}

bool ProcessMutex::try_lock()
{
    int const rc = pthread_mutex_trylock(&held_);
    if (rc == EBUSY) {
        return false;
    }
    settle(held_, rc);
    return true;
}

void ProcessMutex::unlock()
{
    check(pthread_mutex_unlock(&held_), "pthread_mutex_unlock");
}

}  // namespace kewp
