#include "http/chunk_decoder.hpp"

#include <algorithm>

namespace kewp::http {
namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// What may stand in an extension or a trailer.
bool is_text(char c)
{
    return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

}  // namespace

/// One byte that isn't content.
ChunkDecoder::State ChunkDecoder::step(char c, std::string const& body, std::size_t limit)
{
    constexpr unsigned kMaxDigits = 16;
    switch (step_) {
        case Step::size:
            if (int const digit = hex_digit(c); digit >= 0) {
                left_ = left_ * 16 + static_cast<unsigned>(digit);
                return ++digits_ <= kMaxDigits ? State::need_more : State::malformed;
            }
            if (digits_ == 0) {
                return State::malformed;
            }
            if (left_ > limit - body.size()) {
                return State::too_large;
            }
            step_ = c == '\r' ? Step::size_end : Step::extension;
            return c == '\r' || c == ';' || c == ' ' || c == '\t' ? State::need_more : State::malformed;
        case Step::extension:
            if (c == '\r') {
                step_ = Step::size_end;
                return State::need_more;
            }
            return is_text(c) && ++overhead_ <= kMaxOverhead ? State::need_more : State::malformed;
        case Step::size_end:
            step_ = left_ > 0 ? Step::data : Step::trailer_start;
            return c == '\n' ? State::need_more : State::malformed;
        case Step::data: break;  // not here
        case Step::data_cr: step_ = Step::data_lf; return c == '\r' ? State::need_more : State::malformed;
        case Step::data_lf:
            step_ = Step::size;
            digits_ = 0;
            return c == '\n' ? State::need_more : State::malformed;
        case Step::trailer_start:
            step_ = c == '\r' ? Step::last_lf : Step::trailer;
            return c == '\r' || is_text(c) ? State::need_more : State::malformed;
        case Step::trailer:
            if (c == '\r') {
                step_ = Step::trailer_lf;
                return State::need_more;
            }
            return is_text(c) && ++overhead_ <= kMaxOverhead ? State::need_more : State::malformed;
        case Step::trailer_lf:
            step_ = Step::trailer_start;
            // Short lines must not come without end either.
            return c == '\n' && ++overhead_ <= kMaxOverhead ? State::need_more : State::malformed;
        case Step::last_lf: return c == '\n' ? State::done : State::malformed;
    }
    return State::malformed;
}

ChunkDecoder::State ChunkDecoder::put(std::string_view bytes, std::size_t& taken, std::string& body, std::size_t limit)
{
    taken = 0;
    while (taken < bytes.size()) {
        if (step_ == Step::data) {
            auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - taken));
            body += bytes.substr(taken, size);
            taken += size;
            left_ -= size;
            step_ = left_ == 0 ? Step::data_cr : Step::data;
            continue;
        }
        auto const state = step(bytes[taken++], body, limit);
        if (state != State::need_more) {
            return state;
        }
    }
    return State::need_more;
}

}  // namespace kewp::http
