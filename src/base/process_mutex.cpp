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

}  // namespace

ProcessMutex::ProcessMutex()
{
    pthread_mutexattr_t attributes;
    check(pthread_mutexattr_init(&attributes), "pthread_mutexattr_init");
    check(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED), "pthread_mutexattr_setpshared");
    check(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), "pthread_mutexattr_setrobust");
    check(pthread_mutex_init(&mutex_, &attributes), "pthread_mutex_init");
    pthread_mutexattr_destroy(&attributes);
}

ProcessMutex::~ProcessMutex()
{
    pthread_mutex_destroy(&mutex_);
}

void ProcessMutex::lock()
{
    settle(pthread_mutex_lock(&mutex_));
}

bool ProcessMutex::try_lock()
{
    int const rc = pthread_mutex_trylock(&mutex_);
    if (rc == EBUSY) {
        return false;
    }
    settle(rc);
    return true;
}

void ProcessMutex::unlock()
{
    check(pthread_mutex_unlock(&mutex_), "pthread_mutex_unlock");
}

/// The previous holder died: what it guarded is whole again (see the class), so the mutex is too.
void ProcessMutex::settle(int rc)
{
    if (rc == EOWNERDEAD) {
        check(pthread_mutex_consistent(&mutex_), "pthread_mutex_consistent");
        return;
    }
    check(rc, "pthread_mutex_lock");
}

}  // namespace kewp
