#pragma once

#include "publish/dataset_info.hpp"
#include "publish/sink.hpp"

#include <functional>
#include <string>
#include <vector>

namespace kewp::publish {

/// A file on its way into an archive.
struct ArchiveFile {
    std::string name;        ///< with folders, `/` between them
    std::string media_type;  ///< `text/csv`
    std::string description;
    /// Writes the content. One that fails with `unavailable` before it wrote anything is left out of the archive: there
    /// is nothing to hold (a tier without mappings).
    std::function<Result<void>(Sink const&)> write;
};

/// What was really put into an archive.
struct ArchivedFile {
    std::string name;
    std::string media_type;
    std::string description;
    std::uint64_t bytes = 0;
    std::string sha256 = {};
};

/// A plain ZIP archive of these files in their order. Returns what is in it.
/// Errors: those of the files, of the sink; too_large.
[[nodiscard]] Result<std::vector<ArchivedFile>> write_zip(std::vector<ArchiveFile> const& files, Sink const& sink);

/// An RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) as a ZIP archive: the files ascending by name, `SHA256SUMS` for
/// `sha256sum -c`, and `ro-crate-metadata.json` in the end, which says what each file is. The same files and the same
/// data make the same bytes. Errors as `write_zip`.
[[nodiscard]] Result<void> write_ro_crate(std::vector<ArchiveFile> files, DatasetInfo const& info, Sink const& sink);

}  // namespace kewp::publish
