#include "embed/packed_memory.hpp"

#include <new>
#include <sys/mman.h>

namespace kewp::embed {

PackedMemory::PackedMemory(std::size_t bytes)
{
    if (bytes == 0) {
        return;
    }
    void* const data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) {
        throw std::bad_alloc{};
    }
    ::madvise(data, bytes, MADV_HUGEPAGE);  // fewer page-table entries; a system without it says no, and that is fine
    data_ = static_cast<std::byte*>(data);
    size_ = bytes;
}

PackedMemory::~PackedMemory()
{
    if (data_ != nullptr) {
        ::munmap(data_, size_);
    }
}

void PackedMemory::seal()
{
    if (data_ != nullptr) {
        ::mprotect(data_, size_, PROT_READ);
    }
}

}  // namespace kewp::embed
