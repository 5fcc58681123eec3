#include "suggest/evidence.hpp"

#include "base/text.hpp"
#include "suggest/rounding.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/text_prep.hpp"
#include "suggest/top_k.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

constexpr LexicalOptions kTitleLookup{.prefixes = false, .typos = true};
constexpr float kWorthComparing = 0.5F;  // lexical score from which names are compared letter by letter
constexpr float kNotRanked = std::numeric_limits<float>::quiet_NaN();
constexpr double kNearlyTheName = 0.85;  // `sequence_ratio` from which a name counts as a spelling of the title

std::vector<float> vector_in(std::optional<embed::EmbeddingSet> const& set, std::string const& id)
{
    return set ? normalised(set->vector_of(id)) : std::vector<float>{};
}

std::vector<float> first_of(std::initializer_list<std::optional<embed::EmbeddingSet> const*> sets,
                            std::string const& id)
{
    for (auto const* const set : sets) {
        if (auto found = vector_in(*set, id); !found.empty()) {
            return found;
        }
    }
    return {};
}

std::vector<float> cosines_or_none(TargetRows const& rows, std::vector<float> const& vector, Reach reach)
{
    if (rows.suggested.empty() || vector.empty()) {
        return {};
    }
    auto values = reach == Reach::all ? cosines(rows.matrix, vector) : suggested_cosines(rows, vector);
    return is_constant(values) ? std::vector<float>{} : values;  // a constant would rank by the order of ids
}

std::optional<double> channel(TargetRows const& rows, std::vector<float> const& cosine, std::size_t target,
                              config::ScoreTransform const& transform)
{
    if (cosine.empty() || rows.row[target] < 0) {
        return std::nullopt;
    }
    auto const value = cosine[static_cast<std::size_t>(rows.row[target])];
    return std::isnan(value) ? std::nullopt : std::optional{transform_cosine(static_cast<double>(value), transform)};
}

}  // namespace

std::vector<float> normalised(std::span<float const> vector)
{
    double squares = 0.0;
    for (auto const value : vector) {
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    if (!(squares > 0.0) || !std::isfinite(squares)) {
        return {};
    }
    auto const norm = std::sqrt(squares);
    std::vector<float> unit(vector.size());
    std::ranges::transform(vector, unit.begin(),
                           [&](float value) { return static_cast<float>(static_cast<double>(value) / norm); });
    return unit;
}

std::vector<std::string> texts_of_vectors(corpus::KeyEvent const& ke, TextProfile profile,
                                          config::EntityExtraction const& options)
{
    auto const title = key_event_text(ke.title, profile);
    return {title, profile == TextProfile::reference ? entities(title, options) : title,
            key_event_text(ke.title, ke.description, profile)};
}

VectorChoice choice_of(config::TargetScoring const& scoring, bool without_description)
{
    return {scoring.use_ke_description && !without_description, scoring.name_from_title};
}

KeyEventVectors vectors_of(Embeddings const& embeddings, KeId ke, TargetKind kind, VectorChoice choice,
                           FreshVectors const& fresh)
{
    auto const id = ke.str();
    KeyEventVectors vectors;
    if (choice.use_description) {
        vectors.text = first_of({&embeddings.ke_text, &embeddings.ke_text_copy, &embeddings.ke_title}, id);
    } else {
        vectors.text = vector_in(embeddings.ke_title, id);
    }
    auto const or_fresh = [](std::vector<float>& vector, std::vector<float> const& instead) {
        if (vector.empty()) {
            vector = normalised(instead);
        }
    };
    or_fresh(vectors.text, choice.use_description ? fresh.text : fresh.title);
    switch (kind) {
        case TargetKind::wikipathways:
            vectors.name = first_of({&embeddings.ke_title_entities, &embeddings.ke_title}, id);
            or_fresh(vectors.name, fresh.title_for_pathways);
            break;
        case TargetKind::reactome:
            vectors.name = vector_in(embeddings.ke_title, id);
            or_fresh(vectors.name, fresh.title);
            break;
        case TargetKind::go_bp:
        case TargetKind::go_mf:
            if (choice.name_from_title) {
                vectors.name = vector_in(embeddings.ke_title, id);
                or_fresh(vectors.name, fresh.title);
            } else {
                vectors.name = vectors.text;
            }
            break;
    }
    return vectors;
}

namespace {

/// Those of all Key Events for a channel, row after row.
std::vector<float> vectors_of_all(KindIndex const& index, Channel channel, corpus::Corpus const& corpus,
                                  Embeddings const& embeddings)
{
    std::vector<float> all;
    for (auto const& ke : corpus.key_events()) {
        auto const vectors = vectors_of(embeddings, ke.id, index.kind(), choice_of(index.scoring()));
        auto const& one = channel == Channel::name ? vectors.name : vectors.text;
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

}  // namespace

void correct_hubs(KindIndex& index, corpus::Corpus const& corpus, Embeddings const& embeddings,
                  config::HubCorrection const& options, Hubs when)
{
    // All Key Events have vectors or hardly any: how many matters only where there are fewer than ten.
    std::size_t key_events = 0;
    for (auto const* const set : {&embeddings.ke_title, &embeddings.ke_text, &embeddings.ke_text_copy}) {
        key_events = std::max(key_events, *set ? (*set)->size() : 0);
    }
    index.set_hub_corrections({index.name_rows(), key_events, options}, {index.text_rows(), key_events, options});
    if (when == Hubs::now) {
        make_hub_correction(index, Channel::name, corpus, embeddings);
        make_hub_correction(index, Channel::text, corpus, embeddings);
    }
}

void make_hub_correction(KindIndex const& index, Channel channel, corpus::Corpus const& corpus,
                         Embeddings const& embeddings)
{
    auto const is_name = channel == Channel::name;
    auto const& hubs = is_name ? index.name_hubs() : index.text_hubs();
    if (hubs.pending()) {
        hubs.make(is_name ? index.name_rows() : index.text_rows(), vectors_of_all(index, channel, corpus, embeddings));
    }
}

std::vector<float> lexical_scores(KindIndex const& index, LexicalIndex::Query const& query, std::string const& title,
                                  bool autojunk)
{
    std::vector<float> scores(index.size());
    auto const title_length = text::length(title);
    for (auto const& hit : index.lexical().find(query)) {
        auto& score = scores[hit.document];
        score = hit.score;
        if (score < kWorthComparing || hit.name_coverage < kWorthComparing) {
            continue;
        }
        auto const& target = index.clean_name(hit.document);
        if (target == title) {
            score = 1.0F;
        } else if (sequence_ratio_bound(title_length, text::length(target)) >= kNearlyTheName) {
            if (auto const ratio = sequence_ratio(title, target, autojunk); ratio >= kNearlyTheName) {
                score = std::max(score, static_cast<float>(ratio));
            }
        }
    }
    return scores;
}

Evidence::Evidence(KindIndex const& index, corpus::KeyEvent const& ke, KeyEventVectors const& vectors,
                   config::ScoringConfig const& config, Reach reach)
    : index_(&index), ke_(&ke), config_(&config), hits_(index.count_hits(ke.genes)), vectors_(vectors)
{
    auto const title = clean(strip_direction(ke.title));
    if (config.embeddings_enabled) {
        name_cosines_ = cosines_or_none(index.name_rows(), vectors.name, reach);
        text_cosines_ = cosines_or_none(index.text_rows(), vectors.text, reach);
    }
    lexical_query_ = index.lexical().prepare(strip_direction(ke.title), kTitleLookup);
    lexical_ = lexical_scores(index, lexical_query_, title, config.search_autojunk);
    auto const words = keywords(ke.title);
    if (index.kind() == TargetKind::wikipathways) {
        tags_ = index.tags().score(words, config.ontology, config.search_autojunk);
    }
    available_[Signal::gene] = !ke.genes.empty() && index.has_genes() ? 1 : 0;
    available_[Signal::lexical] = lexical_query_.empty() ? 0 : 1;
    available_[Signal::embedding] = name_cosines_.empty() && text_cosines_.empty() ? 0 : 1;
    available_[Signal::ontology] = index.tags().empty() || !config.ontology.enabled || words.empty() ? 0 : 1;
}

Overlap Evidence::overlap(std::size_t target) const
{
    return {hits_[target], ke_->genes.size(), index_->targets()[target].genes.size()};
}

double Evidence::gene_signal(std::size_t target) const
{
    if (hits_[target] == 0) {
        return 0.0;
    }
    auto const& scoring = index_->scoring();
    auto const score = index_->kind() == TargetKind::wikipathways
                           ? rounded(pathway_gene_score(overlap(target), config_->gene_scoring), 3)
                           : set_gene_score(overlap(target), scoring.gene_min_term_size);
    return score >= scoring.gene_min_threshold ? score : 0.0;
}

ChannelScores Evidence::channels(std::size_t target) const
{
    return {channel(index_->name_rows(), name_cosines_, target, config_->transform),
            channel(index_->text_rows(), text_cosines_, target, config_->transform)};
}

double Evidence::embedding_signal(std::size_t target) const
{
    auto const score = combine_channels(channels(target), index_->scoring().name_weight).value_or(0.0);
    return score >= index_->scoring().embedding_min_threshold ? score : 0.0;
}

std::vector<float> Evidence::corrected_similarities(ChannelMix mix) const
{
    auto const of = [&](TargetRows const& rows, HubCorrection const& hubs, std::vector<float> const& plain,
                        std::vector<float> const& vector) {
        if (plain.empty() || hubs.empty()) {
            return plain;
        }
        auto corrected = hubs.similarities(rows, vector, plain);
        return is_constant(corrected) ? std::vector<float>{} : corrected;
    };
    auto const name = of(index_->name_rows(), index_->name_hubs(), name_cosines_, vectors_.name);
    auto const text = of(index_->text_rows(), index_->text_hubs(), text_cosines_, vectors_.text);
    auto const exponent = static_cast<float>(mix.exponent);
    auto const value = [&](TargetRows const& rows, std::vector<float> const& by_row, std::size_t target) {
        auto const similarity =
            by_row.empty() || rows.row[target] < 0 ? kNotRanked : by_row[static_cast<std::size_t>(rows.row[target])];
        return std::pow(std::clamp((1.0F + similarity) / 2.0F, 0.0F, 1.0F), exponent);  // a NaN stays one
    };
    if (name.empty() && text.empty()) {
        return {};
    }
    std::vector<float> combined(index_->size(), kNotRanked);
    auto const weight = static_cast<float>(mix.name_weight);
    for (std::size_t target = 0; target < index_->size(); ++target) {
        if (!index_->can_be_suggested(target)) {
            continue;  // may have a cosine, for explanations
        }
        auto const by_name = value(index_->name_rows(), name, target);
        auto const by_text = value(index_->text_rows(), text, target);
        combined[target] = std::isnan(by_name)   ? by_text
                           : std::isnan(by_text) ? by_name
                                                 : weight * by_name + (1.0F - weight) * by_text;
    }
    return combined;
}

std::array<std::vector<float>, std::size(kSignals)> Evidence::ranking_values(ChannelMix mix) const
{
    std::array<std::vector<float>, std::size(kSignals)> values;
    auto const fill = [&](Signal signal, auto const& of_target) {
        if (!(available_[signal] > 0)) {
            return;
        }
        auto& by_target = values[static_cast<std::size_t>(signal)];
        by_target.assign(index_->size(), kNotRanked);
        for (std::size_t target = 0; target < index_->size(); ++target) {
            auto const value = index_->can_be_suggested(target) ? static_cast<float>(of_target(target)) : 0.0F;
            by_target[target] = value > 0 ? value : kNotRanked;
        }
    };
    fill(Signal::gene, [&](std::size_t target) { return gene_signal(target); });
    fill(Signal::lexical, [&](std::size_t target) { return lexical_[target]; });
    fill(Signal::ontology, [&](std::size_t target) { return tags(target).score; });
    values[static_cast<std::size_t>(Signal::embedding)] = corrected_similarities(mix);
    return values;
}

SignalValues Evidence::signals(std::size_t target) const
{
    SignalValues values;
    values[Signal::gene] = gene_signal(target);
    values[Signal::lexical] = static_cast<double>(lexical_[target]);
    values[Signal::embedding] = embedding_signal(target);
    values[Signal::ontology] = tags_.empty() ? 0.0 : tags_[target].score;
    return values;
}

TagScore const& Evidence::tags(std::size_t target) const
{
    static TagScore const none;
    return tags_.empty() ? none : tags_[target];
}

}  // namespace kewp::suggest
