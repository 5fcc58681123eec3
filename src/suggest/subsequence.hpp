#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kewp::suggest {

/// Length of the longest common subsequence of a short text with others, in about one step per byte (Hyyrö's
/// bit-parallel algorithm). Blocks that `sequence_ratio` matches form a common subsequence, so none matches more.
class Subsequence {
public:
    static constexpr std::size_t kLongest = 64;  // bytes of the short text

    Subsequence() = default;
    /// Pre-condition: `text` has at most `kLongest` bytes.
    explicit Subsequence(std::string_view text);

    /// Bytes in common with `other`.
    [[nodiscard]] std::size_t common(std::string_view other) const;

private:
    std::array<std::uint64_t, 256> at_{};  // where in the text each byte stands
    std::uint64_t all_ = 0;
};

}  // namespace kewp::suggest
