#include "base/json_text.hpp"
#include "base/text.hpp"
#include "http/accept.hpp"
#include "publish/csv.hpp"
#include "publish/mapping_object.hpp"
#include "store/mapping_repository.hpp"
#include "web/answer_cache.hpp"
#include "web/mapping_filters.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <limits>
#include <memory>

namespace kewp::web {
namespace {

constexpr std::size_t kCacheBytes = 32UL * 1024 * 1024;  // of each worker

/// One public collection of mappings.
struct Collection {
    Resource resource;
    std::string path;
    std::string target_parameter;
    std::string label;      // in "… not found" messages that clients look for
    std::string file_name;  // of the CSV download
    std::vector<std::string_view> filters;
};

std::vector<Collection> collections()
{
    return {
        {Resource::wikipathways,
         "/api/v1/mappings",
         "pathway_id",
         "Mapping",
         "ke_wp_mappings.csv",
         {"ke_id", "pathway_id", "confidence_level", "aop_id"}},
        {Resource::go,
         "/api/v1/go-mappings",
         "go_term_id",
         "GO mapping",
         "ke_go_mappings.csv",
         {"ke_id", "go_term_id", "confidence_level", "direction", "aop_id"}},
        {Resource::reactome,
         "/api/v1/reactome-mappings",
         "reactome_id",
         "Reactome mapping",
         "ke_reactome_mappings.csv",
         {"ke_id", "reactome_id", "confidence_level", "aop_id"}},
    };
}

/// The ids of a comma-separated list that are written in their one form; others match nothing, as ever.
template <class Id, class ParseId>
std::optional<std::vector<Id>> id_list(std::optional<std::string_view> list, ParseId parse)
{
    if (!list || list->empty()) {
        return {};
    }
    std::vector<Id> ids;
    bool any = false;
    for (auto const element : text::split(*list, ',')) {
        auto const trimmed = text::trim(element);
        any = any || !trimmed.empty();
        if (auto const id = parse(trimmed); id && id->str() == trimmed) {
            ids.push_back(*id);
        }
    }
    return any ? std::optional{std::move(ids)} : std::nullopt;
}

void restrict_to(std::optional<std::vector<KeId>>& ids, std::span<KeId const> allowed)
{
    std::vector<KeId> both;
    for (auto const id : allowed) {
        if (!ids || std::ranges::find(*ids, id) != ids->end()) {
            both.push_back(id);
        }
    }
    ids = std::move(both);
}

Result<void> filter_by_aop(std::string_view text, corpus::Corpus const& corpus, store::MappingFilter& filter)
{
    auto const trimmed = text::trim(text);
    auto const id = AopId::parse(trimmed);
    if (!id || (id->str() != trimmed && trimmed.find_first_not_of("0123456789") != std::string_view::npos)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("AOP ID not found: '{}'; expected one like '12' or 'AOP 12'", text));
    }
    auto const* const aop = corpus.find(*id);
    restrict_to(filter.ke_ids, aop == nullptr ? std::span<KeId const>{} : std::span<KeId const>{aop->key_events});
    return {};
}

Result<store::MappingFilter> read_filter(Collection const& collection, http::Request const& request,
                                         corpus::Corpus const& corpus)
{
    store::MappingFilter filter{.resource = collection.resource};
    filter.ke_ids = id_list<KeId>(request.query("ke_id"), KeId::parse);
    filter.target_ids = id_list<TargetId>(request.query(collection.target_parameter), [&](std::string_view text) {
        return TargetId::parse(collection.resource, text);
    });
    if (auto const level = request.query("confidence_level"); level && !level->empty()) {
        auto const confidence = store::parse_confidence(*level);
        if (confidence && text::ascii_iequals(*level, store::name_of(*confidence))) {
            filter.confidence = *confidence;
        } else {
            filter.ke_ids.emplace();  // no such tier: nothing is in it
        }
    }
    if (auto const direction = request.query("direction"); direction && collection.resource == Resource::go) {
        if (*direction != "positive" && *direction != "negative") {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("direction: '{}' is neither 'positive' nor 'negative'", *direction));
        }
        filter.direction = *direction == "positive" ? store::GoDirection::positive : store::GoDirection::negative;
    }
    if (auto const aop = request.query("aop_id"); aop && !aop->empty()) {
        if (auto const found = filter_by_aop(*aop, corpus, filter); !found) {
            return fail(found.error());
        }
    }
    if (auto const more = read_more_filters(request, corpus, filter); !more) {
        return fail(more.error());
    }
    return filter;
}

bool wants_csv(http::Request const& request)
{
    auto const format = text::ascii_lower(request.query("format").value_or(""));
    if (format == "csv" || format == "json") {
        return format == "csv";
    }
    static constexpr std::string_view offered[] = {"application/json", "text/csv"};
    return http::negotiate(request.header_list("Accept"), offered) == 1U;
}

std::string csv_text(Collection const& collection, std::vector<store::MappingRecord> const& rows,
                     corpus::Corpus const& corpus)
{
    std::string out;
    publish::append_csv_record(out, publish::mapping_csv_columns(collection.resource));
    for (auto const& row : rows) {
        publish::append_csv_record(out, publish::mapping_csv_row(row, corpus));
    }
    return out;
}

struct Rows {
    std::vector<store::MappingRecord> mappings;
    std::uint64_t total = 0;
};

Result<Rows> read_rows(store::Readers& readers, store::MappingFilter const& filter, store::Window window)
{
    return readers.read([&](store::Session& session) -> Result<Rows> {
        auto total = store::count_mappings(session, filter);
        if (!total) {
            return fail(total.error());
        }
        auto mappings = store::list_mappings(session, filter, window);
        if (!mappings) {
            return fail(mappings.error());
        }
        return Rows{std::move(*mappings), *total};
    });
}

/// Answers of the collections, kept until the data change.
class CollectionRoutes {
public:
    CollectionRoutes(Collection collection, Services const& services)
        : collection_(std::move(collection)), services_(services), cache_(kCacheBytes)
    {
    }

    std::optional<http::Response> cached(http::Request const& request)
    {
        bool const csv = wants_csv(request);
        auto const body = cache_.find(key_of(request, csv), services_.revision.load());
        return body ? std::optional{finish(request, *body, csv)} : std::nullopt;
    }

    http::Response list(http::Request const& request)
    {
        auto const revision = services_.revision.load();  // before reading: a newer commit makes this answer stale
        bool const csv = wants_csv(request);
        auto const filter = read_filter(collection_, request, services_.corpus);
        if (!filter) {
            return http::error_response(filter.error(), request);
        }
        auto const paging = Paging::of(request);
        bool const whole = csv && !request.query("page") && !request.query("per_page");
        auto const window = whole ? store::Window{.limit = std::numeric_limits<std::int64_t>::max(), .offset = 0}
                                  : store::Window{.limit = paging.per_page, .offset = paging.offset()};
        auto const rows = read_rows(services_.readers, *filter, window);
        if (!rows) {
            return http::error_response(rows.error(), request);
        }
        auto const body = std::make_shared<http::PreparedBody const>(
            csv ? csv_text(collection_, rows->mappings, services_.corpus) : json_text(request, *rows, paging),
            csv ? "text/csv; charset=utf-8" : "application/json");
        cache_.keep(key_of(request, csv), revision, body);
        return finish(request, *body, csv);
    }

    http::Response one(http::Request const& request) const
    {
        auto const uuid = request.path_text("uuid");
        auto const mapping =
            services_.readers.read([&](store::Session& session) { return store::find_mapping(session, uuid); });
        if (!mapping) {
            return http::error_response(mapping.error(), request);
        }
        if (!*mapping || (*mapping)->resource() != collection_.resource) {
            return http::error_response(
                {ErrorCode::not_found, fmt::format("{} not found: {}", collection_.label, uuid)}, request);
        }
        if ((*mapping)->withdrawn_at) {
            return http::error_response({ErrorCode::gone, fmt::format("{} {} was withdrawn on {}", collection_.label,
                                                                      uuid, format_utc(*(*mapping)->withdrawn_at))},
                                        request);
        }
        return http::json(boost::json::object{{"data", publish::mapping_object(**mapping, services_.corpus)}});
    }

private:
    std::string key_of(http::Request const& request, bool csv) const
    {
        return fmt::format("{}{} {}", csv ? "csv " : "json ", base_url(request, services_.settings.public_url),
                           request.target());
    }

    std::string json_text(http::Request const& request, Rows const& rows, Paging const& paging) const
    {
        boost::json::array data;
        for (auto const& mapping : rows.mappings) {
            data.emplace_back(publish::mapping_object(mapping, services_.corpus));
        }
        return to_json_text(boost::json::object{
                   {"data", std::move(data)},
                   {"pagination",
                    pagination(paging, rows.total, request, collection_.filters, services_.settings.public_url)}}) +
               "\n";
    }

    http::Response finish(http::Request const& request, http::PreparedBody const& body, bool csv) const
    {
        auto response = body.respond(request);
        response.add_token("Vary", "Accept");
        if (csv) {
            response.set("Content-Disposition", "attachment; filename=" + collection_.file_name);
        }
        return response;
    }

    Collection collection_;
    Services const& services_;
    AnswerCache cache_;
};

}  // namespace

void add_api_routes(http::Router& router, Services const& services)
{
    router.json_errors_below("/api/");
    for (auto& collection : collections()) {
        collection.filters.insert(collection.filters.end(), kMoreFilters.begin(), kMoreFilters.end());
        auto const path = collection.path;
        auto const routes = std::make_shared<CollectionRoutes>(std::move(collection), services);
        router.get(
            path, [routes](http::Request& request) { return routes->list(request); },
            {.rate_class = rate_api, .quick = [routes](http::Request& request) { return routes->cached(request); }});
        router.get(path + "/{uuid}", [routes](http::Request& request) { return routes->one(request); },
                   {.rate_class = rate_api});
    }
}

}  // namespace kewp::web
