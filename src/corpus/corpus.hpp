#pragma once

#include "base/ids.hpp"
#include "corpus/file_note.hpp"
#include "corpus/gene_table.hpp"
#include "corpus/key_event.hpp"
#include "corpus/source_versions.hpp"
#include "corpus/target_set.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace kewp::corpus {

/// What the hierarchy says about a GO term. Also held for terms that are no targets, since mappings
/// may name them: the target files are often a selection.
struct GoFacts {
    std::optional<double> ic;
    std::optional<int> depth;
};

/// The parts from which a `Corpus` is made.
struct CorpusParts {
    std::vector<KeyEvent> key_events;  // in the order of `ke_metadata.json`, ids unique
    bool ke_genes_known = false;
    std::vector<Aop> aops;  // ids unique
    std::array<std::vector<Target>, std::size(kTargetKinds)> targets;
    std::unordered_map<TargetId, GoFacts> other_go_facts;  // of terms that are no targets
    GeneTable genes;
    SourceVersions versions;
    std::vector<FileNote> notes;
    std::filesystem::path folder;
};

/// The reference data: everything that changes by release, read once and never changed after.
///
/// All members are safe to call from several threads. Pointers and references live as long as the corpus.
class Corpus {
public:
    explicit Corpus(CorpusParts parts);
    Corpus(Corpus const&) = delete;
    Corpus(Corpus&&) = delete;
    Corpus& operator=(Corpus const&) = delete;
    Corpus& operator=(Corpus&&) = delete;
    ~Corpus() = default;

    /// In the order of the file.
    [[nodiscard]] std::span<KeyEvent const> key_events() const { return parts_.key_events; }
    [[nodiscard]] KeyEvent const* find(KeId id) const;
    [[nodiscard]] std::optional<std::size_t> index_of(KeId id) const;
    /// False when there is no `ke_genes.json`: then an empty gene list means "not known".
    [[nodiscard]] bool ke_genes_known() const { return parts_.ke_genes_known; }

    /// Ascending by number.
    [[nodiscard]] std::span<Aop const> aops() const { return parts_.aops; }
    [[nodiscard]] Aop const* find(AopId id) const;

    [[nodiscard]] TargetSet const& targets(TargetKind kind) const;
    /// In the targets of its resource; a GO term among biological processes, then molecular functions.
    [[nodiscard]] Target const* find_target(TargetId id) const;
    /// The kind that `find_target` finds it in.
    [[nodiscard]] std::optional<TargetKind> kind_of(TargetId id) const;
    /// Also for terms that are no targets; both members empty when no hierarchy has the term.
    [[nodiscard]] GoFacts go_facts(TargetId id) const;

    [[nodiscard]] GeneTable const& genes() const { return parts_.genes; }
    [[nodiscard]] SourceVersions const& versions() const { return parts_.versions; }
    /// One for each file that the program knows, whether it is there or not.
    [[nodiscard]] std::vector<FileNote> const& notes() const { return parts_.notes; }
    [[nodiscard]] FileNote const* note(std::string_view file) const;
    [[nodiscard]] std::filesystem::path const& folder() const { return parts_.folder; }

private:
    CorpusParts parts_;
    std::vector<TargetSet> sets_;
    std::unordered_map<KeId, std::uint32_t> key_event_index_;
    std::unordered_map<AopId, std::uint32_t> aop_index_;
};

}  // namespace kewp::corpus
