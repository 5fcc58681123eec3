#include "ops/process_memory.hpp"

#include "base/text.hpp"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace kewp::ops {
namespace {

/// The value of a line `Name:   123 kB` in bytes.
std::optional<std::uint64_t> value_of(std::string_view text, std::string_view name)
{
    for (auto line : text::split(text, '\n')) {
        if (!line.starts_with(name)) {
            continue;
        }
        line = text::trim(line.substr(name.size()));
        std::uint64_t kibibytes = 0;
        auto const [end, error] = std::from_chars(line.data(), line.data() + line.size(), kibibytes);
        if (error == std::errc{} && std::string_view{end, line.data() + line.size()} == " kB") {
            return kibibytes * 1024;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<ProcessMemory> parse_smaps_rollup(std::string_view text)
{
    auto const rss = value_of(text, "Rss:");
    auto const pss = value_of(text, "Pss:");
    if (!rss || !pss) {
        return fail(ErrorCode::corrupt, "smaps_rollup without 'Rss:' and 'Pss:' lines in kB");
    }
    return ProcessMemory{*rss, *pss};
}

Result<ProcessMemory> memory_of(pid_t pid)
{
    // Not read_file: files of /proc have no size and cannot be mapped.
    std::ifstream file{"/proc/" + std::to_string(pid) + "/smaps_rollup"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    if (text.empty()) {
        return fail(ErrorCode::not_found, "no memory figures of process " + std::to_string(pid));
    }
    return parse_smaps_rollup(text);
}

}  // namespace kewp::ops
