#pragma once

#include "base/ids.hpp"
#include "store/records.hpp"
#include "store/reference_import.hpp"
#include "store/sqlite_rows.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace kewp::store {

/// One of the replaced application's three near-equal pairs of tables.
struct ReferenceKind {
    Resource resource;
    char const* mapping_table;
    char const* proposal_table;
    char const* target_id_column;
    char const* target_title_column;
};

inline constexpr ReferenceKind kReferenceKinds[] = {
    {Resource::wikipathways, "mappings", "proposals", "wp_id", "wp_title"},
    {Resource::go, "ke_go_mappings", "ke_go_proposals", "go_id", "go_name"},
    {Resource::reactome, "ke_reactome_mappings", "ke_reactome_proposals", "reactome_id", "pathway_name"},
};

/// What one import keeps in mind from table to table.
struct ImportState {
    Connection& source;
    Transaction& target;
    ImportReport report = {};
    /// (mapping table, old id) → the mapping, for the proposals that refer to it.
    std::map<std::pair<std::string, std::int64_t>, MappingRecord> mappings = {};
    std::set<std::string> mapping_uuids = {};
    std::set<std::string> proposal_uuids = {};
    /// The replaced application turned guests of its GO proposals into GitHub accounts; these are the pairs
    /// (as text) and names for which that is known.
    std::set<std::pair<std::string, std::string>> false_github_guests = {};
    /// WikiPathways rows keep their number; those of the other tables get the next free one.
    std::int64_t next_mapping_id = 1;
    std::int64_t next_proposal_id = 1;
};

/// Fills `false_github_guests`; before the mappings.
[[nodiscard]] Result<void> find_false_github_guests(ImportState& state);
[[nodiscard]] Result<void> import_mappings(ImportState& state, ReferenceKind const& kind);

/// The highest row number ever given out for `table` (sqlite_sequence).
[[nodiscard]] std::int64_t highest_id(ImportState& state, std::string const& table);

}  // namespace kewp::store
