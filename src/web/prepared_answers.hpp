#pragma once

#include "base/result.hpp"
#include "base/shared_region.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kewp::web {

/// Answers that are made once, by one process, and read by all: numbered places in shared memory, each empty until its
/// answer is there. Made before fork. What is kept is never changed or moved, so that reading takes no lock.
class PreparedAnswers {
public:
    /// At most `limit` bytes of answers; what does not fit is not kept. Error: io.
    [[nodiscard]] static Result<PreparedAnswers> create(std::size_t places, std::size_t limit);

    /// The answer at `place`, valid as long as this object; nothing while it is not there.
    [[nodiscard]] std::optional<std::string_view> find(std::size_t place) const;

    /// True for the one caller that is to make the answer at `place`. A place that was begun and not kept is not begun
    /// again: whoever dies over an answer does not die over it twice.
    [[nodiscard]] bool begin(std::size_t place);
    /// Keeps the answer of a place that was begun. False when there is no room.
    bool keep(std::size_t place, std::string_view answer);
    /// Nothing more will be kept.
    void finish();

    [[nodiscard]] std::size_t places() const { return places_; }
    [[nodiscard]] std::size_t ready() const;
    [[nodiscard]] std::size_t bytes() const;  ///< of all answers
    [[nodiscard]] bool finished() const;

private:
    struct Header {
        std::atomic<std::uint64_t> used;
        std::atomic<std::uint64_t> ready;
        std::atomic<bool> finished;
    };
    PreparedAnswers(SharedRegion region, std::size_t places, std::size_t limit);
    [[nodiscard]] std::atomic<std::uint64_t>& place_at(std::size_t place) const;

    SharedRegion region_;
    std::size_t places_;
    std::size_t limit_;
    Header* header_;
    std::atomic<std::uint64_t>* entries_;  // 0, kBegun, or offset and size of the answer
    std::byte* answers_;
};

}  // namespace kewp::web
