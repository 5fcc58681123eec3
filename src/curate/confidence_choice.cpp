#include "curate/confidence_choice.hpp"

#include "base/text.hpp"
#include "curate/assessment.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::curate {

std::optional<store::Confidence> settle_confidence(Resource resource, store::Claim& claim, std::string_view level,
                                                   std::string_view chosen, std::optional<std::string> reason,
                                                   std::vector<FieldError>& errors)
{
    auto const computed = grade(resource, claim.assessment, level);
    claim.computed_confidence = computed ? std::optional(computed->confidence) : std::nullopt;
    claim.override_reason.reset();
    chosen = text::trim(chosen);
    if (chosen.empty()) {
        if (!computed) {
            errors.push_back({"confidence", "is missing: answer all questions, or choose low, medium or high"});
        }
        return claim.computed_confidence;
    }
    auto const word = store::parse_confidence(chosen);
    if (!word) {
        errors.push_back({"confidence", word.error().message});
        return std::nullopt;
    }
    if (computed && computed->confidence != *word) {
        if (!reason) {
            errors.push_back(
                {"override_reason", fmt::format("is missing: say why the confidence is {} although the "
                                                "answers add up to {}",
                                                store::name_of(*word), store::name_of(computed->confidence))});
        }
        claim.override_reason = std::move(reason);
    }
    return *word;
}

void settle_connection(Resource resource, store::Claim& claim, std::string_view chosen, std::vector<FieldError>& errors)
{
    auto const word = text::ascii_lower(text::trim(chosen));
    auto const choices = connection_types(resource);
    if (!word.empty() && std::ranges::find(choices, word) == choices.end()) {
        errors.push_back({"connection_type",
                          fmt::format("'{}' is not a choice; expected one of {}", chosen, fmt::join(choices, ", "))});
        return;
    }
    auto const& relationship = claim.assessment.relationship;
    if (relationship && (resource == Resource::wikipathways || word.empty())) {
        claim.connection_type = relationship;
    } else if (!word.empty()) {
        claim.connection_type = word;
    } else if (resource == Resource::wikipathways) {
        claim.connection_type = "undefined";
    } else if (resource == Resource::go) {
        claim.connection_type = "related";
    }
}

}  // namespace kewp::curate
