#pragma once

#include <cstddef>
#include <utility>

namespace kewp::embed {

/// Zeroed memory of whole pages that becomes read-only. What is put into it before fork is there once for all
/// children: no allocator writes beside it, so no page is ever copied.
class PackedMemory {
public:
    PackedMemory() = default;
    /// Throws std::bad_alloc.
    explicit PackedMemory(std::size_t bytes);
    PackedMemory(PackedMemory&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0))
    {
    }
    PackedMemory& operator=(PackedMemory&& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    PackedMemory(PackedMemory const&) = delete;
    PackedMemory& operator=(PackedMemory const&) = delete;
    ~PackedMemory();

    [[nodiscard]] std::byte* data() { return data_; }
    [[nodiscard]] std::byte const* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// From now on a write ends the program.
    void seal();

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace kewp::embed
