#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "corpus/import.hpp"
#include "corpus/manifest.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// The files that an import is about to replace, all or none.
///
/// They are written and synced in a hidden folder beside the old ones. Renaming that folder to its second
/// name is the decision: what happens before leaves the data folder as it was, and whatever interrupts the
/// renames after it, `finish_interrupted_import` completes them. The manifest comes last. A lock file keeps
/// two imports apart.
class ImportStage {
public:
    /// Errors: conflict (another import runs), io.
    [[nodiscard]] static Result<ImportStage> open(std::filesystem::path const& data_folder);
    ImportStage(ImportStage const&) = delete;
    ImportStage& operator=(ImportStage const&) = delete;
    ImportStage(ImportStage&&) = default;
    ImportStage& operator=(ImportStage&&) = delete;
    /// Drops what was not published.
    ~ImportStage();

    [[nodiscard]] std::filesystem::path const& data_folder() const { return data_folder_; }
    /// For downloads; gone with the stage.
    [[nodiscard]] std::filesystem::path scratch() const { return folder_ / "scratch"; }

    /// Adds a file. `rows` is what the manifest records; without it the file does not count as data
    /// (`source_versions.json`). Errors: io, invalid_argument (a folder stands in its way).
    [[nodiscard]] Result<void> write(std::string const& name, std::string_view bytes, std::optional<std::size_t> rows);
    [[nodiscard]] std::vector<ImportedFile> const& files() const { return files_; }
    /// For a writer that wants a path: where the file `name` is to be made and synced, before `add` counts it.
    [[nodiscard]] std::filesystem::path path_of(std::string const& name) const { return folder_ / name; }
    void add(std::string const& name, std::size_t rows);

    /// Completes the manifest's entry of a file: source, version and whatever else is known.
    using Describe = std::function<void(ManifestFile& file)>;
    /// Puts everything in place. Entries of the manifest for `gone` are dropped; their files are removed last.
    /// Errors: io, corrupt (the folder's manifest cannot be read); nothing was changed then.
    [[nodiscard]] Result<void> publish(Describe const& describe, std::vector<std::string> const& gone = {});

    /// The same for files that are all made from `source` at `version`.
    [[nodiscard]] Result<void> publish(std::string const& source, std::string const& version);

private:
    ImportStage() = default;
    [[nodiscard]] Result<void> write_manifest_beside(Describe const& describe, std::vector<std::string> const& gone);

    std::filesystem::path data_folder_;
    std::filesystem::path folder_;  // "" once published
    UniqueFd lock_;
    std::vector<ImportedFile> files_;
    std::vector<std::string> names_;  // in the order of renaming
};

}  // namespace kewp::corpus
