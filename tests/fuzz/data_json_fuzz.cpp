// Whatever the bytes, the JSON of a data folder gives either an error that names the file or values that
// can be written and read again.

#include "corpus/manifest.hpp"
#include "corpus/source_versions.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using kewp::corpus::parse_manifest;
using kewp::corpus::SourceVersions;

void require(bool holds, char const* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken promise: %s\n", what);
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const json{reinterpret_cast<char const*>(data), size};
    if (auto const manifest = parse_manifest(json)) {
        auto const again = parse_manifest(manifest->to_json());
        require(again && again->to_json() == manifest->to_json(), "a manifest reads back as it was written");
        for (auto const& file : manifest->files) {
            require(file.name.find('/') == std::string::npos, "no name leaves the folder");
            require(manifest->find(file.name) == &file, "names are unique");
        }
    } else {
        require(manifest.error().message.starts_with(kewp::corpus::kManifestName), "an error names the file");
    }
    if (auto const versions = SourceVersions::parse(json, "source_versions.json")) {
        auto const again = SourceVersions::parse(versions->to_json(), "again");
        require(again && again->to_json() == versions->to_json(), "versions read back as they were written");
    } else {
        require(versions.error().message.starts_with("source_versions.json"), "an error names the file");
    }
    return 0;
}
