#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <span>

namespace kewp {

/// Memory, zero at first, that this process shares with the children that it forks. Pages cost nothing until they are
/// written to. What is put there must be made for it: atomics, and plain values that an atomic publishes.
class SharedRegion {
public:
    /// Error: io when the system has no addresses or memory to map.
    [[nodiscard]] static Result<SharedRegion> create(std::size_t bytes);
    SharedRegion() = default;
    SharedRegion(SharedRegion&& other) noexcept;
    SharedRegion& operator=(SharedRegion&& other) noexcept;
    SharedRegion(SharedRegion const&) = delete;
    SharedRegion& operator=(SharedRegion const&) = delete;
    /// Unmaps only: other processes may go on using it.
    ~SharedRegion();

    /// At a multiple of the size of a page.
    [[nodiscard]] std::byte* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    SharedRegion(std::byte* data, std::size_t size) : data_(data), size_(size) {}
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace kewp
