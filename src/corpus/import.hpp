#pragma once

#include "base/result.hpp"
#include "corpus/progress.hpp"
#include "corpus/record_log.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// What `kewp import` is asked to do.
struct ImportRequest {
    std::string source;                 // one of `import_sources()`
    std::vector<std::string> inputs;    // files, folders (wikipathways) or http(s) addresses, in any order
    std::filesystem::path data_folder;  // made when it does not exist
    std::string release;                // release or date to record; "" takes what the inputs say
};

/// A file that an import made.
struct ImportedFile {
    std::string name;
    std::size_t rows = 0;
};

/// What an import did.
struct ImportReport {
    std::vector<ImportedFile> files;
    std::size_t records_read = 0;      // good ones
    std::size_t records_bad = 0;       // skipped
    std::vector<BadRecord> first_bad;  // at most `RecordLog::kKept`
    std::vector<std::string> warnings;
    std::string release;  // as recorded, "" when nobody said it
};

/// `aopwiki`, `ke-genes`, `wikipathways`, `reactome`, `go`.
[[nodiscard]] std::span<std::string_view const> import_sources();

/// For people: what `source` reads and makes, a few lines. "" for an unknown source.
[[nodiscard]] std::string_view import_help(std::string_view source);

/// Reads published releases and replaces the files of the data folder that are made from them: all, or on
/// any error none. Also records what was read in `source_versions.json` and `manifest.json`.
///
/// Each input is recognised by its content. Bad records are skipped and reported; more than 1 % of them in
/// one input fails the import. Errors: invalid_argument (unknown source, an input that nothing here reads,
/// or one that is needed and was not given), not_found, unavailable (downloads), corrupt, conflict (another
/// import is writing to the folder), io.
[[nodiscard]] Result<ImportReport> run_import(ImportRequest const& request, Progress& progress);

/// Completes an import that was cut off (power loss) after it had decided to replace the files. Returns
/// whether there was one. Call it before the data folder is read. Errors: conflict, io.
[[nodiscard]] Result<bool> finish_interrupted_import(std::filesystem::path const& data_folder);

/// The report as lines for a terminal or a log.
[[nodiscard]] std::string to_text(ImportReport const& report);

}  // namespace kewp::corpus
