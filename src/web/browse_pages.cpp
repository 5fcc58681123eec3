#include "base/json_text.hpp"
#include "publish/dataset_description.hpp"
#include "publish/mapping_object.hpp"
#include "store/audit_repository.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"
#include "web/dataset_source.hpp"
#include "web/layout.hpp"
#include "web/paging.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

using store::MappingRecord;

struct Counts {
    std::uint64_t mappings[std::size(kResources)] = {};
    std::uint64_t pending = 0;
};

Result<Counts> read_counts(store::Session& session)
{
    Counts counts;
    for (auto const resource : kResources) {
        auto const number = store::count_mappings(session, {.resource = resource});
        if (!number) {
            return fail(number.error());
        }
        counts.mappings[static_cast<std::size_t>(resource)] = *number;
    }
    auto const pending = store::count_proposals(session, {.status = store::ProposalStatus::pending});
    if (!pending) {
        return fail(pending.error());
    }
    counts.pending = *pending;
    return counts;
}

Html count_item(std::uint64_t number, std::string_view of_what)
{
    return markup("<li><strong>{}</strong>{}</li>\n", number, of_what);
}

http::Response start_page(http::Request const& request, Services const& services)
{
    auto const counts = services.readers.read(read_counts);
    auto const dataset = services.readers.read([&](store::Session& session) {
        return read_dataset(session, services, base_url(request, services.settings.public_url));
    });
    if (!counts || !dataset) {
        return http::error_response(counts ? dataset.error() : counts.error(), request);
    }
    auto const& corpus = services.corpus;
    Html out = markup(R"(<p>Key Events of <abbr title="Adverse Outcome Pathways">AOPs</abbr>, mapped by curators to the
pathways and terms that omics analyses use. Suggestions come from the data; curators propose; an administrator approves;
anyone reads the result.</p>
<p><a class="button" href="/mapper">Map a Key Event</a> <a href="/explore">Browse approved mappings</a> ·
<a href="/api/v1/mappings?format=csv">Download them as CSV</a></p>
<h2>In this server</h2>
<ul class="counts">)");
    out += count_item(corpus.key_events().size(), "Key Events");
    out += count_item(corpus.targets(corpus::TargetKind::wikipathways).size(), "WikiPathways");
    out +=
        count_item(corpus.targets(corpus::TargetKind::go_bp).size() + corpus.targets(corpus::TargetKind::go_mf).size(),
                   "GO terms");
    out += count_item(corpus.targets(corpus::TargetKind::reactome).size(), "Reactome pathways");
    out += count_item(counts->mappings[0], "approved WikiPathways mappings");
    out += count_item(counts->mappings[1], "approved GO mappings");
    out += count_item(counts->mappings[2], "approved Reactome mappings");
    out += count_item(counts->pending, "proposals waiting for review");
    out += markup("</ul>\n<script type=\"application/ld+json\">{}</script>\n",
                  Html{publish::dataset_json_ld(*dataset)});  // data, which the content security policy lets pass
    return page("Key Event mapping", out, request, services);
}

Html resource_tabs(Resource current)
{
    Html out = markup("<ul class=\"tabs\">");
    for (auto const resource : kResources) {
        out += markup(R"(<li><a href="/explore?resource={}"{}>{}</a></li>)", name_of(resource),
                      Html{resource == current ? " aria-current=\"page\"" : ""}, label_of(resource));
    }
    return out += markup("</ul>");
}

Html mapping_rows(std::vector<MappingRecord> const& mappings)
{
    Html out = markup(R"(<div class="scroll"><table><thead><tr><th>Key Event<th>Target<th>Confidence<th>Approved
<th></thead><tbody>
)");
    for (auto const& mapping : mappings) {
        out +=
            markup(R"(<tr><td><a href="/ke/{}">{}</a> {}<td>{} {}<td>{}<td>{}<td><a href="/mappings/{}">Details</a></tr>
)",
                   mapping.pair.ke_id.number(), mapping.pair.ke_id.str(), mapping.claim.ke_title,
                   mapping.pair.target_id.str(), mapping.claim.target_title, badge(store::name_of(mapping.confidence)),
                   mapping.approved_at ? format_utc(*mapping.approved_at) : "", mapping.uuid);
    }
    return out += markup("</tbody></table></div>");
}

http::Response explore_page(http::Request const& request, Services const& services)
{
    auto const resource = parse_resource(request.query("resource").value_or("wikipathways"));
    if (!resource) {
        return http::error_response(resource.error(), request);
    }
    auto const paging = Paging::of(request);
    store::MappingFilter const filter{.resource = *resource};
    std::uint64_t total = 0;
    auto const mappings = services.readers.read([&](store::Session& session) -> Result<std::vector<MappingRecord>> {
        auto const count = store::count_mappings(session, filter);
        if (!count) {
            return fail(count.error());
        }
        total = *count;
        return store::list_mappings(session, filter, {.limit = paging.per_page, .offset = paging.offset()});
    });
    if (!mappings) {
        return http::error_response(mappings.error(), request);
    }
    Html out = resource_tabs(*resource);
    out += markup("<p>{} approved mappings, newest first.</p>\n", total);
    out += mapping_rows(*mappings);
    auto const link = [&](std::uint64_t number, std::string_view text) {
        return markup(R"(<a href="/explore{}">{}</a> )", page_query(request, {"resource"}, number, paging.per_page),
                      text);
    };
    out += paging.page > 1 ? link(paging.page - 1, "Newer") : Html{};
    out += paging.page < paging.pages(total) ? link(paging.page + 1, "Older") : Html{};
    return page("Approved mappings", out, request, services);
}

Html history_rows(std::vector<store::AuditRecord> const& history)
{
    Html out = markup("<h2>History</h2><div class=\"scroll\"><table><tbody>\n");
    for (auto const& line : history) {
        out += markup("<tr><td>{}<td>{}<td>{}</tr>\n", format_utc(line.at), line.action, line.actor);
    }
    return out += markup("</tbody></table></div>");
}

Html mapping_details(MappingRecord const& mapping)
{
    Html out;
    if (mapping.withdrawn_at) {
        out += markup(R"(<p class="error">{} on {}: {}</p>)", badge("withdrawn"), format_utc(*mapping.withdrawn_at),
                      mapping.withdrawn_reason.value_or("no reason given"));
    }
    out += markup(R"(<dl><dt>Key Event</dt><dd><a href="/ke/{}">{}</a> {}</dd><dt>Target</dt><dd>{} {}</dd>
<dt>Confidence</dt><dd>{}</dd>{})",
                  mapping.pair.ke_id.number(), mapping.pair.ke_id.str(), mapping.claim.ke_title,
                  mapping.pair.target_id.str(), mapping.claim.target_title, badge(store::name_of(mapping.confidence)),
                  answers_list(mapping.claim.assessment));
    if (mapping.claim.suggestion_score) {
        out += markup("<dt>Suggestion score</dt><dd>{}</dd>", number_text(*mapping.claim.suggestion_score));
    }
    out += markup("<dt>Proposed by</dt><dd>{}</dd><dt>Approved by</dt><dd>{}, {}</dd>",
                  mapping.proposed_by.value_or("unknown"), mapping.approved_by.value_or("unknown"),
                  mapping.approved_at ? format_utc(*mapping.approved_at) : "date unknown");
    return out += markup("<dt>Sources</dt><dd>AOP-Wiki {}, target {}</dd><dt>Identifier</dt><dd>{}</dd></dl>",
                         mapping.sources.aopwiki.value_or("unknown"), mapping.sources.target_date.value_or("unknown"),
                         mapping.uuid);
}

http::Response mapping_page(http::Request const& request, Services const& services)
{
    auto const uuid = request.path_text("uuid");
    std::vector<store::AuditRecord> history;
    auto const mapping = services.readers.read([&](store::Session& session) -> Result<std::optional<MappingRecord>> {
        auto lines = store::list_audit(session, uuid);
        if (!lines) {
            return fail(lines.error());
        }
        history = std::move(*lines);
        return store::find_mapping(session, uuid);
    });
    if (!mapping) {
        return http::error_response(mapping.error(), request);
    }
    if (!*mapping) {
        return http::error_response({ErrorCode::not_found, fmt::format("There is no mapping {}", uuid)}, request);
    }
    auto const title = fmt::format("{} – {}", (*mapping)->pair.ke_id.str(), (*mapping)->pair.target_id.str());
    return page(title, mapping_details(**mapping) += history_rows(history), request, services,
                (*mapping)->withdrawn_at ? 410 : 200);
}

}  // namespace

void add_browse_pages(http::Router& router, Services const& services)
{
    router.get("/", [&services](http::Request& request) { return start_page(request, services); },
               {.rate_class = rate_general});
    router.get("/explore", [&services](http::Request& request) { return explore_page(request, services); },
               {.rate_class = rate_general});
    router.get("/mappings/{uuid}", [&services](http::Request& request) { return mapping_page(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
