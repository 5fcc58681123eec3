#include "base/json_text.hpp"
#include "publish/mapping_object.hpp"
#include "store/change_repository.hpp"
#include "web/api_parts.hpp"
#include "web/collection.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>

namespace kewp::web {
namespace {

using boost::json::object;
using store::ChangePlace;

constexpr std::string_view kPath = "/api/v1/changes";
constexpr std::int64_t kDefaultLimit = 100;
constexpr std::int64_t kMostLimit = 1000;
constexpr std::uint64_t kPiece = 200;  // changes in one piece of a stream

object change_json(store::Change const& change, corpus::Corpus const& corpus)
{
    object out{{"cursor", change.place.str()}, {"at", format_utc(change.at)}, {"change", store::name_of(change.kind)},
               {"resource", nullptr},          {"uuid", change.uuid},         {"mapping", nullptr}};
    if (change.mapping) {
        out["resource"] = name_of(change.mapping->resource());
        if (!change.mapping->withdrawn_at) {
            out["mapping"] = publish::mapping_object(*change.mapping, corpus);
        }
    }
    return out;
}

struct FeedQuery {
    std::optional<ChangePlace> after = {};
    std::optional<Instant> since = {};
    std::uint64_t limit = kDefaultLimit;
    bool limited = false;  ///< the request says how many
};

Result<FeedQuery> read_feed_query(http::Request const& request)
{
    FeedQuery query;
    if (auto const after = request.query("after").value_or(""); !after.empty()) {
        auto const place = ChangePlace::parse(after);
        if (!place) {
            return fail_in("after", place.error());
        }
        query.after = *place;
    }
    auto const since = read_time(request, "since");
    if (!since) {
        return fail(since.error());
    }
    query.since = *since;
    if (auto const limit = request.query_as<std::int64_t>("limit"); limit && *limit) {
        query.limit = static_cast<std::uint64_t>(std::clamp<std::int64_t>(**limit, 1, kMostLimit));
        query.limited = true;
    }
    return query;
}

/// `after` wins over `since`: it is what the client got to on the way.
Result<ChangePlace> first_place(store::Session& session, FeedQuery const& query)
{
    if (query.after || !query.since) {
        return query.after.value_or(ChangePlace{});
    }
    return store::place_at(session, *query.since);
}

Result<KeptAnswers::Made> json_page(store::Session& session, http::Request const& request, FeedQuery const& query,
                                    Services const& services)
{
    auto const place = first_place(session, query);
    if (!place) {
        return fail(place.error());
    }
    auto changes = store::list_changes(session, *place, query.limit + 1);
    if (!changes) {
        return fail(changes.error());
    }
    bool const more = changes->size() > query.limit;
    if (more) {
        changes->pop_back();
    }
    boost::json::array data;
    for (auto const& change : *changes) {
        data.emplace_back(change_json(change, services.corpus));
    }
    auto const cursor = changes->empty() ? place->str() : changes->back().place.str();
    auto const next = fmt::format("{}{}?after={}&limit={}", base_url(request, services.settings.public_url), kPath,
                                  cursor, query.limit);
    KeptAnswers::Made made{
        to_json_text(object{{"data", std::move(data)}, {"cursor", cursor}, {"more", more}, {"next", next}}) + "\n",
        "application/json"};
    if (more) {
        made.headers.emplace_back("Link", fmt::format("<{}>; rel=\"next\"", next));
    }
    return made;
}

/// Lines until nothing is left, or `limit` of them; each piece is one read of its own, so that a slow client holds no
/// old state of the database open.
http::Response ndjson(FeedQuery const& query, Services const& services)
{
    struct State {
        std::optional<ChangePlace> place;
        std::uint64_t left;
    };
    auto const state = std::make_shared<State>(State{{}, query.limited ? query.limit : UINT64_MAX});
    auto next = [state, query, &services]() -> Result<std::string> {
        return services.readers.read([&](store::Session& session) -> Result<std::string> {
            if (!state->place) {
                auto const place = first_place(session, query);
                if (!place) {
                    return fail(place.error());
                }
                state->place = *place;
            }
            auto const changes = store::list_changes(session, *state->place, std::min(kPiece, state->left));
            if (!changes) {
                return fail(changes.error());
            }
            std::string lines;
            for (auto const& change : *changes) {
                append_json_text(lines, change_json(change, services.corpus));
                lines += '\n';
                state->place = change.place;
            }
            state->left -= changes->size();
            return lines;
        });
    };
    auto response = http::respond(media_type_of(ListFormat::ndjson), http::StreamBody{std::move(next)});
    response.set("Cache-Control", "no-cache");
    response.add_token("Vary", "Accept");
    return response;
}

bool wants_ndjson(http::Request const& request)
{
    return list_format(request) == ListFormat::ndjson;
}

}  // namespace

void add_change_feed(http::Router& router, ApiParts const& parts, Services const& services)
{
    auto const feed = [kept = parts.kept, &services](http::Request& request) {
        auto const query = read_feed_query(request);
        if (!query) {
            return http::error_response(query.error(), request);
        }
        if (wants_ndjson(request)) {
            return ndjson(*query, services);
        }
        return kept->answer(request, "changes",
                            [&](store::Session& session) { return json_page(session, request, *query, services); });
    };
    router.get(
        kPath, feed,
        {.rate_class = rate_api, .quick = [kept = parts.kept](http::Request& request) -> std::optional<http::Response> {
             return wants_ndjson(request) ? std::nullopt : kept->find(request, "changes");
         }});
}

}  // namespace kewp::web
