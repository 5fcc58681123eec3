#include "base/json_text.hpp"
#include "base/text.hpp"
#include "publish/csv.hpp"
#include "web/api_parts.hpp"
#include "web/collection.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unordered_map>

namespace kewp::web {
namespace {

constexpr std::string_view kPath = "/api/v1/aops";
constexpr std::string_view kFileName = "aops";

/// One AOP and how much of it is mapped. The members' order is that of the fields.
struct AopRow {
    AopId id;
    std::string_view title;
    std::array<std::uint64_t, 5> counts;  ///< Key Events: all, mapped, mapped to WikiPathways, GO, Reactome
};

std::vector<std::string> const& aop_fields()
{
    static std::vector<std::string> const names = {
        "aop_id",      "aop_title",        "ke_count", "mapped_ke_count", "wikipathways_ke_count",
        "go_ke_count", "reactome_ke_count"};
    return names;
}

boost::json::value field(AopRow const& row, std::string_view name)
{
    auto const& names = aop_fields();
    auto const index = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    switch (index) {
        case 0: return boost::json::string(row.id.str());
        case 1: return boost::json::string(row.title);
        default: return row.counts.at(index - 2);
    }
}

/// Which resources have a mapping of each Key Event, one bit for each.
using Mapped = std::unordered_map<KeId, unsigned>;

Result<Mapped> read_mapped(store::Session& session)
{
    Mapped mapped;
    for (auto const resource : kResources) {
        auto const ids = store::mapped_key_events(session, resource);
        if (!ids) {
            return fail(ids.error());
        }
        for (auto const id : *ids) {
            mapped[id] |= 1U << static_cast<unsigned>(resource);
        }
    }
    return mapped;
}

AopRow row_of(corpus::Aop const& aop, Mapped const& mapped)
{
    AopRow row{aop.id, aop.title, {aop.key_events.size(), 0, 0, 0, 0}};
    for (auto const id : aop.key_events) {
        auto const found = mapped.find(id);
        if (found == mapped.end()) {
            continue;
        }
        ++row.counts[1];
        for (std::size_t resource = 0; resource < std::size(kResources); ++resource) {
            row.counts[2 + resource] += found->second >> resource & 1U;
        }
    }
    return row;
}

/// Fewest surprises for a list that is searched by people: case and form of letters do not count.
bool is_found(corpus::Aop const& aop, std::string_view wanted)
{
    return wanted.empty() || text::fold_case(aop.id.str()).find(wanted) != std::string::npos ||
           text::fold_case(aop.title).find(wanted) != std::string::npos;
}

struct AopQuery {
    bool mapped_only = false;
    std::string wanted;  // folded
    std::string sort_field = "mapped_ke_count";
    bool descending = true;
    std::vector<std::string> fields;
};

Result<AopQuery> read_aop_query(http::Request const& request)
{
    AopQuery query;
    auto const only = text::ascii_lower(request.query("mapped_only").value_or(""));
    query.mapped_only = only == "true" || only == "1" || only == "yes";
    query.wanted = text::fold_case(text::trim(request.query("q").value_or("")));
    if (auto key = request.query("sort").value_or(""); !key.empty()) {
        query.descending = key.starts_with('-');
        key.remove_prefix(query.descending ? 1 : 0);
        if (std::ranges::find(aop_fields(), key) == aop_fields().end()) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("sort: '{}' is not known; expected one of {} (with - before it for the reverse)",
                                    key, fmt::join(aop_fields(), ", ")));
        }
        query.sort_field = key;
    }
    auto fields = read_fields(request, aop_fields());
    if (!fields) {
        return fail(fields.error());
    }
    query.fields = std::move(*fields);
    return query;
}

bool comes_before(AopRow const& a, AopRow const& b, AopQuery const& query)
{
    auto const& names = aop_fields();
    auto const index = static_cast<std::size_t>(std::ranges::find(names, query.sort_field) - names.begin());
    auto const order = index == 0   ? a.id.number() <=> b.id.number()
                       : index == 1 ? a.title <=> b.title
                                    : a.counts.at(index - 2) <=> b.counts.at(index - 2);
    if (order == 0) {
        return a.id < b.id;
    }
    return query.descending ? order > 0 : order < 0;
}

std::vector<AopRow> rows_of(AopQuery const& query, Mapped const& mapped, corpus::Corpus const& corpus)
{
    std::vector<AopRow> rows;
    for (auto const& aop : corpus.aops()) {
        if (!is_found(aop, query.wanted)) {
            continue;
        }
        auto const row = row_of(aop, mapped);
        if (!query.mapped_only || row.counts[1] > 0) {
            rows.push_back(row);
        }
    }
    std::ranges::sort(rows, [&](AopRow const& a, AopRow const& b) { return comes_before(a, b, query); });
    return rows;
}

boost::json::object object_of(AopRow const& row, std::vector<std::string> const& fields)
{
    boost::json::object out;
    for (auto const& name : fields) {
        out[name] = field(row, name);
    }
    return out;
}

std::string text_of(std::span<AopRow const> rows, AopQuery const& query, ListFormat format)
{
    std::string out;
    if (format == ListFormat::csv) {
        publish::append_csv_record(out, query.fields);
    }
    for (auto const& row : rows) {
        if (format == ListFormat::ndjson) {
            append_json_text(out, object_of(row, query.fields));
            out += '\n';
            continue;
        }
        std::vector<std::string> cells;
        for (auto const& name : query.fields) {
            cells.push_back(plain_text(field(row, name)));
        }
        publish::append_csv_record(out, cells);
    }
    return out;
}

KeptAnswers::Made make_answer(http::Request const& request, std::vector<AopRow> const& rows, AopQuery const& query,
                              ListFormat format, std::string const& public_url)
{
    auto const paging = Paging::of(request);
    bool const whole = format != ListFormat::json && !request.query("page") && !request.query("per_page");
    auto const begin = whole ? 0 : std::min<std::size_t>(paging.offset(), rows.size());
    auto const page = std::span(rows).subspan(
        begin, whole ? rows.size() : std::min<std::size_t>(paging.per_page, rows.size() - begin));
    std::vector<std::string_view> kept = {"mapped_only", "q", "sort", "fields"};
    KeptAnswers::Made made{{}, std::string{media_type_of(format)}};
    if (format == ListFormat::json) {
        boost::json::array data;
        for (auto const& row : page) {
            data.emplace_back(object_of(row, query.fields));
        }
        made.bytes = to_json_text(boost::json::object{
                         {"data", std::move(data)},
                         {"pagination", pagination(paging, rows.size(), request, kept, public_url)}}) +
                     "\n";
    } else {
        made.bytes = text_of(page, query, format);
        made.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename={}.{}", kFileName,
                                                                     format == ListFormat::csv ? "csv" : "ndjson"));
        made.headers.emplace_back("X-Total-Count", std::to_string(rows.size()));
    }
    if (!whole) {
        kept.emplace_back("format");
        made.headers.emplace_back("Link", link_header(paging, rows.size(), request, kept, public_url));
    }
    return made;
}

}  // namespace

void add_aop_collection(http::Router& router, ApiParts const& parts, Services const& services)
{
    auto const list = [kept = parts.kept, &services](http::Request& request) {
        auto const query = read_aop_query(request);
        if (!query) {
            return http::error_response(query.error(), request);
        }
        auto const format = list_format(request);
        return kept->answer(request, media_type_of(format), [&](store::Session& session) -> Result<KeptAnswers::Made> {
            auto const mapped = read_mapped(session);
            if (!mapped) {
                return fail(mapped.error());
            }
            return make_answer(request, rows_of(*query, *mapped, services.corpus), *query, format,
                               services.settings.public_url);
        });
    };
    router.get(kPath, list, {.rate_class = rate_api, .quick = [kept = parts.kept](http::Request& request) {
                                 return kept->find(request, media_type_of(list_format(request)));
                             }});
}

}  // namespace kewp::web
