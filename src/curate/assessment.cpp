#include "curate/assessment.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

/// A word of an answer and what it counts.
struct Choice {
    std::string_view word;
    double points;
};

constexpr std::array kBases = {Choice{"known", 3.0}, Choice{"likely", 2.0}, Choice{"possible", 1.0},
                               Choice{"uncertain", 0.0}};
constexpr std::array kSpecificities = {Choice{"specific", 2.0}, Choice{"includes", 1.0}, Choice{"loose", 0.0}};
constexpr std::array kCoverages = {Choice{"complete", 1.5}, Choice{"keysteps", 1.0}, Choice{"minor", 0.5}};
constexpr double kLevelBonus = 1.0;
constexpr double kPathwayHigh = 5.0;
constexpr double kPathwayMedium = 2.5;

constexpr double kConnectionWeight = 0.33;
constexpr double kSpecificityWeight = 0.33;
constexpr double kEvidenceWeight = 0.34;
constexpr double kGoHigh = 2.5;
constexpr double kGoMedium = 1.5;
constexpr int kHighestScore = 3;

template <std::size_t N>
constexpr std::array<std::string_view, N> words_of(std::array<Choice, N> const& choices)
{
    std::array<std::string_view, N> words;
    std::ranges::transform(choices, words.begin(), &Choice::word);
    return words;
}

constexpr std::array<std::string_view, 4> kRelationships = {"causative", "responsive", "bidirectional", "unclear"};
constexpr auto kBasisWords = words_of(kBases);
constexpr auto kSpecificityWords = words_of(kSpecificities);
constexpr auto kCoverageWords = words_of(kCoverages);
constexpr std::array<std::string_view, 6> kWikiPathwaysConnections = {"causative", "responsive", "bidirectional",
                                                                      "unclear",   "other",      "undefined"};
constexpr std::array<std::string_view, 4> kGoConnections = {"describes", "involves", "related", "context"};

std::optional<double> points_of(std::span<Choice const> choices, std::optional<std::string> const& answer)
{
    auto const found = std::ranges::find(choices, answer.value_or(""), &Choice::word);
    return found == choices.end() ? std::nullopt : std::optional(found->points);
}

bool has_bonus(std::string_view level)
{
    auto const lowered = text::ascii_lower(level);
    return std::ranges::any_of(std::array{"molecular", "cellular", "tissue"},
                               [&](char const* word) { return lowered.find(word) != std::string::npos; });
}

std::optional<Grade> grade_pathway(Assessment const& answers, std::string_view level)
{
    auto const basis = points_of(kBases, answers.basis);
    auto const specificity = points_of(kSpecificities, answers.specificity);
    auto const coverage = points_of(kCoverages, answers.coverage);
    if (!basis || !specificity || !coverage) {
        return std::nullopt;
    }
    auto const points = *basis + *specificity + *coverage + (has_bonus(level) ? kLevelBonus : 0.0);
    auto const confidence = points >= kPathwayHigh     ? Confidence::high
                            : points >= kPathwayMedium ? Confidence::medium
                                                       : Confidence::low;
    return Grade{confidence, points};
}

std::optional<Grade> grade_go(Assessment const& answers)
{
    if (!answers.connection_score || !answers.specificity_score || !answers.evidence_score) {
        return std::nullopt;
    }
    auto const points = kConnectionWeight * *answers.connection_score +
                        kSpecificityWeight * *answers.specificity_score + kEvidenceWeight * *answers.evidence_score;
    // Sums of hundredths: one that is 2.5 on paper must not fall below it in binary.
    auto const rounded = std::round(points * 100.0) / 100.0;
    auto const confidence = rounded >= kGoHigh     ? Confidence::high
                            : rounded >= kGoMedium ? Confidence::medium
                                                   : Confidence::low;
    return Grade{confidence, rounded};
}

void check_word(std::vector<FieldError>& errors, char const* field, std::optional<std::string> const& answer,
                std::span<std::string_view const> choices, bool belongs)
{
    if (!answer) {
        return;
    }
    if (!belongs) {
        errors.push_back({field, "is a question about pathways; a GO term is assessed by three scores"});
    } else if (std::ranges::find(choices, *answer) == choices.end()) {
        errors.push_back(
            {field, fmt::format("'{}' is not a choice; expected one of {}", *answer, fmt::join(choices, ", "))});
    }
}

void check_score(std::vector<FieldError>& errors, char const* field, std::optional<int> score, bool belongs)
{
    if (!score) {
        return;
    }
    if (!belongs) {
        errors.push_back({field, "is a score of GO terms; a pathway is assessed by four questions"});
    } else if (*score < 0 || *score > kHighestScore) {
        errors.push_back({field, fmt::format("{} is not a score; expected 0, 1, 2 or 3", *score)});
    }
}

}  // namespace

std::span<std::string_view const> relationships()
{
    return kRelationships;
}

std::span<std::string_view const> bases()
{
    return kBasisWords;
}

std::span<std::string_view const> specificities()
{
    return kSpecificityWords;
}

std::span<std::string_view const> coverages()
{
    return kCoverageWords;
}

std::span<std::string_view const> connection_types(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return kWikiPathwaysConnections;
        case Resource::go: return kGoConnections;
        case Resource::reactome: break;
    }
    return kRelationships;
}

std::optional<Grade> grade(Resource resource, Assessment const& answers, std::string_view level)
{
    return resource == Resource::go ? grade_go(answers) : grade_pathway(answers, level);
}

std::vector<FieldError> check_answers(Resource resource, Assessment const& answers)
{
    std::vector<FieldError> errors;
    auto const go = resource == Resource::go;
    check_word(errors, "relationship", answers.relationship, kRelationships, !go);
    check_word(errors, "basis", answers.basis, kBasisWords, !go);
    check_word(errors, "specificity", answers.specificity, kSpecificityWords, !go);
    check_word(errors, "coverage", answers.coverage, kCoverageWords, !go);
    check_score(errors, "connection_score", answers.connection_score, go);
    check_score(errors, "specificity_score", answers.specificity_score, go);
    check_score(errors, "evidence_score", answers.evidence_score, go);
    return errors;
}

std::optional<GoDirection> direction_of(std::string_view go_name)
{
    return store::go_direction_of_name(go_name);
}

std::optional<double> clean_score(std::optional<double> score)
{
    auto const usable = score && std::isfinite(*score) && *score >= 0.0 && *score <= 1.0;
    return usable ? score : std::nullopt;
}

}  // namespace kewp::curate
