#include "base/json_text.hpp"
#include "http/accept.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace kewp::web {
namespace {

/// The decision from a form or JSON: `version` as the administrator saw it, `reason`, `decision`.
struct Asked {
    curate::Decision decision;
    std::string word;
};

Result<Asked> read_decision(http::Request const& request)
{
    Asked asked;
    asked.decision.uuid = std::string{request.path_text("uuid")};
    std::string version;
    if (request.content_type() == "application/json") {
        auto const body = request.json();
        if (!body) {
            return fail(body.error());
        }
        auto const text = [&](std::string_view name) -> std::string {
            auto const* const value = body->is_object() ? body->get_object().if_contains(name) : nullptr;
            return value == nullptr ? "" : plain_text(*value);
        };
        version = text("version");
        asked.decision.reason = text("reason");
        asked.word = text("decision");
    } else {
        auto const form = request.form();
        if (!form) {
            return fail(form.error());
        }
        version = std::string{form->text("version")};
        asked.decision.reason = std::string{form->text("reason")};
        asked.word = std::string{form->text("decision")};
    }
    auto const [end, error] = std::from_chars(version.data(), version.data() + version.size(), asked.decision.version);
    if (error != std::errc{} || end != version.data() + version.size()) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("version: '{}' is not the number of the version you saw", version));
    }
    if (asked.word != "approve" && asked.word != "reject") {
        return fail(ErrorCode::invalid_argument, "decision: expected 'approve' or 'reject'");
    }
    return asked;
}

http::Response decide(http::Request const& request, Services const& services)
{
    auto const asked = read_decision(request);
    if (!asked) {
        return http::error_response(asked.error(), request);
    }
    bool const page_wanted = http::prefers_html(request.header_list("Accept"));
    if (asked->word == "reject") {
        auto const rejected = services.workflow.reject(asked->decision, actor_of(request));
        if (!rejected) {
            return http::error_response(rejected.error(), request);
        }
        return page_wanted ? http::redirect("/admin/review") : http::json(proposal_json(*rejected));
    }
    auto const mapping = services.workflow.approve(asked->decision, actor_of(request));
    if (!mapping) {
        return http::error_response(mapping.error(), request);
    }
    return page_wanted ? http::redirect("/mappings/" + mapping->uuid)
                       : http::json(boost::json::object{{"message", "approved"}, {"mapping_uuid", mapping->uuid}});
}

}  // namespace

void add_review_routes(http::Router& router, Services const& services)
{
    router.post("/admin/proposals/{uuid}/decide",
                [&services](http::Request& request) { return decide(request, services); },
                {.rate_class = rate_general, .access = administrators});
}

}  // namespace kewp::web
