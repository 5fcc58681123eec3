#include "suggest/suggester.hpp"

#include "base/text.hpp"
#include "suggest/evidence.hpp"
#include "suggest/kind_index.hpp"
#include "suggest/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

constexpr double kLeastThreshold = 0.1;

std::vector<TargetKind> kinds_of(Resource resource, Aspect aspect)
{
    switch (resource) {
        case Resource::wikipathways: return {TargetKind::wikipathways};
        case Resource::reactome: return {TargetKind::reactome};
        case Resource::go: break;
    }
    switch (aspect) {
        case Aspect::bp: return {TargetKind::go_bp};
        case Aspect::mf: return {TargetKind::go_mf};
        case Aspect::all: break;
    }
    return {TargetKind::go_bp, TargetKind::go_mf};
}

char const* title_of(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return "WikiPathways";
        case Resource::go: return "GO terms";
        case Resource::reactome: break;
    }
    return "Reactome pathways";
}

tl::unexpected<Error> no_targets(Resource resource)
{
    return fail(ErrorCode::unavailable,
                fmt::format("no {} are loaded; run 'kewp import {}'", title_of(resource), name_of(resource)));
}

void warn_of(Evidence const& evidence, Ranking const& ranking, corpus::Corpus const& corpus,
             config::ScoringConfig const& config, SuggestionList& list)
{
    auto const& index = evidence.index();
    if (ranking.degraded) {
        auto const reason = [&] {
            if (!config.embeddings_enabled) {
                return std::string{"embeddings are switched off in the scoring configuration"};
            }
            if (index.name_rows().empty() && index.text_rows().empty()) {
                return fmt::format("there are no vectors of targets ({})", name_of(index.kind()));
            }
            return fmt::format("{} has no vector to compare with {}", evidence.key_event().id.str(),
                               name_of(index.kind()));
        }();
        list.warnings.push_back(
            {"embeddings", "unavailable", reason + ": ranked by words, genes and ontology tags instead"});
    }
    if (!ranking.degraded && (index.name_hubs().pending() || index.text_hubs().pending())) {
        list.warnings.push_back({"hubs", "pending",
                                 fmt::format("which targets are near everything ({}) is still being learnt: the order "
                                             "will change within seconds",
                                             name_of(index.kind()))});
    }
    if (!index.has_genes() && !index.targets().empty()) {
        list.warnings.push_back({fmt::format("{}_genes", name_of(index.kind())), "unavailable",
                                 "the genes of these targets are not known: gene overlap does not count"});
    }
    if (!corpus.ke_genes_known() &&
        list.warnings.end() == std::ranges::find(list.warnings, "ke_genes", &Warning::source)) {
        list.warnings.push_back(
            {"ke_genes", "unavailable", "the genes of Key Events are not known: gene overlap does not count"});
    }
}

template <class T>
void append(std::vector<T>& list, std::vector<T>&& more)
{
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

struct Suggester::Kind {
    Kind(corpus::Corpus const& corpus, TargetKind kind, TargetEmbeddings const& embeddings,
         config::ScoringConfig const& config)
        : index(corpus, kind, embeddings, config), search(index)
    {
    }

    KindIndex index;
    TargetSearch search;
};

Suggester::Suggester(std::shared_ptr<corpus::Corpus const> corpus, Embeddings embeddings, config::ScoringConfig config,
                     Hubs when)
    : corpus_(std::move(corpus)),
      embeddings_(std::move(embeddings)),
      config_(std::move(config)),
      key_event_search_(*corpus_)
{
    for (auto const kind : corpus::kTargetKinds) {
        auto made = std::make_unique<Kind>(*corpus_, kind, embeddings_.of(kind), config_);
        if (config_.mode == config::RankingMode::fused && config_.embeddings_enabled) {
            correct_hubs(made->index, *corpus_, embeddings_, config_.fusion.hubs, when);
        }
        kinds_.push_back(std::move(made));
    }
}

Suggester::~Suggester() = default;

Suggester::Kind const& Suggester::of(TargetKind kind) const
{
    return *kinds_[static_cast<std::size_t>(kind)];
}

bool Suggester::has_targets(Resource resource) const
{
    return std::ranges::any_of(kinds_of(resource, Aspect::all),
                               [&](TargetKind kind) { return !corpus_->targets(kind).empty(); });
}

std::size_t Suggester::hub_corrections()
{
    return 2 * std::size(corpus::kTargetKinds);
}

void Suggester::make_hub_correction(std::size_t number) const
{
    suggest::make_hub_correction(kinds_.at(number / 2)->index, number % 2 == 0 ? Channel::name : Channel::text,
                                 *corpus_, embeddings_);
}

std::size_t Suggester::hub_corrections_pending() const
{
    std::size_t pending = 0;
    for (auto const& kind : kinds_) {
        pending += kind->index.name_hubs().pending() ? 1 : 0;
        pending += kind->index.text_hubs().pending() ? 1 : 0;
    }
    return pending;
}

bool Suggester::embeddings_ready(TargetKind kind) const
{
    auto const& index = of(kind).index;
    auto const targets = !index.name_rows().empty() || !index.text_rows().empty();
    return config_.embeddings_enabled && targets &&
           (embeddings_.ke_title || embeddings_.ke_text || embeddings_.ke_text_copy);
}

std::vector<std::string> Suggester::texts_to_encode(KeId ke) const
{
    auto const* const key_event = corpus_->find(ke);
    bool const stored = embeddings_.ke_title && !embeddings_.ke_title->vector_of(ke.str()).empty();
    if (key_event == nullptr || stored || !config_.embeddings_enabled || !embeddings_.any_target()) {
        return {};
    }
    return texts_of_vectors(*key_event, embeddings_.origin.profile, config_.entities);
}

Result<SuggestionList> Suggester::suggest(Resource resource, KeId ke, SuggestOptions const& options) const
{
    auto const* const key_event = corpus_->find(ke);
    if (key_event == nullptr) {
        return fail(ErrorCode::not_found, fmt::format("{} is not among the Key Events", ke.str()));
    }
    if (!has_targets(resource)) {
        return no_targets(resource);
    }
    SuggestionList list;
    list.key_event = key_event;
    list.ranking_mode = name_of(config_.mode);
    for (auto const kind : kinds_of(resource, options.aspect)) {
        auto const& index = of(kind).index;
        if (index.targets().empty()) {
            continue;
        }
        auto const limit = std::min<std::size_t>(options.limit, index.scoring().max_results);
        auto const choice = choice_of(index.scoring(), options.without_description);
        Evidence const evidence{index, *key_event, vectors_of(embeddings_, ke, kind, choice, options.fresh), config_,
                                options.explain ? Reach::all : Reach::suggested};
        auto ranking = rank(evidence, options.method, limit, config_, options.explain ? Explain::yes : Explain::no);
        append(list.filtered_out, std::move(ranking.filtered_out));
        list.total += ranking.total;
        list.ranking_mode = ranking.degraded ? "degraded" : list.ranking_mode;
        warn_of(evidence, ranking, *corpus_, config_, list);
        append(list.suggestions, std::move(ranking.suggestions));
        if (options.lists_by_signal) {
            append(list.by_gene, rank(evidence, Method::gene, limit, config_).suggestions);
            if (evidence.available()[Signal::embedding] > 0) {
                append(list.by_embedding, rank(evidence, Method::embedding, limit, config_).suggestions);
            }
            append(list.by_ontology, rank_by_tags(evidence, limit, config_).suggestions);
        }
    }
    std::ranges::stable_sort(list.suggestions, std::greater{}, &Suggestion::score);
    list.suggestions.erase(
        list.suggestions.begin() + static_cast<std::ptrdiff_t>(std::min(options.limit, list.suggestions.size())),
        list.suggestions.end());
    return list;
}

Result<SearchResult> Suggester::search(Resource resource, std::string_view query, SearchOptions const& options) const
{
    if (!has_targets(resource)) {
        return no_targets(resource);
    }
    SearchResult result;
    result.query = text::trim(query);
    auto const usable =
        std::isfinite(options.threshold) && options.threshold >= kLeastThreshold && options.threshold <= 1.0;
    result.threshold = usable ? options.threshold : kDefaultSearchThreshold;
    auto const kinds = kinds_of(resource, options.aspect);
    auto id = target_id_in(resource, result.query);
    auto const is_id = id.has_value();
    if (!id && resource == Resource::wikipathways) {
        id = target_id_in(resource, "WP" + result.query);  // bare digits; text when there is no such pathway
    }
    for (auto const kind : kinds) {
        if (auto const hit = id && result.hits.empty() ? of(kind).search.by_id(*id) : std::nullopt) {
            result.hits.push_back(*hit);
        }
    }
    result.by_id = is_id || !result.hits.empty();
    if (!result.by_id) {
        for (auto const kind : kinds) {
            auto const& search = of(kind).search;
            auto more = search.find(result.query, result.threshold, options.limit, config_.search_autojunk);
            search.add_meaning(more, options.vector, result.threshold, options.limit);
            result.hits.insert(result.hits.end(), std::make_move_iterator(more.begin()),
                               std::make_move_iterator(more.end()));
        }
    }
    sort_hits(result.hits);
    result.hits.resize(std::min(options.limit, result.hits.size()));
    return result;
}

std::vector<KeyEventHit> Suggester::search_key_events(std::string_view query, std::size_t limit,
                                                      std::span<float const> query_vector) const
{
    auto const& titles = embeddings_.ke_title;
    if (query_vector.empty() || !titles || titles->cols() != query_vector.size()) {
        return key_event_search_.find(query, limit);
    }
    return key_event_search_.find(query, limit, similar_key_events(*titles, *corpus_, query_vector));
}

std::string Suggester::query_text(std::string_view query) const
{
    return key_event_text(query, embeddings_.origin.profile);
}

}  // namespace kewp::suggest
