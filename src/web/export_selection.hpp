#pragma once

#include "http/request.hpp"
#include "publish/each_mapping.hpp"
#include "web/services.hpp"

#include <array>
#include <mutex>
#include <optional>
#include <string>

namespace kewp::web {

/// The parameters `min_confidence` (a threshold) and `confidence` (one tier); an empty one counts as absent.
/// Error: invalid_argument naming the parameter, or both when both are given.
[[nodiscard]] Result<publish::Selection> read_selection(http::Request const& request, std::optional<Resource> resource);

/// The selection in keys of kept files.
[[nodiscard]] std::string key_of(publish::Selection const& selection);

/// When the data of each resource were last changed; the database is asked once per data revision. Thread-safe.
class DataDays {
public:
    explicit DataDays(Services const& services) : services_(services) {}

    /// `2026-05-14`, for file names. `1970-01-01` when there never was a mapping.
    [[nodiscard]] Result<std::string> day_of(std::optional<Resource> resource);

private:
    Services const& services_;
    std::mutex mutex_;
    std::uint64_t revision_ = 0;
    std::array<std::optional<std::string>, std::size(kResources) + 1> days_;  // the last is that of all together
};

}  // namespace kewp::web
