#include "web/proposal_form.hpp"

#include "base/json_text.hpp"
#include "curate/assessment.hpp"
#include "curate/submission_fields.hpp"
#include "web/layout.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

Html message_for(std::string_view field, std::vector<FieldError> const& errors)
{
    Html out;
    for (auto const& error : errors) {
        if (error.field == field) {
            out += markup(R"(<p class="error" role="alert">{}</p>)", error.message);
        }
    }
    return out;
}

struct Choice {
    std::string_view value;
    std::string_view explanation;
};

Html radio_group(std::string_view name, std::string_view question, std::span<Choice const> choices,
                 std::string_view chosen, std::vector<FieldError> const& errors)
{
    Html out = markup("<fieldset><legend>{}</legend>{}", question, message_for(name, errors));
    for (auto const& choice : choices) {
        out += markup(R"(<label><input type="radio" name="{}" value="{}"{}> <strong>{}</strong> – {}</label>
)",
                      name, choice.value, Html{choice.value == chosen ? " checked" : ""}, choice.value,
                      choice.explanation);
    }
    return out += markup("</fieldset>\n");
}

constexpr Choice kRelationship[] = {{"causative", "the pathway's change brings the Key Event about"},
                                    {"responsive", "the pathway changes because of the Key Event"},
                                    {"bidirectional", "each acts on the other"},
                                    {"unclear", "connected, but the order is not known"}};
constexpr Choice kBasis[] = {{"known", "shown in the literature for this event"},
                             {"likely", "shown for close events or models"},
                             {"possible", "plausible from mechanism"},
                             {"uncertain", "little to go on"}};
constexpr Choice kSpecificity[] = {{"specific", "the pathway is about this event"},
                                   {"includes", "the event is one part of the pathway"},
                                   {"loose", "the pathway is about something wider"}};
constexpr Choice kCoverage[] = {{"complete", "all of the event's mechanism is in it"},
                                {"keysteps", "its main steps are in it"},
                                {"minor", "only a small part is in it"}};
constexpr Choice kScore[] = {{"3", "strong"}, {"2", "clear"}, {"1", "weak"}, {"0", "none"}};

Html pathway_questions(curate::Submission const& typed, std::vector<FieldError> const& errors)
{
    Html out = radio_group("relationship", "How do they relate?", kRelationship, typed.relationship, errors);
    out += radio_group("basis", "What is it based on?", kBasis, typed.basis, errors);
    out += radio_group("specificity", "How specific is the pathway?", kSpecificity, typed.specificity, errors);
    return out += radio_group("coverage", "How much of the event does it cover?", kCoverage, typed.coverage, errors);
}

Html go_questions(curate::Submission const& typed, std::vector<FieldError> const& errors)
{
    Html out = markup(R"(<fieldset><legend>Kind of connection</legend>{}<select name="connection_type">)",
                      message_for("connection_type", errors));
    for (auto const type : curate::connection_types(Resource::go)) {
        out += markup("<option{}>{}</option>", Html{type == typed.connection_type ? " selected" : ""}, type);
    }
    out += markup("</select></fieldset>\n");
    out += radio_group("connection_score", "How strongly is the term connected to the event?", kScore,
                       typed.connection_score, errors);
    out += radio_group("specificity_score", "How specific is the term?", kScore, typed.specificity_score, errors);
    return out += radio_group("evidence_score", "How good is the evidence?", kScore, typed.evidence_score, errors);
}

Html confidence_choice(curate::Submission const& typed, std::vector<FieldError> const& errors)
{
    Html out = markup(R"(<fieldset><legend>Confidence</legend>{}
<p class="fine">Computed from your answers. Choose another only with a reason.</p>
<label>Confidence <select name="confidence"><option value="">as computed</option>)",
                      message_for("confidence", errors));
    for (std::string_view const level : {"high", "medium", "low"}) {
        out += markup("<option{}>{}</option>", Html{level == typed.confidence ? " selected" : ""}, level);
    }
    return out += markup(R"(</select></label>
<label>Reason <input type="text" name="override_reason" value="{}" maxlength="1000" size="50"></label>{}</fieldset>
)",
                         typed.override_reason, message_for("override_reason", errors));
}

}  // namespace

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

Html proposal_form(curate::Submission const& typed, std::vector<FieldError> const& errors, http::Request const& request)
{
    Html out = markup(R"(<form method="post" action="/proposals">{}
<input type="hidden" name="resource" value="{}"><input type="hidden" name="ke_id" value="{}">
<input type="hidden" name="target_id" value="{}"><input type="hidden" name="suggestion_score" value="{}">
{}{}{}
)",
                      csrf_field(request), typed.resource, typed.ke_id, typed.target_id, typed.suggestion_score,
                      message_for("resource", errors), message_for("ke_id", errors), message_for("target_id", errors));
    out += typed.resource == "go" ? go_questions(typed, errors) : pathway_questions(typed, errors);
    out += confidence_choice(typed, errors);
    return out += markup(R"(<label>Note for the reviewer<textarea name="note" maxlength="1000">{}</textarea></label>{}
<p><button>Propose this mapping</button></p>
</form>)",
                         typed.note, message_for("note", errors));
}

}  // namespace kewp::web
