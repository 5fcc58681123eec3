#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "corpus/import_context.hpp"
#include "corpus/target_set.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// Number of a GO term: 6915 for `GO:0006915`.
using GoNumber = std::uint32_t;

/// `GO:0006915` → 6915; nothing for anything else.
[[nodiscard]] std::optional<GoNumber> go_number(std::string_view id);
/// 6915 → `GO:0006915`.
[[nodiscard]] std::string go_id(GoNumber number);

enum class GoAspect : std::uint8_t { biological_process, molecular_function, cellular_component, unknown };

/// A term of the Gene Ontology.
struct GoTerm {
    std::string name;
    std::string definition;
    std::vector<Synonym> synonyms;
    std::vector<GoNumber> is_a;
    std::vector<GoNumber> part_of;
    std::vector<GoNumber> other_parents;  // is_a or part_of: from a list that does not say which
    std::vector<GoNumber> replaced_by;
    std::vector<GoNumber> consider;
    GoAspect aspect = GoAspect::unknown;
    bool is_obsolete = false;
};

/// The terms of one or several OBO files.
class Ontology {
public:
    std::map<GoNumber, GoTerm> terms;
    std::unordered_map<GoNumber, GoNumber> alternative_ids;  // secondary to primary
    std::string release;                                     // `data-version`, "" when not stated

    /// The term that stands for `number` today: itself, the one whose secondary id it is, for an obsolete one
    /// its replacement or else the first living term to consider. Nothing when it leads nowhere.
    [[nodiscard]] std::optional<GoNumber> living(GoNumber number) const;

    /// Takes definitions and synonyms that are missing here, and terms that are not known here, from `other`.
    /// Edges between known terms stay as they are: those of another release or of a subset would not fit.
    void complete_from(Ontology const& other);

    /// Adds edges (parent, child) of a newer release. A child that is not known becomes a term when `names`
    /// has its name and its parent is known. Returns how many edges were used.
    std::size_t add_edges(std::vector<std::pair<GoNumber, GoNumber>> const& edges,
                          std::unordered_map<GoNumber, std::string> const& names);
};

/// True for OBO 1.2 and 1.4.
[[nodiscard]] bool is_obo(Input const& input);

/// Reads the terms; other stanzas and terms of other ontologies are passed over. A stanza that cannot be used
/// is a bad record at the line of its `[Term]`.
[[nodiscard]] Result<Ontology> read_obo(ImportContext& context, Input const& input);

}  // namespace kewp::corpus
