#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/records.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kewp::curate {

using store::Assessment;
using store::Confidence;
using store::GoDirection;

/// The words that may be chosen, in the order in which a page shows them.
[[nodiscard]] std::span<std::string_view const> relationships();
[[nodiscard]] std::span<std::string_view const> bases();
[[nodiscard]] std::span<std::string_view const> specificities();
[[nodiscard]] std::span<std::string_view const> coverages();
/// WikiPathways: the relationships and `other`, `undefined`; GO: `describes`, `involves`, `related`, `context`;
/// Reactome: as the relationships.
[[nodiscard]] std::span<std::string_view const> connection_types(Resource resource);

/// What the answers add up to.
struct Grade {
    Confidence confidence = Confidence::low;
    double points = 0.0;  ///< four questions: 0 to 7.5; GO: 0 to 3
};

/// The confidence that follows from the answers; nothing while a question that counts is open.
///
/// WikiPathways, Reactome: basis (known 3, likely 2, possible 1, uncertain 0) + specificity (specific 2,
/// includes 1, loose 0) + coverage (complete 1.5, keysteps 1, minor 0.5) + 1 when the biological level of the
/// Key Event is molecular, cellular or tissue; high from 5, medium from 2.5. The relationship does not count.
/// GO: 0.33 connection + 0.33 specificity + 0.34 evidence, each 0 to 3; high from 2.5, medium from 1.5.
[[nodiscard]] std::optional<Grade> grade(Resource resource, Assessment const& answers, std::string_view level);

/// One message per answer that is not among the choices, or belongs to another resource.
[[nodiscard]] std::vector<FieldError> check_answers(Resource resource, Assessment const& answers);

/// `positive regulation of …` and `negative regulation of …` at the start of a GO name say a direction.
[[nodiscard]] std::optional<GoDirection> direction_of(std::string_view go_name);

/// A finite score from 0 to 1, else nothing: the score is the page's word, not worth an error.
[[nodiscard]] std::optional<double> clean_score(std::optional<double> score);

}  // namespace kewp::curate
