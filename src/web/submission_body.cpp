#include "web/submission_body.hpp"

#include "base/json_text.hpp"
#include "curate/submission_fields.hpp"

#include <boost/json.hpp>

namespace kewp::web {
curate::Submission submission_in(boost::json::object const& object)
{
    curate::Submission submission;
    for (auto const& field : curate::submission_fields()) {
        if (auto const* const value = object.if_contains(field.name)) {
            submission.*field.member = plain_text(*value);
        }
    }
    return submission;
}

Result<curate::Submission> read_submission(http::Request const& request)
{
    if (request.content_type() == "application/json") {
        auto const body = request.json();
        if (!body) {
            return fail(body.error());
        }
        if (!body->is_object()) {
            return fail(ErrorCode::invalid_argument, "The body must be a JSON object with the fields of a proposal");
        }
        return submission_in(body->get_object());
    }
    auto const form = request.form();
    if (!form) {
        return fail(form.error());
    }
    curate::Submission submission;
    for (auto const& field : curate::submission_fields()) {
        submission.*field.member = std::string{form->text(field.name)};
    }
    return submission;
}

}  // namespace kewp::web
