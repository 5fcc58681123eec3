#include "corpus/loader.hpp"

#include "corpus/manifest.hpp"
#include "corpus/readers.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

/// Notes every file that is not as large as the manifest says. Not an error: an operator may have put a
/// newer file in place by hand, and a damaged one is found by its reader.
Result<void> compare_with_manifest(FolderReader& folder)
{
    auto const manifest = read_manifest(folder.folder());
    if (!manifest) {
        return fail(manifest.error());
    }
    // Reading it again for the note is cheap, and keeps absence and rows in one place.
    auto const noted =
        folder.read(kManifestFile, [](JsonNode const& root, Repairs&) { return root.member("files").size(); });
    if (!noted) {
        return fail(noted.error());
    }
    if (*manifest) {
        for (auto& mismatch : compare_sizes(folder.folder(), **manifest)) {
            folder.degrade(mismatch.file, std::move(mismatch.problem));
        }
    }
    return {};
}

}  // namespace

Result<std::shared_ptr<Corpus const>> load_corpus(std::filesystem::path const& data_folder)
{
    std::error_code error;
    if (!std::filesystem::is_directory(data_folder, error)) {
        return fail(ErrorCode::not_found,
                    fmt::format("{}: there is no such data folder; make it with 'kewp import', or set the data "
                                "folder in kewp.toml",
                                data_folder.string()));
    }
    FolderReader folder{data_folder};
    CorpusParts parts;
    parts.folder = data_folder;
    auto const read = read_key_events(folder, parts)
                          .and_then([&] { return read_aops(folder, parts); })
                          .and_then([&] { return read_wikipathways(folder, parts); })
                          .and_then([&] { return read_reactome(folder, parts); })
                          .and_then([&] { return read_go(folder, parts, TargetKind::go_bp); })
                          .and_then([&] { return read_go(folder, parts, TargetKind::go_mf); })
                          .and_then([&] { return read_source_versions(folder, parts); })
                          .and_then([&] { return compare_with_manifest(folder); });
    if (!read) {
        return fail(read.error());
    }
    parts.notes = folder.take_notes();
    return std::make_shared<Corpus const>(std::move(parts));
}

}  // namespace kewp::corpus
