#include "web/edits_json.hpp"

#include "curate/submission.hpp"
#include "web/json_body.hpp"
#include "web/submission_body.hpp"

#include <boost/json.hpp>

namespace kewp::web {

Result<curate::Edits> edits_in(boost::json::object const& object)
{
    curate::Edits edits{.connection_type = member_text(object, "connection_type"),
                        .confidence = member_text(object, "confidence"),
                        .override_reason = member_text(object, "override_reason"),
                        .assessment = {}};
    std::vector<FieldError> errors;
    auto answers = curate::read_answers(submission_in(object), errors);
    if (!errors.empty()) {
        return fail(Error{ErrorCode::invalid_argument, "some answers cannot be taken", std::move(errors)});
    }
    if (answers.answered()) {
        edits.assessment = std::move(answers);
    }
    return edits;
}

}  // namespace kewp::web
