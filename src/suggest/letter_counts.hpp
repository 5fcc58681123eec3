#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kewp::suggest {

/// How often each letter occurs in a text, in small classes: enough to rule out most texts before they are
/// compared letter by letter.
class LetterCounts {
public:
    LetterCounts() = default;
    /// `text` is UTF-8 in lower case.
    explicit LetterCounts(std::string_view text);

    /// Code points.
    [[nodiscard]] std::uint32_t length() const { return length_; }
    /// No `sequence_ratio` of texts with these counts is larger.
    [[nodiscard]] double ratio_bound(LetterCounts const& other) const;
    /// False: `other` cannot be part of this text.
    [[nodiscard]] bool may_contain(LetterCounts const& other) const;

private:
    static constexpr std::size_t kClasses = 32;  // a–z, digits, space, other ASCII, beyond ASCII

    std::array<std::uint8_t, kClasses> counts_{};
    std::uint32_t length_ = 0;
    bool overflow_ = false;  // a count was cut off at 255: nothing can be ruled out
};

}  // namespace kewp::suggest
