#include "suggest/go_post.hpp"

#include "suggest/rounding.hpp"

#include <algorithm>
#include <array>

namespace kewp::suggest {
namespace {

// GO:0006954 inflammatory response, 8219 cell death, 6915 apoptotic process, 12501 programmed cell death,
// 6974 DNA damage response, 72593 reactive oxygen species metabolism, 6979 response to oxidative stress.
constexpr auto kKept = std::to_array<std::uint32_t>({6954, 8219, 6915, 12501, 6974, 72593, 6979});

}  // namespace

bool is_kept_despite_size(TargetId go_id)
{
    return std::ranges::find(kKept, go_id.number()) != kKept.end();
}

double boost_by_information(double score, double ic, double weight, double max_score)
{
    return rounded(std::min(max_score, score * (1.0 + weight * ic)), 4);
}

bool is_regulation(std::string_view clean_name)
{
    return clean_name.starts_with("regulation of ");
}

double title_factor(NameMatch match, std::string_view clean_name, config::TitleMatch const& options)
{
    auto factor = is_regulation(clean_name) ? options.regulation_penalty : 1.0;
    if (match == NameMatch::equal) {
        factor *= options.equal_boost;
    } else if (match == NameMatch::phrase) {
        factor *= options.phrase_boost;
    }
    return factor;
}

std::optional<bool> direction_matches(Direction key_event, Direction term)
{
    if (key_event == Direction::unspecified || term == Direction::unspecified) {
        return std::nullopt;
    }
    return key_event == term;
}

double direction_factor(std::optional<bool> matches, config::Directionality const& options)
{
    if (!matches) {
        return 1.0;
    }
    return *matches ? options.match_boost : options.mismatch_penalty;
}

std::vector<std::size_t> pick_without_redundant_ancestors(
    std::span<RankedTerm const> terms, std::size_t limit, double threshold,
    std::function<bool(std::size_t, std::size_t)> const& is_ancestor,
    std::vector<std::pair<std::size_t, std::size_t>>* dropped)
{
    auto const says_no_more = [&](RankedTerm const& ancestor, RankedTerm const& descendant) {
        return !ancestor.is_the_title && ancestor.score < descendant.score * (1.0 + threshold) &&
               is_ancestor(ancestor.target, descendant.target);
    };
    std::vector<std::size_t> picked;
    for (std::size_t i = 0; i < terms.size() && picked.size() < limit; ++i) {
        auto const& newcomer = terms[i];
        auto const note = [&](std::size_t ancestor, std::size_t descendant) {
            if (dropped != nullptr) {
                dropped->emplace_back(ancestor, descendant);
            }
            return true;
        };
        if (std::ranges::any_of(picked, [&](auto p) { return says_no_more(newcomer, terms[p]) && note(i, p); })) {
            continue;
        }
        std::erase_if(picked, [&](auto p) { return says_no_more(terms[p], newcomer) && note(p, i); });
        picked.push_back(i);
    }
    return picked;
}

}  // namespace kewp::suggest
