#pragma once

#include "corpus/corpus.hpp"
#include "publish/sink.hpp"
#include "store/records.hpp"

#include <string>

namespace kewp::publish {

/// Where serialisers write to in tests; remembers how much came at once.
struct Collected {
    std::string text;
    std::size_t longest_piece = 0;

    Sink sink()
    {
        return [this](std::string_view bytes) -> Result<void> {
            text += bytes;
            longest_piece = std::max(longest_piece, bytes.size());
            return {};
        };
    }
};

/// Two Key Events; of each kind of target one with genes; a pathway and a term without.
inline corpus::Corpus publish_corpus()
{
    using corpus::TargetKind;
    corpus::CorpusParts parts;
    parts.key_events.push_back({.id = KeId{7}, .title = "Loss of example", .level = "Molecular", .aops = {AopId{3}}});
    parts.key_events.push_back({.id = KeId{12}, .title = "Increase, β-oxidation", .level = "Cellular"});
    auto& genes = parts.genes;
    auto const gene_c = genes.intern("GENEC");  // numbered by first sight, so out of order
    auto const gene_a = genes.intern("GENEA");
    auto const gene_b = genes.intern("GENEB");
    auto const add = [&](TargetKind kind, TargetId id, std::vector<corpus::Gene> set) {
        corpus::Target target{.id = id, .title = "Title in the release", .description = "About <it>"};
        std::ranges::sort(set);
        target.genes = set;
        target.genes_known = true;
        if (resource_of(kind) == Resource::go) {
            target.direct_gene_count = static_cast<std::uint32_t>(set.size() - 1);
            set.pop_back();  // the last is a descendant's
            target.direct_genes = set;
        }
        parts.targets[static_cast<std::size_t>(kind)].push_back(target);
    };
    add(TargetKind::wikipathways, {Resource::wikipathways, 11}, {gene_a, gene_b});
    add(TargetKind::wikipathways, {Resource::wikipathways, 12}, {gene_b, gene_c});
    add(TargetKind::wikipathways, {Resource::wikipathways, 13}, {});
    add(TargetKind::go_bp, {Resource::go, 6915}, {gene_c, gene_a, gene_b});
    add(TargetKind::reactome, {Resource::reactome, 90}, {gene_a});
    return corpus::Corpus{std::move(parts)};
}

inline store::MappingRecord publish_mapping(Resource resource, std::uint32_t target, KeId event = KeId{7})
{
    store::MappingRecord mapping{.pair = {event, TargetId{resource, target}}};
    mapping.uuid = "3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162";
    mapping.claim.ke_title = event == KeId{7} ? "Loss of example" : "Increase, β-oxidation";
    mapping.claim.target_title = "Pathway A";
    mapping.confidence = store::Confidence::high;
    mapping.proposed_by = "github:jdoe";
    mapping.approved_by = "github:admin-a";
    mapping.created_at = parse_utc("2026-02-01T00:00:00Z").value();
    mapping.approved_at = parse_utc("2026-02-03T04:05:06Z").value();
    mapping.updated_at = *mapping.approved_at;
    return mapping;
}

}  // namespace kewp::publish
