#include "curate/assessment.hpp"
#include "curate/workflow.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/submission_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

array words(std::span<std::string_view const> choices)
{
    array list;
    for (auto const word : choices) {
        list.emplace_back(word);
    }
    return list;
}

/// What may be answered, so that no application holds a copy of the rules.
http::Response choices(http::Request const& /*request*/)
{
    object connections;
    for (auto const resource : kResources) {
        connections[name_of(resource)] = words(curate::connection_types(resource));
    }
    object const answers{{"relationship", words(curate::relationships())},
                         {"basis", words(curate::bases())},
                         {"specificity", words(curate::specificities())},
                         {"coverage", words(curate::coverages())}};
    array const scores{0, 1, 2, 3};
    return http::json(
        object{{"connection_types", std::move(connections)},
               {"confidences", array{"low", "medium", "high"}},
               {"pathway", answers},
               {"go", object{{"connection_score", scores}, {"specificity_score", scores}, {"evidence_score", scores}}},
               {"text_limit", curate::kTextLimit}});
}

/// The arithmetic, while someone is still answering: never an error for what is open.
http::Response assess(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const typed = submission_in(*body);
    auto const resource = parse_resource(typed.resource);
    if (!resource) {
        return http::error_response(
            {resource.error().code, resource.error().message, {{"resource", resource.error().message}}}, request);
    }
    std::vector<FieldError> errors;
    auto const answers = curate::read_answers(typed, errors);
    auto const wrong = curate::check_answers(*resource, answers);
    errors.insert(errors.end(), wrong.begin(), wrong.end());
    if (!errors.empty()) {
        return http::error_response(
            Error{ErrorCode::invalid_argument, "some answers cannot be taken", std::move(errors)}, request);
    }
    auto const ke = KeId::parse(typed.ke_id);
    auto const* const event = ke ? services.corpus.find(*ke) : nullptr;
    auto const graded = curate::grade(*resource, answers, event == nullptr ? std::string_view{} : event->level);
    object out{{"complete", graded.has_value()}, {"confidence", nullptr}, {"points", nullptr}};
    if (graded) {
        out["confidence"] = store::name_of(graded->confidence);
        out["points"] = graded->points;
    }
    return http::json(out);
}

/// Whether a pair is free, before anyone answers questions about it.
http::Response availability(http::Request const& request, Services const& services)
{
    auto const resource = parse_resource(request.query("resource").value_or(""));
    auto const ke = KeId::parse(request.query("ke_id").value_or(""));
    auto const target = resource ? TargetId::parse(*resource, request.query("target_id").value_or(""))
                                 : Result<TargetId>(fail(resource.error()));
    std::vector<FieldError> errors;
    if (!resource) {
        errors.push_back({"resource", resource.error().message});
    }
    if (!ke) {
        errors.push_back({"ke_id", ke.error().message});
    }
    if (resource && !target) {
        errors.push_back({"target_id", target.error().message});
    }
    if (!errors.empty()) {
        return http::error_response(
            Error{ErrorCode::invalid_argument, "name a pair: resource, ke_id, target_id", std::move(errors)}, request);
    }
    auto const blocking = services.readers.read([&](store::Session& session) {
        return curate::find_blocking(session, store::Pair{*ke, *target});
    });
    if (!blocking) {
        return http::error_response(blocking.error(), request);
    }
    object out{{"free", !*blocking}, {"pending_proposal", nullptr}, {"approved_mapping", nullptr}};
    if (*blocking) {
        bool const pending = (*blocking)->kind == curate::Blocking::Kind::pending_proposal;
        out[pending ? "pending_proposal" : "approved_mapping"] = (*blocking)->uuid;
    }
    return http::json(out);
}

}  // namespace

void add_assessment_api(http::Router& router, Services const& services)
{
    router.get("/api/assessment", [](http::Request& request) { return choices(request); }, {.rate_class = rate_lookup});
    router.post("/api/assessment", [&services](http::Request& request) { return assess(request, services); },
                {.rate_class = rate_lookup});
    router.get("/api/pairs/availability",
               [&services](http::Request& request) { return availability(request, services); },
               {.rate_class = rate_lookup});
}

}  // namespace kewp::web
