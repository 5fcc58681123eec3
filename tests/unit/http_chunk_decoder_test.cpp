#include "http/chunk_decoder.hpp"

#include <gtest/gtest.h>

namespace kewp::http {
namespace {

using State = ChunkDecoder::State;

/// Feeds `bytes` in pieces; `body` is what came out.
State decode(std::string_view bytes, std::size_t piece, std::string& body, std::size_t limit = 100)
{
    ChunkDecoder decoder;
    body.clear();
    while (!bytes.empty()) {
        std::size_t taken = 0;
        auto const part = bytes.substr(0, piece);
        auto const state = decoder.put(part, taken, body, limit);
        if (state != State::need_more) {
            return state;
        }
        EXPECT_EQ(taken, part.size());
        bytes.remove_prefix(taken);
    }
    return State::need_more;
}

TEST(ChunkDecoder, ReadsTheSameInWhateverPiecesItComes)
{
    struct Case {
        char const* bytes;
        State state;
        char const* body;
    };
    Case const cases[] = {
        {"0\r\n\r\n", State::done, ""},
        {"3\r\nabc\r\n00A;x=\"y\"\r\n0123456789\r\n0;z\r\nT: 1\r\nU: 2\r\n\r\n", State::done, "abc0123456789"},
        {"3 \r\nabc\r\n0\r\n\r\n", State::done, "abc"},
        {"3\r\nabc\r\n", State::need_more, "abc"},
        {"3\r\n\r\n\r\r\n0\r\n\r\n", State::done, "\r\n\r"},
        {"0\r\n--", State::need_more, ""},
        {"64\r\n", State::need_more, ""},
        {"65\r\n", State::too_large, ""},
        {"60\r\n", State::need_more, ""},
        {"ffffffffffffffff\r\n", State::too_large, ""},
        {"00000000000000003\r\n", State::malformed, ""},
        {"\r\n", State::malformed, ""},
        {";x\r\n", State::malformed, ""},
        {"-1\r\n", State::malformed, ""},
        {"0x3\r\n", State::malformed, ""},
        {"3\nabc\n0\n\n", State::malformed, ""},
        {"3\rabc", State::malformed, ""},
        {"3\r\nabcd\r\n", State::malformed, "abc"},
        {"3\r\nabc\n0\r\n\r\n", State::malformed, "abc"},
        {"3;a\nb\r\nabc\r\n", State::malformed, ""},
        {"0\r\nT: 1\n\r\n", State::malformed, ""},
        {"0\r\n\rx", State::malformed, ""},
    };
    for (auto const& c : cases) {
        for (std::size_t const piece : {1U, 2U, 3U, 1000U}) {
            std::string body;
            EXPECT_EQ(decode(c.bytes, piece, body), c.state) << c.bytes << " in pieces of " << piece;
            EXPECT_EQ(body, c.body) << c.bytes;
        }
    }
}

TEST(ChunkDecoder, TakesNoEndOfExtensionsOrTrailers)
{
    std::string body;
    EXPECT_EQ(decode("3;" + std::string(9000, 'x'), 1000, body), State::malformed);
    EXPECT_EQ(decode("0\r\nT: " + std::string(9000, 'x'), 1000, body), State::malformed);
    std::string lines = "0\r\n";
    for (int i = 0; i < 9000; ++i) {
        lines += "a\r\n";
    }
    EXPECT_EQ(decode(lines, 1000, body), State::malformed);
}

}  // namespace
}  // namespace kewp::http
