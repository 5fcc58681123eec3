#include "curate/audit_trail.hpp"
#include "store/override_repository.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

http::Response overrides(http::Request const& request, Services const& services)
{
    auto const found =
        services.readers.read([](store::Session& session) { return store::list_description_overrides(session); });
    if (!found) {
        return http::error_response(found.error(), request);
    }
    boost::json::array list;
    for (auto const& one : *found) {
        auto const* const event = services.corpus.find(one.ke_id);
        list.push_back(object{{"ke_id", one.ke_id.str()},
                              {"ke_title", event == nullptr ? "" : event->title},
                              {"disabled", one.disabled},
                              {"updated_by", one.updated_by.value_or("")},
                              {"updated_at", format_utc(one.updated_at)}});
    }
    return http::json(object{{"descriptions", std::move(list)}});
}

/// Whether the description of a Key Event takes part in matching.
http::Response switch_description(http::Request const& request, Services const& services)
{
    auto const ke = request.path<KeId>("id");
    if (!ke || services.corpus.find(*ke) == nullptr) {
        return http::error_response({ErrorCode::not_found, fmt::format("{} is not among the Key Events of this release",
                                                                       request.path_text("id"))},
                                    request);
    }
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const* const disabled = body->if_contains("disabled");
    if (disabled == nullptr || !disabled->is_bool()) {
        return http::error_response(
            {ErrorCode::invalid_argument, "disabled: expected true or false", {{"disabled", "must be true or false"}}},
            request);
    }
    auto const actor = actor_of(request);
    auto const at = now();
    auto const stored = services.writer.run([&](store::Transaction& transaction) -> Result<void> {
        auto const before = store::description_disabled(transaction, *ke);
        if (!before) {
            return fail(before.error());
        }
        store::DescriptionOverride record{*ke};
        record.disabled = disabled->get_bool();
        record.updated_by = actor.identity.str();
        record.updated_at = at;
        if (auto put = store::put_description_override(transaction, record); !put) {
            return put;
        }
        return curate::note(transaction, actor, at, "description.switch", "key-event:" + ke->str(),
                            fmt::format(R"({{"disabled":{}}})", *before),
                            fmt::format(R"({{"disabled":{}}})", record.disabled));
    });
    return stored ? http::json(object{{"ke_id", ke->str()}, {"disabled", disabled->get_bool()}})
                  : http::error_response(stored.error(), request);
}

}  // namespace

void add_site_api(http::Router& router, Services const& services)
{
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/admin/descriptions", [&services](http::Request& request) { return overrides(request, services); }, admin);
    router.put(
        "/api/admin/descriptions/{id}",
        [&services](http::Request& request) { return switch_description(request, services); }, admin);
}

}  // namespace kewp::web
