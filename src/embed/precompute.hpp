#pragma once

#include "base/result.hpp"
#include "corpus/progress.hpp"
#include "embed/encode_processes.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kewp::embed {

/// The texts of which one embeddings file is made, prepared as a model reads them.
struct VectorTexts {
    std::string file;     ///< `ke_embeddings_title_only.npz`
    std::string source;   ///< as the manifest names it: `aopwiki`, `wikipathways`, `gene_ontology`, `reactome`
    std::string version;  ///< of the source, "" when unknown
    std::vector<std::string> ids;
    std::vector<std::string> texts;  ///< one for each id
};

/// What `kewp precompute` is asked to do.
struct PrecomputeRequest {
    std::filesystem::path data_folder;
    std::filesystem::path model_folder;
    std::string text_profile;            ///< of the texts, for the manifest
    std::optional<Precision> precision;  ///< none: the fastest of this processor
    EncodeSplit split;
    bool dry_run = false;               ///< say what would be done
    bool only_changed = false;          ///< keep vectors whose id and text are those of the last run
    std::vector<std::string> obsolete;  ///< files of an earlier profile, to be removed
};

/// What became of one file.
struct PrecomputedFile {
    std::string name;
    std::size_t rows = 0;
    std::size_t kept = 0;       ///< rows taken over from the present file
    std::size_t truncated = 0;  ///< texts that were longer than the model reads
};

struct PrecomputeReport {
    std::vector<PrecomputedFile> files;
    std::size_t texts = 0;    ///< different ones in all files
    std::size_t resumed = 0;  ///< made by an earlier, interrupted run
    std::size_t encoded = 0;
    std::size_t tokens = 0;  ///< of the encoded ones
    double seconds = 0;      ///< of encoding
    bool dry_run = false;
};

/// Makes embeddings files from texts and puts them in place, all or none, with the manifest; also
/// `embedding_texts.json`, hashes of the texts for `only_changed`.
///
/// Equal texts are encoded once. An interrupted run is taken up where it ended. Files of another model or text profile
/// may not stay beside the new ones: such a request is refused before anything is encoded. Errors: those of the model's
/// files, conflict (an import is at work; vectors would be mixed), invalid_argument, io.
[[nodiscard]] Result<PrecomputeReport> run_precompute(PrecomputeRequest const& request,
                                                      std::vector<VectorTexts> const& sets, corpus::Progress& progress);

/// The report as lines for a terminal.
[[nodiscard]] std::string to_text(PrecomputeReport const& report);

}  // namespace kewp::embed
