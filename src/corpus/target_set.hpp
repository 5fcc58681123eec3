#pragma once

#include "base/ids.hpp"
#include "corpus/gene_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// What is ranked together: the two aspects of the Gene Ontology are ranked apart.
enum class TargetKind : std::uint8_t { wikipathways, go_bp, go_mf, reactome };

inline constexpr TargetKind kTargetKinds[] = {TargetKind::wikipathways, TargetKind::go_bp, TargetKind::go_mf,
                                              TargetKind::reactome};

/// `wikipathways`, `go_bp`, `go_mf`, `reactome`.
[[nodiscard]] char const* name_of(TargetKind kind);
[[nodiscard]] Resource resource_of(TargetKind kind);

/// A synonym of a GO term; type `EXACT`, `BROAD`, `NARROW` or `RELATED`.
struct Synonym {
    std::string text;
    std::string type;
};

/// Reference to an article about a pathway.
struct Publication {
    std::string pmid;
    std::string url;
};

/// A pathway or a GO term that a Key Event can be mapped to.
struct Target {
    TargetId id;
    std::string title = {};
    std::string description = {};  // for GO the definition; may hold HTML or Markdown
    std::string link = {};         // page for people
    std::string svg = {};          // drawing (WikiPathways), else ""
    std::vector<std::string> tags = {};
    std::vector<Synonym> synonyms = {};
    std::vector<Publication> publications = {};

    std::vector<Gene> genes = {};         // sorted, unique; GO: with those of descendants when that file exists
    bool genes_known = false;             // false: the number of genes is null to the outside, never 0
    std::vector<Gene> direct_genes = {};  // GO: sorted, unique, without those of descendants
    std::optional<std::uint32_t> direct_gene_count = {};      // GO: their number, absent when not known
    std::optional<std::uint32_t> propagated_gene_count = {};  // GO: as the hierarchy file states it

    // GO only
    std::vector<TargetId> is_a = {};
    std::vector<TargetId> part_of = {};
    std::vector<TargetId> ancestors = {};  // ascending; over is_a and part_of within the aspect
    std::optional<double> ic = {};         // information content as stored (`ic_score`)
    std::optional<int> depth = {};         // edges from the root, -1 when it cannot be reached
    std::string direction = {};            // `positive`, `negative`, `unspecified`; "" when the file does not say

    std::string species = {};  // `Homo sapiens` unless the file says otherwise

    /// Number of genes, or nothing when it is unknown.
    [[nodiscard]] std::optional<std::size_t> gene_count() const;
};

/// All targets of one kind, in the order of their metadata file.
class TargetSet {
public:
    explicit TargetSet(TargetKind kind) : kind_(kind) {}
    /// Pre-condition: all ids are of the kind's resource and occur once.
    TargetSet(TargetKind kind, std::vector<Target> targets);

    [[nodiscard]] TargetKind kind() const { return kind_; }
    [[nodiscard]] std::span<Target const> all() const { return targets_; }
    [[nodiscard]] std::size_t size() const { return targets_.size(); }
    [[nodiscard]] bool empty() const { return targets_.empty(); }
    [[nodiscard]] Target const& operator[](std::size_t index) const { return targets_[index]; }
    [[nodiscard]] Target const* find(TargetId id) const;
    [[nodiscard]] std::optional<std::size_t> index_of(TargetId id) const;

private:
    TargetKind kind_;
    std::vector<Target> targets_;
    std::unordered_map<TargetId, std::uint32_t> index_;
};

}  // namespace kewp::corpus
