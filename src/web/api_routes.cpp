#include "base/json_text.hpp"
#include "publish/csv.hpp"
#include "publish/mapping_object.hpp"
#include "web/api_parts.hpp"
#include "web/collection.hpp"
#include "web/mapping_history.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"
#include "web/whole_files.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <limits>

namespace kewp::web {
namespace {

// Whole sets of more rows than this become files; fewer are kept in memory like a page.
constexpr std::uint64_t kRowsInMemory = 1000;

/// The rows of one collection as CSV or NDJSON, piece by piece.
class RowWriter {
public:
    RowWriter(CollectionQuery const& query, corpus::Corpus const& corpus) : query_(query), corpus_(corpus)
    {
        if (query.format == ListFormat::csv) {
            publish::append_csv_record(out_, query.fields);
        }
    }

    void add(store::MappingRecord const& mapping)
    {
        if (query_.format == ListFormat::csv) {
            publish::append_csv_record(out_, publish::mapping_csv_row(mapping, corpus_, query_.fields));
        } else {
            append_json_text(out_, publish::mapping_object(mapping, corpus_, query_.fields));
            out_ += '\n';
        }
    }

    [[nodiscard]] std::string& text() { return out_; }

private:
    CollectionQuery const& query_;
    corpus::Corpus const& corpus_;
    std::string out_;
};

/// The answers of one collection and of its mappings.
class CollectionRoutes {
public:
    CollectionRoutes(Collection const& collection, ApiParts parts, Services const& services)
        : collection_(collection), parts_(std::move(parts)), services_(services)
    {
    }

    [[nodiscard]] std::optional<http::Response> kept(http::Request const& request) const
    {
        return parts_.kept->find(request, variant_of(list_format(request)));
    }

    [[nodiscard]] http::Response list(http::Request const& request) const
    {
        auto const query = read_query(collection_, request, services_.corpus);
        if (!query) {
            return http::error_response(query.error(), request);
        }
        if (query->whole) {
            auto const total = services_.readers.read(
                [&](store::Session& session) { return read_mapping_page(session, query->filter, {}, {.limit = 0}); });
            if (!total) {
                return http::error_response(total.error(), request);
            }
            if (total->total > kRowsInMemory) {
                return whole_file(request, *query);
            }
        }
        return parts_.kept->answer(request, variant_of(query->format), [&](store::Session& session) {
            return query->format == ListFormat::json ? page_as_json(session, request, *query)
                                                     : rows_as_text(session, request, *query);
        });
    }

    [[nodiscard]] std::optional<http::Response> kept_one(http::Request const& request) const
    {
        return parts_.kept->find(request, "one");
    }

    [[nodiscard]] http::Response one(http::Request const& request) const
    {
        auto const uuid = request.path_text("uuid");
        auto const found = services_.readers.read([&](store::Session& session) { return read_history(session, uuid); });
        if (!found) {
            return http::error_response(found.error(), request);
        }
        if (!found->mapping || found->mapping->resource() != collection_.resource) {
            return http::error_response(
                {ErrorCode::not_found, fmt::format("{} not found: {}", collection_.label, uuid)}, request);
        }
        if (found->mapping->withdrawn_at) {
            return gone_response(request, *found->mapping, found->lines, collection_.label);
        }
        // Read again: what is kept must not be older than the revision it is kept for.
        return parts_.kept->answer(request, "one", [&](store::Session& session) -> Result<KeptAnswers::Made> {
            auto const mapping = store::find_mapping(session, uuid);
            if (!mapping || !*mapping || (*mapping)->withdrawn_at) {
                return mapping ? fail(ErrorCode::gone, fmt::format("{} {} was just withdrawn", collection_.label, uuid))
                               : fail(mapping.error());
            }
            boost::json::object const body{{"data", publish::mapping_object(**mapping, services_.corpus)}};
            return KeptAnswers::Made{to_json_text(body) + "\n", "application/json"};
        });
    }

private:
    static std::string_view variant_of(ListFormat format)
    {
        static constexpr std::string_view names[] = {"json", "csv", "ndjson"};
        return names[static_cast<std::size_t>(format)];
    }

    [[nodiscard]] std::string file_name(ListFormat format) const
    {
        return collection_.file_name + (format == ListFormat::csv ? ".csv" : ".ndjson");
    }

    /// `format` is repeated in the header only: there the next page is meant to be what this one is.
    [[nodiscard]] std::string links(http::Request const& request, Paging const& paging, std::uint64_t total) const
    {
        auto kept = collection_.kept;
        kept.emplace_back("format");
        return link_header(paging, total, request, kept, services_.settings.public_url);
    }

    [[nodiscard]] Result<KeptAnswers::Made> page_as_json(store::Session& session, http::Request const& request,
                                                         CollectionQuery const& query) const
    {
        auto const paging = Paging::of(request);
        auto const page = store::read_mapping_page(session, query.filter, query.order,
                                                   {.limit = paging.per_page, .offset = paging.offset()});
        if (!page) {
            return fail(page.error());
        }
        boost::json::array data;
        for (auto const& mapping : page->mappings) {
            data.emplace_back(publish::mapping_object(mapping, services_.corpus, query.fields));
        }
        boost::json::object const body{
            {"data", std::move(data)},
            {"pagination", pagination(paging, page->total, request, collection_.kept, services_.settings.public_url)}};
        return KeptAnswers::Made{
            to_json_text(body) + "\n", "application/json", {{"Link", links(request, paging, page->total)}}};
    }

    [[nodiscard]] Result<KeptAnswers::Made> rows_as_text(store::Session& session, http::Request const& request,
                                                         CollectionQuery const& query) const
    {
        auto const paging = Paging::of(request);
        auto const window = query.whole ? store::Window{.limit = std::numeric_limits<std::int64_t>::max()}
                                        : store::Window{.limit = paging.per_page, .offset = paging.offset()};
        auto const page = store::read_mapping_page(session, query.filter, query.order, window);
        if (!page) {
            return fail(page.error());
        }
        RowWriter rows(query, services_.corpus);
        for (auto const& mapping : page->mappings) {
            rows.add(mapping);
        }
        KeptAnswers::Made made{std::move(rows.text()), std::string{media_type_of(query.format)}};
        made.headers.emplace_back("Content-Disposition", "attachment; filename=" + file_name(query.format));
        made.headers.emplace_back("X-Total-Count", std::to_string(page->total));
        if (!query.whole) {
            made.headers.emplace_back("Link", links(request, paging, page->total));
        }
        return made;
    }

    [[nodiscard]] http::Response whole_file(http::Request const& request, CollectionQuery const& query) const
    {
        auto const write = [&](store::Session& session, std::uint64_t, publish::Sink const& sink) -> Result<void> {
            constexpr std::size_t kPiece = 64UL * 1024;
            RowWriter rows(query, services_.corpus);
            Result<void> sent;
            auto const read =
                store::for_each_mapping(session, query.filter, query.order, [&](store::MappingRecord const& mapping) {
                    rows.add(mapping);
                    if (rows.text().size() >= kPiece) {
                        sent = sink(rows.text());
                        rows.text().clear();
                    }
                    return sent.has_value();
                });
            if (!read || !sent) {
                return read ? sent : read;
            }
            return sink(rows.text());
        };
        auto response = parts_.files->respond(
            request, fmt::format("{} {}?{}", variant_of(query.format), request.path(), request.raw_query()),
            {.content_type = std::string{media_type_of(query.format)}, .file_name = file_name(query.format)}, write);
        response.add_token("Vary", "Accept");
        return response;
    }

    Collection const& collection_;
    ApiParts parts_;
    Services const& services_;
};

}  // namespace

void add_api_routes(http::Router& router, ApiParts const& parts, Services const& services)
{
    router.json_errors_below("/api/");
    for (auto const& collection : collections()) {
        auto const routes = std::make_shared<CollectionRoutes const>(collection, parts, services);
        router.get(
            collection.path, [routes](http::Request& request) { return routes->list(request); },
            {.rate_class = rate_api, .quick = [routes](http::Request& request) { return routes->kept(request); }});
        router.get(
            collection.path + "/{uuid}", [routes](http::Request& request) { return routes->one(request); },
            {.rate_class = rate_api, .quick = [routes](http::Request& request) { return routes->kept_one(request); }});
    }
    add_aop_collection(router, parts, services);
    add_change_feed(router, parts, services);
    add_permanent_pages(router, parts, services);
}

}  // namespace kewp::web
