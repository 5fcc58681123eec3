#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kewp::crypto {

using Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] Digest sha256(std::string_view bytes);
/// SHA-256 of bytes that come in pieces.
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;
    ~Sha256();

    void add(std::string_view bytes);
    /// The digest of all that was added; call it once.
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view bytes);
/// SHA-256 of a file's content, lower-case hex.
[[nodiscard]] Result<std::string> sha256_of_file(std::filesystem::path const& path);

[[nodiscard]] std::string hex(std::span<std::uint8_t const> bytes);

/// `bytes` random bytes of the operating system as lower-case hex (twice as many characters).
[[nodiscard]] std::string random_hex(std::size_t bytes);

/// A random UUID (version 4), lower case.
[[nodiscard]] std::string uuid4();
[[nodiscard]] bool is_uuid(std::string_view text);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace kewp::crypto
