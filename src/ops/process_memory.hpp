#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string_view>
#include <sys/types.h>

namespace kewp::ops {

struct ProcessMemory {
    std::uint64_t rss_bytes = 0;  ///< pages in memory, shared ones counted whole
    std::uint64_t pss_bytes = 0;  ///< shared pages counted by their share
};

/// From `/proc/<pid>/smaps_rollup`. Errors: not_found when the process is gone or hides; corrupt.
[[nodiscard]] Result<ProcessMemory> memory_of(pid_t pid);

/// The same from the text of such a file.
[[nodiscard]] Result<ProcessMemory> parse_smaps_rollup(std::string_view text);

}  // namespace kewp::ops
