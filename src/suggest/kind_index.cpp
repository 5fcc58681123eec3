#include "suggest/kind_index.hpp"

#include "base/text.hpp"
#include "suggest/go_post.hpp"
#include "suggest/text_prep.hpp"

#include <algorithm>
#include <numeric>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

/// The number of genes that the size filter looks at: for GO those of descendants count, as when the
/// reference chose its terms.
std::optional<std::size_t> size_of(corpus::Target const& target)
{
    if (target.propagated_gene_count) {
        return *target.propagated_gene_count;
    }
    return target.gene_count();
}

/// Descriptions hold tags and entities only now and then; looking is cheaper than parsing.
std::string plain(std::string const& text)
{
    return text.find_first_of("<&") == std::string::npos ? std::string{} : text::strip_html(text);
}

}  // namespace

config::TargetScoring const& scoring_of(config::ScoringConfig const& config, TargetKind kind)
{
    switch (kind) {
        case TargetKind::wikipathways: return config.wikipathways;
        case TargetKind::go_bp: return config.go_bp;
        case TargetKind::go_mf: return config.go_mf;
        case TargetKind::reactome: break;
    }
    return config.reactome;
}

KindIndex::KindIndex(corpus::Corpus const& corpus, TargetKind kind, TargetEmbeddings const& embeddings,
                     config::ScoringConfig const& config)
    : targets_(&corpus.targets(kind)), genes_(&corpus.genes()), scoring_(&scoring_of(config, kind))
{
    index_genes(corpus.genes().size());
    index_words();
    mark_eligible(config.gene_set_size);
    name_rows_ = rows_of(embeddings.name);
    text_rows_ = rows_of(embeddings.text);
}

void KindIndex::index_genes(std::size_t genes)
{
    begin_.assign(genes + 1, 0);
    bool known = false;
    for (auto const& target : targets_->all()) {
        known = known || target.genes_known;
        for (auto const gene : target.genes) {
            ++begin_[gene + 1];
        }
    }
    auto const population = std::ranges::count_if(begin_, [](auto count) { return count > 0; });
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    with_gene_.resize(begin_.back());
    auto next = begin_;
    for (std::uint32_t i = 0; i < targets_->size(); ++i) {
        for (auto const gene : (*targets_)[i].genes) {
            with_gene_[next[gene]++] = i;
        }
    }
    if (known) {
        test_.emplace(static_cast<std::size_t>(population));
    }
}

void KindIndex::index_words()
{
    LexicalIndex::Builder builder;
    std::vector<std::string_view> synonyms;
    clean_names_.reserve(size());
    for (auto const& target : targets_->all()) {
        synonyms.clear();
        for (auto const& synonym : target.synonyms) {
            synonyms.emplace_back(synonym.text);
        }
        auto const stripped = plain(target.description);
        builder.add(target.title, synonyms, stripped.empty() ? target.description : stripped);
        clean_names_.push_back(clean(target.title));
        if (kind() == TargetKind::wikipathways) {
            tags_.add(target.tags);
        }
    }
    lexical_ = std::move(builder).build();
}

void KindIndex::mark_eligible(config::GeneSetSize const& size)
{
    auto const is_go = resource_of(kind()) == Resource::go;
    // Without any sizes the filter would leave nothing to suggest.
    auto const sizes_known = std::ranges::any_of(targets_->all(), [](auto const& t) { return size_of(t).has_value(); });
    exclusion_.reserve(targets_->size());
    for (auto const& target : targets_->all()) {
        auto exclusion = Exclusion::none;
        if (scoring_->size_filter && sizes_known && !(is_go && is_kept_despite_size(target.id))) {
            auto const genes = size_of(target);
            exclusion = !genes                    ? Exclusion::size_unknown
                        : *genes < size.min_genes ? Exclusion::too_few_genes
                        : *genes > size.max_genes ? Exclusion::too_many_genes
                                                  : Exclusion::none;
        }
        if (is_go && scoring_->directionality.exclude_signed_terms && is_signed_go_name(target.title)) {
            exclusion = Exclusion::states_direction;
        }
        exclusion_.push_back(exclusion);
    }
}

std::optional<std::size_t> KindIndex::filtered_size(std::size_t target) const
{
    return size_of((*targets_)[target]);
}

TargetRows KindIndex::rows_of(std::optional<embed::EmbeddingSet> const& set) const
{
    TargetRows rows;
    if (!set) {
        return rows;
    }
    rows.matrix = set->matrix();
    rows.row.assign(size(), -1);
    for (std::size_t row = 0; row < set->size(); ++row) {
        auto const id = TargetId::parse(resource_of(kind()), set->ids()[row]);
        auto const target = id ? targets_->index_of(*id) : std::nullopt;
        if (target) {
            rows.row[*target] = static_cast<std::int32_t>(row);
        }
    }
    for (auto const row : set->zero_rows()) {
        std::ranges::replace(rows.row, static_cast<std::int32_t>(row), -1);
    }
    std::vector<std::size_t> suggested;
    for (std::size_t target = 0; target < size(); ++target) {
        if (can_be_suggested(target) && rows.row[target] >= 0) {
            suggested.push_back(static_cast<std::size_t>(rows.row[target]));
        }
    }
    std::ranges::sort(suggested);
    for (auto const row : suggested) {
        if (!rows.suggested.empty() && rows.suggested.back().end == row) {
            ++rows.suggested.back().end;
        } else {
            rows.suggested.push_back({row, row + 1});
        }
    }
    return rows;
}

void KindIndex::set_hub_corrections(HubCorrection name, HubCorrection text)
{
    name_hubs_ = std::move(name);
    text_hubs_ = std::move(text);
}

std::vector<std::uint32_t> KindIndex::count_hits(std::span<corpus::Gene const> genes) const
{
    std::vector<std::uint32_t> hits(size());
    for (auto const gene : genes) {
        for (auto at = begin_[gene]; at < begin_[gene + 1]; ++at) {
            ++hits[with_gene_[at]];
        }
    }
    return hits;
}

std::size_t KindIndex::annotated(std::span<corpus::Gene const> genes) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(genes, [&](auto gene) { return begin_[gene + 1] > begin_[gene]; }));
}

}  // namespace kewp::suggest
