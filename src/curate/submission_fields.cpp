#include "curate/submission_fields.hpp"

namespace kewp::curate {
namespace {

constexpr SubmissionField kFields[] = {
    {"resource", &Submission::resource},
    {"ke_id", &Submission::ke_id},
    {"target_id", &Submission::target_id},
    {"connection_type", &Submission::connection_type},
    {"confidence", &Submission::confidence},
    {"override_reason", &Submission::override_reason},
    {"relationship", &Submission::relationship},
    {"basis", &Submission::basis},
    {"specificity", &Submission::specificity},
    {"coverage", &Submission::coverage},
    {"connection_score", &Submission::connection_score},
    {"specificity_score", &Submission::specificity_score},
    {"evidence_score", &Submission::evidence_score},
    {"suggestion_score", &Submission::suggestion_score},
    {"note", &Submission::note},
    {"affiliation", &Submission::affiliation},
    {"email", &Submission::email},
};

}  // namespace

std::span<SubmissionField const> submission_fields()
{
    return kFields;
}

}  // namespace kewp::curate
