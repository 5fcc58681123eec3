#include "fault_vfs.hpp"

#include <new>
#include <sqlite3.h>
#include <stdexcept>
#include <unistd.h>

namespace kewp::store::testing {
namespace {

constexpr char const* kName = "kewp-faults";

std::atomic<FaultVfs*> the_active{nullptr};

/// An open file: ours in front, the operating system's right behind it.
struct OpenFile {
    sqlite3_file base;
    FaultVfs* faults;
    Disk::File followed;
    bool flush_reaches_name;  ///< SQLite flushes the folder with the first flush of a new log

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(alignof(OpenFile) >= alignof(sqlite3_file));

OpenFile& mine(sqlite3_file* file)
{
    return *reinterpret_cast<OpenFile*>(file);
}

/// Asks for a fault when the file is followed.
int begin(OpenFile& file, Operation operation)
{
    return file.followed ? file.faults->begin(operation) : SQLITE_OK;
}

int close(sqlite3_file* handle)
{
    auto& file = mine(handle);
    if (file.followed) {
        file.faults->disk().closed(file.followed);
    }
    int const result = file.real()->pMethods->xClose(file.real());
    file.~OpenFile();
    return result;
}

int read(sqlite3_file* handle, void* to, int amount, sqlite3_int64 offset)
{
    auto& file = mine(handle);
    if (int const failed = begin(file, Operation::read); failed != SQLITE_OK) {
        return failed;
    }
    return file.real()->pMethods->xRead(file.real(), to, amount, offset);
}

int write_through(OpenFile& file, void const* from, int amount, sqlite3_int64 offset)
{
    int const result = file.real()->pMethods->xWrite(file.real(), from, amount, offset);
    if (result == SQLITE_OK && file.followed) {
        file.faults->disk().write(file.followed, static_cast<std::uint64_t>(offset),
                                  {static_cast<char const*>(from), static_cast<std::size_t>(amount)});
    }
    return result;
}

int write(sqlite3_file* handle, void const* from, int amount, sqlite3_int64 offset)
{
    auto& file = mine(handle);
    int failed = begin(file, Operation::write);
    if (failed == SQLITE_OK && file.followed) {
        sqlite3_int64 size = 0;
        static_cast<void>(file.real()->pMethods->xFileSize(file.real(), &size));
        auto const growth = offset + amount > size ? static_cast<std::uint64_t>(offset + amount - size) : 0;
        failed = file.faults->takes(growth) ? SQLITE_OK : SQLITE_FULL;
    }
    if (failed != SQLITE_OK) {
        static_cast<void>(write_through(file, from, amount / 2, offset));  // a real one stops half way, too
        return failed;
    }
    return write_through(file, from, amount, offset);
}

int truncate(sqlite3_file* handle, sqlite3_int64 size)
{
    auto& file = mine(handle);
    if (int const failed = begin(file, Operation::truncate); failed != SQLITE_OK) {
        return failed;
    }
    int const result = file.real()->pMethods->xTruncate(file.real(), size);
    if (result == SQLITE_OK && file.followed) {
        file.faults->disk().truncate(file.followed, static_cast<std::uint64_t>(size));
    }
    return result;
}

int sync(sqlite3_file* handle, int flags)
{
    auto& file = mine(handle);
    if (!file.followed) {
        return SQLITE_OK;
    }
    auto const changes = file.faults->disk().changes(file.followed);
    if (int const failed = file.faults->begin(Operation::flush); failed != SQLITE_OK) {
        return failed;
    }
    if (file.faults->lies()) {
        return SQLITE_OK;
    }
    if (file.flush_reaches_name) {
        file.flush_reaches_name = false;
        if (int const result = file.real()->pMethods->xSync(file.real(), flags); result != SQLITE_OK) {
            return result;
        }
    }
    file.faults->disk().flushed(file.followed, changes);
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return mine(file).real()->pMethods->xFileSize(mine(file).real(), size);
}

int lock(sqlite3_file* file, int level)
{
    return mine(file).real()->pMethods->xLock(mine(file).real(), level);
}

int unlock(sqlite3_file* file, int level)
{
    return mine(file).real()->pMethods->xUnlock(mine(file).real(), level);
}

int check_lock(sqlite3_file* file, int* result)
{
    return mine(file).real()->pMethods->xCheckReservedLock(mine(file).real(), result);
}

int control(sqlite3_file* file, int operation, void* argument)
{
    return mine(file).real()->pMethods->xFileControl(mine(file).real(), operation, argument);
}

int sector_size(sqlite3_file* file)
{
    return mine(file).real()->pMethods->xSectorSize(mine(file).real());
}

int characteristics(sqlite3_file* file)
{
    return mine(file).real()->pMethods->xDeviceCharacteristics(mine(file).real());
}

int map_memory(sqlite3_file* handle, int page, int size, int extend, void volatile** memory)
{
    auto& file = mine(handle);
    if (int const failed = begin(file, Operation::map_memory); failed != SQLITE_OK) {
        return failed;
    }
    return file.real()->pMethods->xShmMap(file.real(), page, size, extend, memory);
}

int lock_memory(sqlite3_file* file, int offset, int count, int flags)
{
    return mine(file).real()->pMethods->xShmLock(mine(file).real(), offset, count, flags);
}

void memory_barrier(sqlite3_file* file)
{
    mine(file).real()->pMethods->xShmBarrier(mine(file).real());
}

int unmap_memory(sqlite3_file* file, int remove)
{
    return mine(file).real()->pMethods->xShmUnmap(mine(file).real(), remove);
}

/// Version 2: no memory-mapped reads, so that every read can fail.
constexpr sqlite3_io_methods kMethods = {
    2,          close,   read,        write,           truncate,   sync,        file_size,      lock,         unlock,
    check_lock, control, sector_size, characteristics, map_memory, lock_memory, memory_barrier, unmap_memory, nullptr,
    nullptr};

FaultVfs& faults_of(sqlite3_vfs* vfs)
{
    return *static_cast<FaultVfs*>(vfs->pAppData);
}

sqlite3_vfs* real_vfs()
{
    return sqlite3_vfs_find("unix");
}

int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* handle, int flags, int* out_flags)
{
    auto& faults = faults_of(vfs);
    auto& file = *new (handle) OpenFile{{nullptr}, &faults, nullptr, false};
    bool const follows = name != nullptr && faults.disk().holds(name);
    bool const is_new = follows && ::access(name, F_OK) != 0;
    int result = follows ? faults.begin(Operation::open) : SQLITE_OK;
    if (result == SQLITE_OK) {
        result = real_vfs()->xOpen(real_vfs(), name, file.real(), flags, out_flags);
    }
    if (result != SQLITE_OK) {
        file.~OpenFile();
        handle->pMethods = nullptr;
        return result;
    }
    if (follows) {
        file.followed = faults.disk().opened(name, is_new);
        auto const log = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL);
        file.flush_reaches_name = log != 0 && (flags & SQLITE_OPEN_CREATE) != 0;
    }
    file.base.pMethods = &kMethods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, char const* name, int sync_folder)
{
    auto& faults = faults_of(vfs);
    if (faults.disk().holds(name)) {
        if (int const failed = faults.begin(Operation::remove); failed != SQLITE_OK) {
            return failed;
        }
        faults.disk().removed(name);
    }
    return real_vfs()->xDelete(real_vfs(), name, sync_folder);
}

int access(sqlite3_vfs* /*vfs*/, char const* name, int flags, int* result)
{
    return real_vfs()->xAccess(real_vfs(), name, flags, result);
}

int full_path(sqlite3_vfs* /*vfs*/, char const* name, int size, char* to)
{
    return real_vfs()->xFullPathname(real_vfs(), name, size, to);
}

int answer_to(Fault const& fault)
{
    switch (fault.operation) {
        case Operation::open: return SQLITE_CANTOPEN;  // whatever the reason, SQLite says this
        case Operation::read: return SQLITE_IOERR_READ;
        case Operation::write: return fault.disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        case Operation::flush: return SQLITE_IOERR_FSYNC;
        case Operation::truncate: return SQLITE_IOERR_TRUNCATE;
        case Operation::remove: return SQLITE_IOERR_DELETE;
        case Operation::map_memory: return SQLITE_IOERR_SHMSIZE;
        case Operation::flush_by_us: break;
    }
    return SQLITE_IOERR;
}

}  // namespace

struct FaultVfs::Registered {
    sqlite3_vfs vfs{};
    sqlite3_vfs* before = nullptr;
};

FaultVfs::FaultVfs(std::filesystem::path const& folder)
    : registered_(std::make_unique<Registered>()), disk_(std::make_unique<Disk>(folder))
{
    auto& vfs = registered_->vfs;
    registered_->before = sqlite3_vfs_find(nullptr);
    vfs = *real_vfs();  // everything that has no file of ours: time, randomness, libraries
    vfs.szOsFile = static_cast<int>(sizeof(OpenFile)) + real_vfs()->szOsFile;
    vfs.pNext = nullptr;
    vfs.zName = kName;
    vfs.pAppData = this;
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = full_path;
    if (the_active.exchange(this) != nullptr || sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) {
        throw std::logic_error("there is one fault VFS already");
    }
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(&registered_->vfs);
    sqlite3_vfs_register(registered_->before, 1);
    the_active = nullptr;
}

FaultVfs* FaultVfs::active()
{
    return the_active;
}

void FaultVfs::before_each(std::function<void(Operation)> hook)
{
    std::lock_guard const lock(mutex_);
    hook_ = hook ? std::make_shared<std::function<void(Operation)>>(std::move(hook)) : nullptr;
}

void FaultVfs::inject(Fault const& fault)
{
    heal();
    failures_ = 0;
    std::lock_guard const lock(mutex_);
    fault_ = fault;
}

void FaultVfs::fill_up_after(std::uint64_t bytes)
{
    heal();
    failures_ = 0;
    std::lock_guard const lock(mutex_);
    space_ = bytes;
}

void FaultVfs::heal()
{
    std::lock_guard const lock(mutex_);
    fault_.reset();
    space_.reset();
    for (auto& count : counts_) {
        count = 0;
    }
}

std::uint64_t FaultVfs::count(Operation operation) const
{
    return counts_[static_cast<std::size_t>(operation)];
}

int FaultVfs::begin(Operation operation)
{
    std::shared_ptr<std::function<void(Operation)>> hook;
    {
        std::lock_guard const lock(mutex_);
        hook = hook_;
    }
    if (hook) {
        (*hook)(operation);
    }
    auto const number = ++counts_[static_cast<std::size_t>(operation)];
    std::lock_guard const lock(mutex_);
    if (!fault_ || fault_->operation != operation || number < fault_->at ||
        (number > fault_->at && !fault_->persistent)) {
        return SQLITE_OK;
    }
    ++failures_;
    return answer_to(*fault_);
}

bool FaultVfs::takes(std::uint64_t more_bytes)
{
    std::lock_guard const lock(mutex_);
    if (!space_ || more_bytes == 0) {
        return true;
    }
    if (*space_ < more_bytes) {
        space_ = 0;
        ++failures_;
        return false;
    }
    *space_ -= more_bytes;
    return true;
}

}  // namespace kewp::store::testing
