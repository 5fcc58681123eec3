#include "base/shared_region.hpp"

#include "base/file.hpp"

#include <string>
#include <sys/mman.h>
#include <utility>

namespace kewp {

Result<SharedRegion> SharedRegion::create(std::size_t bytes)
{
    if (bytes == 0) {
        return SharedRegion{};
    }
    void* const memory =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return fail(ErrorCode::io, "cannot map " + std::to_string(bytes) + " bytes to share: " + errno_text());
    }
    return SharedRegion{static_cast<std::byte*>(memory), bytes};
}

SharedRegion::SharedRegion(SharedRegion&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0))
{
}

SharedRegion& SharedRegion::operator=(SharedRegion&& other) noexcept
{
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

SharedRegion::~SharedRegion()
{
    if (data_ != nullptr) {
        ::munmap(data_, size_);
    }
}

}  // namespace kewp
