#include "base/base64url.hpp"

namespace kewp {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kBitsPerCharacter = 6;
constexpr unsigned kBitsPerByte = 8;
constexpr std::uint32_t kSixBits = 0x3f;
constexpr std::uint32_t kByte = 0xff;

}  // namespace

std::string base64url_encode(std::span<std::uint8_t const> bytes)
{
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (auto const byte : bytes) {
        held = (held << kBitsPerByte) | byte;
        bits += kBitsPerByte;
        while (bits >= kBitsPerCharacter) {
            bits -= kBitsPerCharacter;
            text += kAlphabet[(held >> bits) & kSixBits];
        }
    }
    if (bits > 0) {
        text += kAlphabet[(held << (kBitsPerCharacter - bits)) & kSixBits];
    }
    return text;
}

std::string base64_encode(std::string_view bytes)
{
    auto text = base64url_encode({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
    for (auto& c : text) {
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    constexpr std::size_t kGroup = 4;
    text.append((kGroup - text.size() % kGroup) % kGroup, '=');
    return text;
}

std::optional<std::string> base64url_decode(std::string_view text)
{
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (char const c : text) {
        auto const value = kAlphabet.find(c);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        held = (held << kBitsPerCharacter) | static_cast<std::uint32_t>(value);
        bits += kBitsPerCharacter;
        if (bits >= kBitsPerByte) {
            bits -= kBitsPerByte;
            bytes += static_cast<char>((held >> bits) & kByte);
        }
    }
    return bits < kBitsPerCharacter ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace kewp
