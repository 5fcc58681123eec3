#include "suggest/evidence.hpp"

#include "base/text.hpp"
#include "suggest/rounding.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/text_prep.hpp"
#include "suggest/top_k.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

constexpr LexicalOptions kTitleLookup{.prefixes = false, .typos = true};
constexpr float kWorthComparing = 0.5F;  // lexical score from which names are compared letter by letter
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

std::vector<float> cosines_or_none(TargetRows const& rows, std::vector<float> const& vector)
{
    return rows.empty() || vector.empty() ? std::vector<float>{} : cosines(rows.matrix, vector);
}

std::optional<double> channel(TargetRows const& rows, std::vector<float> const& cosine, std::size_t target,
                              config::ScoreTransform const& transform)
{
    if (cosine.empty() || rows.row[target] < 0) {
        return std::nullopt;
    }
    return transform_cosine(cosine[static_cast<std::size_t>(rows.row[target])], transform);
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

KeyEventVectors vectors_of(Embeddings const& embeddings, KeId ke, TargetKind kind, bool use_description,
                           FreshVectors const& fresh)
{
    auto const id = ke.str();
    KeyEventVectors vectors;
    if (use_description) {
        vectors.text = first_of({&embeddings.ke_text, &embeddings.ke_text_copy, &embeddings.ke_title}, id);
    } else {
        vectors.text = vector_in(embeddings.ke_title, id);
    }
    auto const or_fresh = [](std::vector<float>& vector, std::vector<float> const& instead) {
        if (vector.empty()) {
            vector = normalised(instead);
        }
    };
    or_fresh(vectors.text, use_description ? fresh.text : fresh.title);
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
        case TargetKind::go_mf: vectors.name = vectors.text; break;
    }
    return vectors;
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
                   config::ScoringConfig const& config)
    : index_(&index), ke_(&ke), config_(&config), hits_(index.count_hits(ke.genes))
{
    auto const title = clean(strip_direction(ke.title));
    if (config.embeddings_enabled) {
        name_cosines_ = cosines_or_none(index.name_rows(), vectors.name);
        text_cosines_ = cosines_or_none(index.text_rows(), vectors.text);
    }
    lexical_query_ = index.lexical().prepare(title, kTitleLookup);
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
