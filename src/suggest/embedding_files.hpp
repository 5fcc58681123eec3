#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "embed/embeddings.hpp"
#include "suggest/text_prep.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kewp::suggest {

/// The vectors of one kind of targets.
struct TargetEmbeddings {
    std::optional<embed::EmbeddingSet> text;  // name or title with definition or description
    std::optional<embed::EmbeddingSet> name;  // name or title alone, for GO with exact synonyms
};

/// What made the stored vectors. Fresh ones compare with them only when they are made in the same way.
struct VectorOrigin {
    std::string model;     // "" when there is no manifest
    std::string revision;  // "" when there is no manifest
    TextProfile profile = TextProfile::reference;
    std::size_t columns = 0;  // 0: no vectors are stored
};

/// All stored vectors; each set is absent when its file is.
struct Embeddings {
    std::optional<embed::EmbeddingSet> ke_title;           // ke_embeddings_title_only
    std::optional<embed::EmbeddingSet> ke_title_entities;  // ke_embeddings_title_entities: as pathway titles were made
    std::optional<embed::EmbeddingSet> ke_text;            // ke_embeddings_with_desc
    std::optional<embed::EmbeddingSet> ke_text_copy;       // ke_embeddings, stands in for the one before
    std::array<TargetEmbeddings, std::size(corpus::kTargetKinds)> targets;
    VectorOrigin origin;
    std::vector<corpus::FileNote> notes;  // one for each file, for /health

    [[nodiscard]] TargetEmbeddings const& of(corpus::TargetKind kind) const
    {
        return targets[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] bool any_target() const;
};

/// Reads the embeddings of a data folder. Matrices stay mapped files; nothing is kept open and no thread
/// is started, so that it can run before fork.
///
/// Errors: corrupt, naming file and array: a damaged file, ids outside the corpus, rows of unlike length, or
/// files that the manifest says were made with unlike models or text profiles. An absent file is a note.
[[nodiscard]] Result<Embeddings> load_embeddings(std::filesystem::path const& data_folder,
                                                 corpus::Corpus const& corpus);

}  // namespace kewp::suggest
