#include "suggest/embedding_files.hpp"

#include "corpus/manifest.hpp"
#include "embed/npz.hpp"
#include "suggest/repeated_vectors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <string>
#include <string_view>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

struct TargetFiles {
    TargetKind kind;
    char const* text;
    char const* name;
    char const* metadata;
};

constexpr TargetFiles kTargetFiles[] = {
    {TargetKind::wikipathways, "pathway_embeddings.npz", "pathway_title_embeddings.npz", "pathway_metadata.json"},
    {TargetKind::go_bp, "go_bp_embeddings.npz", "go_bp_name_embeddings.npz", "go_bp_metadata.json"},
    {TargetKind::go_mf, "go_mf_embeddings.npz", "go_mf_name_embeddings.npz", "go_mf_metadata.json"},
    {TargetKind::reactome, "reactome_pathway_embeddings.npz", "reactome_pathway_name_embeddings.npz",
     "reactome_pathway_metadata.json"},
};

/// Reads sets and holds the first failure.
class FolderOfSets {
public:
    FolderOfSets(std::filesystem::path folder, std::optional<corpus::Manifest> manifest)
        : folder_(std::move(folder)), manifest_(std::move(manifest))
    {
    }

    /// `needed`: its absence is worth a note. `metadata` is the file that the ids must be in.
    std::optional<embed::EmbeddingSet> read(char const* file, char const* metadata, embed::KnownId const& known,
                                            bool needed, std::string const& consequence)
    {
        auto const path = folder_ / file;
        if (error_) {
            return std::nullopt;
        }
        if (std::error_code ignored; !std::filesystem::exists(path, ignored)) {
            if (needed) {
                note(file, corpus::FileNote::State::missing, consequence, 0);
            }
            return std::nullopt;
        }
        auto set = embed::load_npz(path);
        if (!set) {
            error_ = set.error();
            return std::nullopt;
        }
        for (auto const& check : {embed::check_ids(*set, known, metadata), check_columns(*set), check_origin(file)}) {
            if (!check) {
                error_ = check.error();
                return std::nullopt;
            }
        }
        auto& made = note(file, corpus::FileNote::State::loaded, "", set->size());
        if (set->renormalised() > 0) {
            made.remarks.push_back(
                fmt::format("{} rows were not of unit length and were divided by their norms", set->renormalised()));
        }
        if (!set->zero_rows().empty()) {
            made.remarks.push_back(fmt::format("{} rows are all zeros and count as missing, first {}",
                                               set->zero_rows().size(), set->ids()[set->zero_rows().front()]));
        }
        return std::move(*set);
    }

    corpus::FileNote& note(char const* file, corpus::FileNote::State state, std::string consequence, std::size_t rows)
    {
        return notes.emplace_back(corpus::FileNote{
            .file = file, .state = state, .consequence = std::move(consequence), .rows = rows, .remarks = {}});
    }

    /// Takes the vectors of Key Events out of `set` that are the same for many; says so in the note of its file.
    void drop_repeated(std::optional<embed::EmbeddingSet>& set, corpus::Corpus const& corpus, bool with_description)
    {
        auto const rows =
            set ? repeated_rows(*set, corpus, made_by_.profile, with_description) : std::vector<std::size_t>{};
        if (rows.empty()) {
            return;
        }
        auto const file = std::filesystem::path{set->name()}.filename().string();
        for (auto& note : notes) {
            if (note.file == file) {
                note.state = corpus::FileNote::State::degraded;
                note.consequence = fmt::format(
                    "{} Key Events of unlike or no text have the same vector, first {}: it says nothing of them and is "
                    "not ranked on; run 'kewp precompute ke'",
                    rows.size(), set->ids()[rows.front()]);
            }
        }
        set = set->without(rows);
    }

    [[nodiscard]] std::optional<Error> const& error() const { return error_; }
    [[nodiscard]] VectorOrigin const& made_by() const { return made_by_; }

    std::vector<corpus::FileNote> notes;

private:
    Result<void> check_columns(embed::EmbeddingSet const& set)
    {
        if (columns_ == 0) {
            columns_ = set.cols();
            columns_from_ = set.name();
        }
        return embed::check_columns(set, columns_, columns_from_);
    }

    /// Vectors compare only when the same model read texts prepared in the same way.
    Result<void> check_origin(char const* file)
    {
        auto const* const entry = manifest_ ? manifest_->find(file) : nullptr;
        auto const model = entry == nullptr ? std::string{} : entry->model.value_or("");
        auto const revision = entry == nullptr ? std::string{} : entry->model_revision.value_or("");
        auto const profile = entry == nullptr ? std::string{"reference"} : entry->text_profile.value_or("reference");
        auto origin = fmt::format("model '{}' revision '{}', text profile '{}'", model, revision, profile);
        if (origin_.empty()) {
            origin_ = std::move(origin);
            origin_from_ = file;
            made_by_ = {.model = model,
                        .revision = revision,
                        .profile = profile == "clean" ? TextProfile::clean : TextProfile::reference,
                        .columns = columns_};
        } else if (origin != origin_) {
            return fail(ErrorCode::corrupt,
                        fmt::format("{}: made with {}, but {} with {}; such vectors cannot be compared: run "
                                    "'kewp precompute all'",
                                    (folder_ / file).string(), origin, origin_from_, origin_));
        }
        return {};
    }

    std::filesystem::path folder_;
    std::optional<corpus::Manifest> manifest_;
    std::optional<Error> error_;
    std::size_t columns_ = 0;
    std::string columns_from_;
    std::string origin_;
    std::string origin_from_;
    VectorOrigin made_by_;
};

std::string plural(TargetKind kind)
{
    switch (kind) {
        case TargetKind::wikipathways: return "WikiPathways";
        case TargetKind::go_bp: return "GO biological processes";
        case TargetKind::go_mf: return "GO molecular functions";
        case TargetKind::reactome: break;
    }
    return "Reactome pathways";
}

void read_key_events(FolderOfSets& folder, corpus::Corpus const& corpus, Embeddings& embeddings)
{
    auto const known = [&](std::string_view id) {
        auto const parsed = KeId::parse(id);
        return parsed && parsed->str() == id && corpus.find(*parsed) != nullptr;
    };
    auto const read = [&](char const* file, bool needed, std::string const& consequence) {
        return folder.read(file, "ke_metadata.json", known, needed, consequence);
    };
    embeddings.ke_title = read("ke_embeddings_title_only.npz", true,
                               "the titles of Key Events have no vectors: their similarity to titles of targets does "
                               "not count in suggestions; run 'kewp precompute ke'");
    embeddings.ke_title_entities = read("ke_embeddings_title_entities.npz", false, "");
    embeddings.ke_text_copy = read("ke_embeddings.npz", false, "");
    embeddings.ke_text =
        read("ke_embeddings_with_desc.npz", !embeddings.ke_text_copy,
             "Key Events with their descriptions have no vectors: title vectors stand in; run 'kewp precompute ke'");
    folder.drop_repeated(embeddings.ke_title, corpus, false);
    folder.drop_repeated(embeddings.ke_title_entities, corpus, false);
    folder.drop_repeated(embeddings.ke_text_copy, corpus, true);
    folder.drop_repeated(embeddings.ke_text, corpus, true);
}

}  // namespace

bool Embeddings::any_target() const
{
    return std::ranges::any_of(targets, [](auto const& target) { return target.text || target.name; });
}

Result<Embeddings> load_embeddings(std::filesystem::path const& data_folder, corpus::Corpus const& corpus)
{
    auto manifest = corpus::read_manifest(data_folder);
    if (!manifest) {
        return fail(manifest.error());
    }
    FolderOfSets folder{data_folder, std::move(*manifest)};
    Embeddings embeddings;
    read_key_events(folder, corpus, embeddings);
    for (auto const& files : kTargetFiles) {
        auto const& targets = corpus.targets(files.kind);
        if (targets.empty()) {
            continue;  // what the vectors would be of is missing itself, and said to be
        }
        auto const known = [&](std::string_view id) {
            auto const parsed = TargetId::parse(resource_of(files.kind), id);
            return parsed && parsed->str() == id && targets.find(*parsed) != nullptr;
        };
        auto const missing = [&](char const* what, char const* instead) {
            return fmt::format("{} of {} have no vectors: {}; run 'kewp precompute {}'", what, plural(files.kind),
                               instead, name_of(resource_of(files.kind)));
        };
        auto& sets = embeddings.targets[static_cast<std::size_t>(files.kind)];
        sets.text = folder.read(files.text, files.metadata, known, true,
                                missing("descriptions", "titles alone are compared, or words and genes"));
        sets.name = folder.read(files.name, files.metadata, known, true,
                                missing("titles", "descriptions alone are compared, or words and genes"));
    }
    if (folder.error()) {
        return fail(*folder.error());
    }
    embeddings.origin = folder.made_by();
    embeddings.notes = std::move(folder.notes);
    return embeddings;
}

}  // namespace kewp::suggest
