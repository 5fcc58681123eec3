#include "web/collection.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"
#include "publish/mapping_object.hpp"
#include "web/mapping_filters.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kewp::web {
namespace {

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

Result<void> filter_by_aop(http::Request const& request, corpus::Corpus const& corpus, store::MappingFilter& filter)
{
    auto const text = request.query("aop_id").value_or("");
    if (text.empty()) {
        return {};
    }
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

void filter_by_confidence(http::Request const& request, store::MappingFilter& filter)
{
    auto const level = request.query("confidence_level").value_or("");
    if (level.empty()) {
        return;
    }
    auto const confidence = store::parse_confidence(level);
    if (confidence && text::ascii_iequals(level, store::name_of(*confidence))) {
        filter.confidence = *confidence;
    } else {
        filter.ke_ids.emplace();  // no such tier: nothing is in it
    }
}

Result<void> filter_by_direction(http::Request const& request, store::MappingFilter& filter)
{
    auto const direction = request.query("direction");
    if (!direction || filter.resource != Resource::go) {
        return {};
    }
    if (*direction != "positive" && *direction != "negative") {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("direction: '{}' is neither 'positive' nor 'negative'", *direction));
    }
    filter.direction = *direction == "positive" ? store::GoDirection::positive : store::GoDirection::negative;
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
    filter_by_confidence(request, filter);
    if (auto read = filter_by_direction(request, filter); !read) {
        return fail(read.error());
    }
    if (auto read = filter_by_aop(request, corpus, filter); !read) {
        return fail(read.error());
    }
    auto const since = read_time(request, "since");
    if (!since) {
        return fail(since.error());
    }
    filter.changed_after = *since;
    if (auto read = read_more_filters(request, corpus, filter); !read) {
        return fail(read.error());
    }
    return filter;
}

Result<store::MappingOrder> read_order(Collection const& collection, http::Request const& request)
{
    auto key = request.query("sort").value_or("");
    if (key.empty()) {
        return store::MappingOrder{};
    }
    bool const descending = key.starts_with('-');
    key.remove_prefix(descending ? 1 : 0);
    std::array<std::pair<std::string_view, store::MappingSort>, 6> const keys = {{
        {"created_at", store::MappingSort::created_at},
        {"updated_at", store::MappingSort::updated_at},
        {"approved_at", store::MappingSort::approved_at},
        {"ke_id", store::MappingSort::ke_id},
        {collection.target_parameter, store::MappingSort::target_id},
        {"confidence_level", store::MappingSort::confidence},
    }};
    std::string known;
    for (auto const& [name, sort] : keys) {
        if (name == key) {
            return store::MappingOrder{sort, descending};
        }
        known += (known.empty() ? "" : ", ") + std::string{name};
    }
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("sort: '{}' is not known; expected one of {} (with - before it for the reverse)", key, known));
}

}  // namespace

std::string_view media_type_of(ListFormat format)
{
    switch (format) {
        case ListFormat::json: return "application/json";
        case ListFormat::csv: return "text/csv; charset=utf-8";
        case ListFormat::ndjson: return "application/x-ndjson";
    }
    return "application/json";
}

ListFormat list_format(http::Request const& request)
{
    auto const format = text::ascii_lower(request.query("format").value_or(""));
    if (format == "csv") {
        return ListFormat::csv;
    }
    if (format == "json") {
        return ListFormat::json;
    }
    if (format == "ndjson") {
        return ListFormat::ndjson;
    }
    static constexpr std::string_view offered[] = {"application/json", "text/csv", "application/x-ndjson"};
    return static_cast<ListFormat>(http::negotiate(request.header_list("Accept"), offered).value_or(0));
}

namespace {

std::vector<Collection> with_more_filters(std::vector<Collection> all)
{
    for (auto& collection : all) {
        collection.kept.insert(collection.kept.end(), kMoreFilters.begin(), kMoreFilters.end());
    }
    return all;
}

}  // namespace

std::span<Collection const> collections()
{
    static std::vector<Collection> const all = with_more_filters({
        {Resource::wikipathways,
         "/api/v1/mappings",
         "pathway_id",
         "Mapping",
         "ke_wp_mappings",
         {"ke_id", "pathway_id", "confidence_level", "aop_id", "since", "sort", "fields"}},
        {Resource::go,
         "/api/v1/go-mappings",
         "go_term_id",
         "GO mapping",
         "ke_go_mappings",
         {"ke_id", "go_term_id", "confidence_level", "direction", "aop_id", "since", "sort", "fields"}},
        {Resource::reactome,
         "/api/v1/reactome-mappings",
         "reactome_id",
         "Reactome mapping",
         "ke_reactome_mappings",
         {"ke_id", "reactome_id", "confidence_level", "aop_id", "since", "sort", "fields"}},
    });
    return all;
}

Result<std::vector<std::string>> read_fields(http::Request const& request, std::span<std::string const> known)
{
    std::vector<std::string_view> wanted;
    for (auto const name : text::split(request.query("fields").value_or(""), ',')) {
        auto const trimmed = text::trim(name);
        if (trimmed.empty()) {
            continue;
        }
        if (std::ranges::find(known, trimmed) == known.end()) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("fields: '{}' is not known; expected some of {}", trimmed, fmt::join(known, ", ")));
        }
        wanted.push_back(trimmed);
    }
    std::vector<std::string> fields;
    for (auto const& name : known) {
        if (wanted.empty() || std::ranges::find(wanted, name) != wanted.end()) {
            fields.push_back(name);
        }
    }
    return fields;
}

Result<std::optional<Instant>> read_time(http::Request const& request, std::string_view parameter)
{
    auto const text = request.query(parameter).value_or("");
    if (text.empty()) {
        return std::optional<Instant>{};
    }
    auto const time = parse_utc(text);
    return time ? Result<std::optional<Instant>>(*time) : fail_in(std::string{parameter}, time.error());
}

Result<CollectionQuery> read_query(Collection const& collection, http::Request const& request,
                                   corpus::Corpus const& corpus)
{
    CollectionQuery query;
    query.format = list_format(request);
    query.whole = query.format != ListFormat::json && !request.query("page") && !request.query("per_page");
    auto filter = read_filter(collection, request, corpus);
    if (!filter) {
        return fail(filter.error());
    }
    query.filter = std::move(*filter);
    auto const order = read_order(collection, request);
    if (!order) {
        return fail(order.error());
    }
    query.order = *order;
    auto fields =
        read_fields(request, query.format == ListFormat::csv ? publish::mapping_csv_columns(collection.resource)
                                                             : publish::mapping_fields(collection.resource));
    if (!fields) {
        return fail(fields.error());
    }
    query.fields = std::move(*fields);
    return query;
}

}  // namespace kewp::web
