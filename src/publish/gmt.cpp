#include "publish/gmt.hpp"

#include "base/text.hpp"
#include "publish/labels.hpp"
#include "publish/pieces.hpp"

#include <unordered_set>

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

/// The lines of Key Events, from mappings that come one Key Event after the other.
class KeyEventLines {
public:
    KeyEventLines(corpus::Corpus const& corpus, Pieces& pieces) : corpus_(corpus), pieces_(pieces) {}

    Result<void> add(store::MappingRecord const& mapping)
    {
        Result<void> state;
        if (event_ != mapping.pair.ke_id) {
            state = end_line();
            event_ = mapping.pair.ke_id;
        }
        title_ = mapping.claim.ke_title;  // where they differ, that of the oldest mapping: it comes last
        for (auto const gene : genes_of(mapping.pair.target_id, corpus_)) {
            if (seen_.insert(gene).second) {
                genes_.push_back(gene);
            }
        }
        return state;
    }

    Result<void> end_line()
    {
        if (event_ && !genes_.empty()) {
            pieces_.append(line_of(fmt::format("KE{}", event_->number()), title_, genes_));
            ++lines_;
        }
        genes_.clear();
        seen_.clear();
        return pieces_.flush();
    }

    [[nodiscard]] std::uint64_t lines() const { return lines_; }

private:
    corpus::Corpus const& corpus_;
    Pieces& pieces_;
    std::optional<KeId> event_;
    std::string title_;
    std::vector<std::string_view> genes_;  // they live as long as the corpus
    std::unordered_set<std::string_view> seen_;
    std::uint64_t lines_ = 0;
};

Result<std::uint64_t> write_key_events(store::Session& session, corpus::Corpus const& corpus,
                                       Selection const& selection, Pieces& pieces)
{
    KeyEventLines lines{corpus, pieces};
    auto written = each_mapping_by_key_event(session, selection, [&](auto const& mapping) {
                       return lines.add(mapping);
                   }).and_then([&] { return lines.end_line(); });
    return written ? Result<std::uint64_t>{lines.lines()} : fail(written.error());
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
