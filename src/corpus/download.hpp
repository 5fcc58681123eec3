#pragma once

#include "base/result.hpp"
#include "corpus/progress.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace kewp::corpus {

/// Limits of a download. A release can be large and a mirror slow, so the whole transfer has no limit of
/// its own: it ends when it stalls.
struct DownloadLimits {
    long connect_timeout_ms = 15'000;
    long stall_seconds = 60;  // at less than `stall_bytes_per_second`
    long stall_bytes_per_second = 1'000;
    std::uint64_t max_bytes = 4ULL << 30U;
};

/// True for what is fetched rather than opened: anything with a scheme (`https://…`).
[[nodiscard]] bool is_url(std::string_view text);

/// Fetches `url` into `folder` under the last part of its path, so that a date in the name is kept.
///
/// http and https only, also after redirection (https never leads back to http); certificates are always
/// verified. Errors: invalid_argument (another scheme), not_found (404, 410), unavailable (anything else
/// that the other side or the network did), too_large, io. On error nothing is left in `folder`.
[[nodiscard]] Result<std::filesystem::path> download(std::string_view url, std::filesystem::path const& folder,
                                                     Progress& progress, DownloadLimits const& limits = {});

}  // namespace kewp::corpus
