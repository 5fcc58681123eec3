#include "publish/gmt.hpp"

#include "base/text.hpp"
#include "publish/labels.hpp"
#include "publish/pieces.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <span>
#include <unordered_set>
#include <vector>

namespace kewp::publish {
namespace {

/// Bytewise order is that of the annotation files, and the same wherever a symbol was first seen.
std::vector<std::string_view> genes_of(TargetId id, corpus::Corpus const& corpus)
{
    std::vector<std::string_view> symbols;
    auto const* const target = corpus.find_target(id);
    if (target == nullptr) {
        return symbols;
    }
    auto const& genes = target->direct_gene_count ? target->direct_genes : target->genes;
    for (auto const gene : genes) {
        symbols.emplace_back(corpus.genes().symbol(gene));
    }
    std::ranges::sort(symbols);
    return symbols;
}

std::string line_of(std::string name, std::string_view description, std::span<std::string_view const> genes)
{
    auto line = std::move(name) + '\t' + one_line(description);
    for (auto const gene : genes) {
        line += '\t';
        line += gene;
    }
    return line + '\n';
}

/// What a line of a Key Event is made from: eight bytes for each mapping are all that is kept of it.
struct KeyEventTargets {
    std::string title;  // where they differ, that of the oldest mapping
    std::vector<TargetId> targets;
};

std::vector<std::string_view> union_of_genes(std::span<TargetId const> targets, corpus::Corpus const& corpus)
{
    std::vector<std::string_view> genes;
    std::unordered_set<std::string_view> seen;  // symbols live as long as the corpus
    for (auto const target : targets) {
        for (auto const gene : genes_of(target, corpus)) {
            if (seen.insert(gene).second) {
                genes.push_back(gene);
            }
        }
    }
    return genes;
}

Result<std::uint64_t> write_key_events(store::Session& session, corpus::Corpus const& corpus,
                                       Selection const& selection, Pieces& pieces)
{
    std::map<KeId, KeyEventTargets> events;
    auto const read = each_mapping(session, selection, [&](store::MappingRecord const& mapping) -> Result<void> {
        auto& event = events[mapping.pair.ke_id];
        event.title = mapping.claim.ke_title;  // the oldest comes last
        event.targets.push_back(mapping.pair.target_id);
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    std::uint64_t lines = 0;
    for (auto const& [event, of_event] : events) {
        auto const genes = union_of_genes(of_event.targets, corpus);
        if (genes.empty()) {
            continue;
        }
        pieces.append(line_of(fmt::format("KE{}", event.number()), of_event.title, genes));
        ++lines;
        if (auto flushed = pieces.flush(); !flushed) {
            return fail(flushed.error());
        }
    }
    return lines;
}

Result<std::uint64_t> write_mappings(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                                     Pieces& pieces)
{
    std::uint64_t lines = 0;
    auto written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        auto const line = gmt_line(mapping, corpus);
        lines += line.empty() ? 0U : 1U;
        pieces.append(line);
        return pieces.flush();
    });
    return written ? Result<std::uint64_t>{lines} : fail(written.error());
}

}  // namespace

std::string gmt_line(store::MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const genes = genes_of(mapping.pair.target_id, corpus);
    if (genes.empty()) {
        return {};
    }
    auto description = mapping.claim.target_title;
    if (mapping.go_direction) {
        description += fmt::format(" | direction:{}", store::name_of(*mapping.go_direction));
    }
    return line_of(fmt::format("KE{}_{}_{}", mapping.pair.ke_id.number(), text::ascii_slug(mapping.claim.ke_title),
                               mapping.pair.target_id.str()),
                   description, genes);
}

Result<void> write_gmt(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                       GmtLines lines, Sink const& sink)
{
    Pieces pieces{sink};
    auto const count = lines == GmtLines::per_mapping ? write_mappings(session, corpus, selection, pieces)
                                                      : write_key_events(session, corpus, selection, pieces);
    if (!count) {
        return fail(count.error());
    }
    if (*count == 0) {
        return fail(ErrorCode::unavailable, fmt::format("No {} mappings available ({}), or no genes of their targets",
                                                        label_of(selection.resource), tier_text(selection)));
    }
    return pieces.finish();
}

}  // namespace kewp::publish
