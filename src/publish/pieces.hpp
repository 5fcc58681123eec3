#pragma once

#include "publish/sink.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace kewp::publish {

/// Collects what a serialiser writes and hands it to the sink in pieces, so that the sink is not called for every cell.
///
/// The first error of the sink is kept: later text is dropped, and `flush` and `finish` return it.
class Pieces {
public:
    explicit Pieces(Sink const& sink) : sink_(sink) {}
    Pieces(Pieces const&) = delete;
    Pieces& operator=(Pieces const&) = delete;
    ~Pieces() = default;

    /// Where to append; call `flush` after each record.
    [[nodiscard]] std::string& buffer() { return buffer_; }
    void append(std::string_view text) { buffer_ += text; }

    /// Hands over what has come together, if it is worth it.
    [[nodiscard]] Result<void> flush() { return buffer_.size() < kPieceBytes ? state_ : finish(); }
    /// Hands over the rest.
    [[nodiscard]] Result<void> finish()
    {
        if (state_ && !buffer_.empty()) {
            state_ = sink_(buffer_);
        }
        buffer_.clear();
        return state_;
    }

private:
    static constexpr std::size_t kPieceBytes = 32UL * 1024;

    Sink const& sink_;
    std::string buffer_;
    Result<void> state_;
};

}  // namespace kewp::publish
