#include "suggest/ontology_tags.hpp"

#include "base/text.hpp"
#include "suggest/rounding.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/text_prep.hpp"

#include <algorithm>

namespace kewp::suggest {
namespace {

enum class Match : std::uint8_t { none, fuzzy, exact };

Match compare(std::string const& keyword, std::string const& tag, double threshold, bool autojunk)
{
    if (tag.find(keyword) != std::string::npos || keyword.find(tag) != std::string::npos) {
        return Match::exact;
    }
    if (sequence_ratio_bound(text::length(keyword), text::length(tag)) < threshold) {
        return Match::none;
    }
    return sequence_ratio(keyword, tag, autojunk) >= threshold ? Match::fuzzy : Match::none;
}

}  // namespace

void TagIndex::add(std::span<std::string const> tags)
{
    auto& own = of_pathway_.emplace_back();
    for (auto const& tag : tags) {
        auto cleaned = clean(tag);
        if (cleaned.empty()) {
            continue;
        }
        auto const known = std::ranges::find(clean_, cleaned);
        own.push_back(static_cast<std::uint32_t>(known - clean_.begin()));
        if (known == clean_.end()) {
            written_.push_back(tag);
            clean_.push_back(std::move(cleaned));
        }
    }
}

std::vector<TagScore> TagIndex::score(std::span<std::string const> keywords, config::OntologyTags const& options,
                                      bool autojunk) const
{
    std::vector<TagScore> scores(of_pathway_.size());
    if (!options.enabled) {
        return scores;
    }
    std::vector<bool> specific(of_pathway_.size());
    std::vector<Match> match(clean_.size());
    for (auto const& keyword : keywords) {
        for (std::size_t tag = 0; tag < clean_.size(); ++tag) {
            match[tag] = compare(keyword, clean_[tag], options.fuzzy_match_threshold, autojunk);
        }
        auto const generic = std::ranges::find(options.generic_keywords, keyword) != options.generic_keywords.end();
        for (std::size_t i = 0; i < of_pathway_.size(); ++i) {
            auto const& own = of_pathway_[i];
            auto const met = std::ranges::find_if(own, [&](auto tag) { return match[tag] != Match::none; });
            if (met == own.end()) {
                continue;
            }
            ++(match[*met] == Match::exact ? scores[i].exact : scores[i].fuzzy);
            scores[i].tags.push_back(written_[*met]);
            specific[i] = specific[i] || !generic;
        }
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
        auto& of_one = scores[i];
        auto const sum = static_cast<double>(of_one.exact) * options.exact_match_boost +
                         static_cast<double>(of_one.fuzzy) * options.fuzzy_match_boost;
        auto const capped = std::min(options.max_confidence, sum);
        of_one.score = specific[i] && capped >= options.min_threshold ? rounded(capped, 3) : 0.0;
    }
    return scores;
}

}  // namespace kewp::suggest
