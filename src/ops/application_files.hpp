#pragma once

#include "base/result.hpp"
#include "http/static_files.hpp"

#include <filesystem>
#include <optional>

namespace kewp::ops {

/// Reads the built web application into memory, so that all workers of a generation serve the same version.
///
/// `folder` is `server.web_folder`; when it is empty, `../share/kewp/web` beside the program and `web/dist` of the
/// source tree that it was built in are tried, and nullopt says (after a line in the log) that there is none. Errors:
/// not_found for a folder that was named and has no `index.html`; io, too_large.
[[nodiscard]] Result<std::optional<http::StaticFiles>> load_application(std::filesystem::path const& folder);

}  // namespace kewp::ops
