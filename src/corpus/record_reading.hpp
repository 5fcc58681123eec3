#pragma once

#include "base/ids.hpp"
#include "corpus/gene_table.hpp"
#include "corpus/json_document.hpp"
#include "corpus/repairs.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// Calls `visit(std::string_view id, JsonNode const& record)` for each record of a file that is either an
/// object by id or an array of objects with their id under one of `id_keys`: the replaced application
/// changed from one form to the other. Members whose name starts with `_` are remarks, not records.
template <class Visit>
void each_record(JsonNode const& root, std::initializer_list<std::string_view> id_keys, Visit&& visit)
{
    if (root.is_array()) {
        root.each_element([&](JsonNode const& record) {
            if (record.is_object()) {
                visit(record.member_of(id_keys).string(), record);
            } else {
                record.report("an object");
            }
        });
    } else if (root.is_object()) {
        root.each_member([&](std::string_view key, JsonNode const& record) {
            if (!key.starts_with('_')) {
                visit(key, record);
            }
        });
    } else {
        root.report("an array of objects or an object by id");
    }
}

/// Reads an id in any of its spellings; one that is not canonical is counted in `repairs`, one that
/// cannot be read is reported at `at`.
[[nodiscard]] std::optional<KeId> read_ke_id(JsonNode const& at, std::string_view text, Repairs& repairs);
[[nodiscard]] std::optional<AopId> read_aop_id(JsonNode const& at, std::string_view text, Repairs& repairs);
/// Also takes off a WikiPathways revision (`WP5482_r129257`) and a Reactome version (`R-HSA-109581.3`).
[[nodiscard]] std::optional<TargetId> read_target_id(JsonNode const& at, Resource resource, std::string_view text,
                                                     Repairs& repairs);
/// The ids in an array of strings, in its order.
[[nodiscard]] std::vector<TargetId> read_target_ids(JsonNode const& array, Resource resource, Repairs& repairs);

/// The gene symbols of a record, interned, repetitions and all, in the order of the file: an array of strings or an
/// object with it as `genes`. Empty symbols are counted in `repairs` and left out.
[[nodiscard]] std::vector<Gene> read_genes(JsonNode const& record, GeneTable& genes, Repairs& repairs);

/// Reports what is wrong with the shape of a record of genes that is not used.
void check_genes(JsonNode const& record);

/// `genes` sorted and without repetition: the form in which sets are kept.
[[nodiscard]] std::vector<Gene> as_set(std::vector<Gene> genes);

}  // namespace kewp::corpus
