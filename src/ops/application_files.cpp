#include "ops/application_files.hpp"

#include <spdlog/spdlog.h>
#include <system_error>

namespace kewp::ops {
namespace {

namespace fs = std::filesystem;

constexpr char const* kStartFile = "index.html";

fs::path folder_of_program()
{
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

Result<std::optional<http::StaticFiles>> load(fs::path const& folder)
{
    auto files = http::StaticFiles::load(folder);
    if (!files) {
        return fail(files.error());
    }
    spdlog::info("web application: {}", folder.string());
    return std::optional{std::move(*files)};
}

}  // namespace

Result<std::optional<http::StaticFiles>> load_application(fs::path const& folder)
{
    std::error_code error;
    if (!folder.empty()) {
        if (!fs::exists(folder / kStartFile, error)) {
            return fail(ErrorCode::not_found,
                        "server.web_folder: " + (folder / kStartFile).string() +
                            " is not there; build the web application or leave the setting empty");
        }
        return load(folder);
    }
    auto const program = folder_of_program();
    // As installed; as built in build/<preset>/ of the source tree.
    for (auto const& place : {program / "../share/kewp/web", program / "../../web/dist"}) {
        if (fs::exists(place / kStartFile, error)) {
            return load(place.lexically_normal());
        }
    }
    spdlog::warn("the web application is not installed: the API works, but there are no pages (see server.web_folder)");
    return std::optional<http::StaticFiles>{};
}

}  // namespace kewp::ops
