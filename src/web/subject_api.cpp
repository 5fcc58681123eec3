#include "base/text.hpp"
#include "web/routes.hpp"
#include "web/suggestion_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

// What the pages of a Key Event and of a target show of the loaded releases.
namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr char const* kCacheControl = "public, max-age=300";  // the data change with a release only

value or_null(std::string const& text)
{
    return text.empty() ? value(nullptr) : value(text);
}

array aops_of(corpus::KeyEvent const& event, corpus::Corpus const& corpus)
{
    array all;
    for (auto const id : event.aops) {
        auto const* const aop = corpus.find(id);
        all.push_back(object{{"aop_id", id.str()},
                             {"aop_title", aop == nullptr ? value(nullptr) : or_null(aop->title)},
                             {"oecd_status", aop == nullptr ? value(nullptr) : or_null(aop->oecd_status)}});
    }
    return all;
}

enum class Side : std::uint8_t { upstream, downstream };

/// The events directly before or after this one, over all of its AOPs, each once and with the AOPs that say so.
array neighbours(corpus::KeyEvent const& event, corpus::Corpus const& corpus, Side side)
{
    std::vector<std::pair<KeId, array>> found;
    for (auto const aop_id : event.aops) {
        auto const* const aop = corpus.find(aop_id);
        if (aop == nullptr) {
            continue;
        }
        for (auto const& [before, after] : aop->relationships) {
            auto const here = side == Side::upstream ? after : before;
            auto const other = side == Side::upstream ? before : after;
            if (here != event.id) {
                continue;
            }
            auto at = std::ranges::find(found, other, &std::pair<KeId, array>::first);
            if (at == found.end()) {
                at = found.insert(found.end(), {other, array{}});
            }
            at->second.emplace_back(aop_id.str());
        }
    }
    array all;
    for (auto& [id, aops] : found) {
        auto const* const other = corpus.find(id);
        all.push_back(object{{"ke_id", id.str()},
                             {"ke_title", other == nullptr ? value(nullptr) : value(other->title)},
                             {"level", other == nullptr ? value(nullptr) : or_null(other->level)},
                             {"aops", std::move(aops)}});
    }
    return all;
}

object key_event_object(corpus::KeyEvent const& event, corpus::Corpus const& corpus)
{
    return {{"ke_id", event.id.str()},
            {"title", event.title},
            {"description", or_null(text::strip_html(event.description))},
            {"level", or_null(event.level)},
            {"link", or_null(event.page)},
            {"aops", aops_of(event, corpus)},
            {"upstream", neighbours(event, corpus, Side::upstream)},
            {"downstream", neighbours(event, corpus, Side::downstream)},
            {"genes", corpus.ke_genes_known() ? value(text_array(event.gene_symbols)) : value(nullptr)}};
}

http::Response key_event(http::Request const& request, Services const& services)
{
    auto const id = request.path<KeId>("id");
    if (!id) {
        return http::error_response(id.error(), request);
    }
    auto const* const event = services.corpus.find(*id);
    if (event == nullptr) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the Key Events of this release", id->str())}, request);
    }
    auto response = http::json(key_event_object(*event, services.corpus));
    response.set("Cache-Control", kCacheControl);
    return response;
}

std::optional<TargetId> target_id_in(std::string_view text)
{
    for (auto const resource : kResources) {
        if (auto const id = TargetId::parse(resource, text)) {
            return *id;
        }
    }
    return {};
}

value genes_of(corpus::Target const& target, corpus::Corpus const& corpus)
{
    if (!target.genes_known) {
        return nullptr;
    }
    std::vector<std::string> symbols;
    symbols.reserve(target.genes.size());
    for (auto const gene : target.genes) {
        symbols.push_back(corpus.genes().symbol(gene));
    }
    std::ranges::sort(symbols);
    return text_array(symbols);
}

array terms_of(std::vector<TargetId> const& ids, corpus::Corpus const& corpus)
{
    array all;
    for (auto const id : ids) {
        auto const* const term = corpus.find_target(id);
        all.push_back(
            object{{"target_id", id.str()}, {"title", term == nullptr ? value(nullptr) : value(term->title)}});
    }
    return all;
}

/// The terms directly below a GO term.
array children_of(corpus::Target const& target, corpus::TargetKind kind, corpus::Corpus const& corpus)
{
    std::vector<TargetId> ids;
    for (auto const& other : corpus.targets(kind).all()) {
        if (std::ranges::find(other.is_a, target.id) != other.is_a.end() ||
            std::ranges::find(other.part_of, target.id) != other.part_of.end()) {
            ids.push_back(other.id);
        }
    }
    return terms_of(ids, corpus);
}

/// Place in the hierarchy; null for pathways.
value hierarchy_of(corpus::Target const& target, corpus::TargetKind kind, corpus::Corpus const& corpus)
{
    if (target.id.resource() != Resource::go) {
        return nullptr;
    }
    return object{{"namespace", kind == corpus::TargetKind::go_mf ? "molecular_function" : "biological_process"},
                  {"depth", target.depth ? value(*target.depth) : value(nullptr)},
                  {"ic", target.ic ? value(*target.ic) : value(nullptr)},
                  {"is_a", terms_of(target.is_a, corpus)},
                  {"part_of", terms_of(target.part_of, corpus)},
                  {"children", children_of(target, kind, corpus)}};
}

object target_object(corpus::Target const& target, corpus::TargetKind kind, corpus::Corpus const& corpus)
{
    array synonyms;
    for (auto const& synonym : target.synonyms) {
        synonyms.push_back(object{{"text", synonym.text}, {"type", synonym.type}});
    }
    array publications;
    for (auto const& publication : target.publications) {
        publications.push_back(object{{"pmid", publication.pmid}, {"url", publication.url}});
    }
    auto const size = target.gene_count();
    return {{"target_id", target.id.str()},
            {"resource", name_of(target.id.resource())},
            {"title", target.title},
            {"description", or_null(text::strip_html(target.description))},
            {"link", or_null(target.link)},
            {"picture", or_null(target.svg)},
            {"species", or_null(target.species)},
            {"tags", text_array(target.tags)},
            {"synonyms", std::move(synonyms)},
            {"publications", std::move(publications)},
            {"gene_count", size ? value(*size) : value(nullptr)},
            {"genes", genes_of(target, corpus)},
            {"hierarchy", hierarchy_of(target, kind, corpus)}};
}

http::Response target(http::Request const& request, Services const& services)
{
    auto const text = request.path_text("id");
    auto const id = target_id_in(text);
    if (!id) {
        return http::error_response(
            {ErrorCode::invalid_argument,
             fmt::format("'{}' is no target; expected an id like WP254, GO:0006915 or R-HSA-109581", text)},
            request);
    }
    auto const* const found = services.corpus.find_target(*id);
    auto const kind = services.corpus.kind_of(*id);
    if (found == nullptr || !kind) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the targets of this release", id->str())}, request);
    }
    auto response = http::json(target_object(*found, *kind, services.corpus));
    response.set("Cache-Control", kCacheControl);
    return response;
}

}  // namespace

void add_subject_api(http::Router& router, Services const& services)
{
    router.get("/api/key-events/{id}", [&services](http::Request& request) { return key_event(request, services); },
               {.rate_class = rate_general});
    router.get("/api/targets/{id}", [&services](http::Request& request) { return target(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
