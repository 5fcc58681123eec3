#include "curate/audit_trail.hpp"
#include "web/deposit.hpp"
#include "web/deposit_state.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

using boost::json::object;
using boost::json::value;

object release_object(publish::Release const& release)
{
    return {{"deposition_id", release.deposition_id},
            {"doi", release.doi},
            {"concept_doi", release.concept_doi},
            {"published_at", release.published_at},
            {"version", release.version}};
}

http::Response show(http::Request const& request, Services const& services)
{
    auto const& settings = services.settings;
    bool const sandbox = request.query("sandbox") == "true";
    DepositState const state{settings.data, sandbox};
    auto const releases = state.releases();
    auto const draft = state.draft();
    if (!releases || !draft) {
        return http::error_response(releases ? draft.error() : releases.error(), request);
    }
    boost::json::array list;
    for (auto const& release : *releases) {
        list.push_back(release_object(release));
    }
    value shown = nullptr;
    if (*draft) {
        shown = object{{"deposition_id", (*draft)->id},
                       {"page", (*draft)->page},
                       {"started_at", (*draft)->started_at},
                       {"version", (*draft)->release.version}};
    }
    return http::json(object{{"service", sandbox ? settings.deposit.sandbox_url : settings.deposit.url},
                             {"ready", !(sandbox ? settings.deposit.sandbox_token : settings.deposit.token).empty()},
                             {"draft", std::move(shown)},
                             {"releases", std::move(list)}});
}

Result<bool> flag(object const& body, std::string_view name)
{
    auto const* const found = body.if_contains(name);
    if (found != nullptr && !found->is_bool()) {
        return fail(Error{ErrorCode::invalid_argument,
                          std::string{name} + ": expected true or false",
                          {{std::string{name}, "must be true or false"}}});
    }
    return found != nullptr && found->get_bool();
}

char const* name_of(DepositOutcome::State state)
{
    switch (state) {
        case DepositOutcome::State::unchanged: return "unchanged";
        case DepositOutcome::State::rehearsed: return "rehearsed";
        case DepositOutcome::State::drafted: return "drafted";
        case DepositOutcome::State::published: return "published";
    }
    return "";
}

Result<DepositRequest> read_request(http::Request const& request)
{
    auto const body = body_object(request);
    if (!body) {
        return fail(body.error());
    }
    DepositRequest wanted;
    for (auto const& [name, slot] : {std::pair{"sandbox", &wanted.sandbox}, std::pair{"publish", &wanted.publish},
                                     std::pair{"force", &wanted.force}}) {
        auto const given = flag(*body, name);
        if (!given) {
            return fail(given.error());
        }
        *slot = *given;
    }
    return wanted;
}

/// Waits for the whole deposit on one thread of the pool; the lock lets one do so at a time.
http::Response make(http::Request const& request, Services const& services)
{
    auto const wanted = read_request(request);
    auto const outcome = wanted ? deposit(services.settings, services.corpus, services.readers, *wanted)
                                : Result<DepositOutcome>{fail(wanted.error())};
    if (!outcome) {
        // Who is signed in here is not the question: it is Zenodo that does not know the token.
        auto error = outcome.error();
        error.code = error.code == ErrorCode::unauthenticated ? ErrorCode::unavailable : error.code;
        return http::error_response(error, request);
    }
    auto const release = release_object(outcome->release);
    value warning = nullptr;
    if (outcome->state == DepositOutcome::State::published) {
        auto const noted = services.writer.run([&](store::Transaction& transaction) {
            return curate::note(transaction, actor_of(request), now(), "dataset.publish", "dataset", std::nullopt,
                                boost::json::serialize(release));
        });
        if (!noted) {  // a published deposit must not look failed
            warning = "published, but not noted in the history: " + noted.error().message;
        }
    }
    return http::json(object{{"state", name_of(outcome->state)},
                             {"page", outcome->page},
                             {"release", outcome->release.doi.empty() ? value(nullptr) : value(release)},
                             {"warning", std::move(warning)}});
}

}  // namespace

void add_deposit_api(http::Router& router, Services const& services)
{
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/admin/deposits", [&services](http::Request& request) { return show(request, services); }, admin);
    router.post(
        "/api/admin/deposits", [&services](http::Request& request) { return make(request, services); }, admin);
}

}  // namespace kewp::web
