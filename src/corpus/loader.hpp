#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"

#include <filesystem>
#include <memory>

namespace kewp::corpus {

/// Reads a data folder: ours or one of the replaced application.
///
/// A file that is absent, or that does not agree with `manifest.json` in size, becomes a note of the
/// corpus with its consequence. Errors: not_found (no such folder), corrupt (a file is no JSON, or of
/// the wrong shape; the message names file, place, what was expected and found), io.
/// Opens no thread and keeps no file open: it runs before fork.
[[nodiscard]] Result<std::shared_ptr<Corpus const>> load_corpus(std::filesystem::path const& data_folder);

}  // namespace kewp::corpus
