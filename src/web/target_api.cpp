#include "base/text.hpp"
#include "corpus/corpus.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <optional>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using corpus::Target;
using corpus::TargetKind;

value gene_count(Target const& target)
{
    auto const count = target.gene_count();
    return count ? value(*count) : value(nullptr);
}

object reference_to(Target const& target)
{
    return object{{"id", target.id.str()}, {"title", target.title}};
}

bool is_child_of(Target const& term, TargetId parent)
{
    return std::ranges::find(term.is_a, parent) != term.is_a.end() ||
           std::ranges::find(term.part_of, parent) != term.part_of.end();
}

bool has_known_parent(Target const& term, corpus::TargetSet const& set)
{
    auto const known = [&](TargetId id) { return set.find(id) != nullptr; };
    return std::ranges::any_of(term.is_a, known) || std::ranges::any_of(term.part_of, known);
}

std::size_t child_count(Target const& term, corpus::TargetSet const& set)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(set.all(), [&](Target const& other) { return is_child_of(other, term.id); }));
}

Result<TargetKind> kind_in(http::Request const& request)
{
    auto const asked = request.query("kind").value_or("");
    for (auto const kind : corpus::kTargetKinds) {
        if (asked == name_of(kind)) {
            return kind;
        }
    }
    return fail(Error{ErrorCode::invalid_argument,
                      "kind: expected wikipathways, go_bp, go_mf or reactome",
                      {{"kind", "must be wikipathways, go_bp, go_mf or reactome"}}});
}

/// For walking through all targets of a kind: those whose title or id has the words of `q`; below `parent` for GO,
/// where no `q` and no `parent` means the terms without a parent.
http::Response list(http::Request const& request, Services const& services)
{
    auto const kind = kind_in(request);
    if (!kind) {
        return http::error_response(kind.error(), request);
    }
    auto const& set = services.corpus.targets(*kind);
    auto const resource = corpus::resource_of(*kind);
    auto const words = text::ascii_lower(text::trim(request.query("q").value_or("")));
    auto const above = request.query("parent").value_or("");
    std::optional<TargetId> parent;
    if (!above.empty()) {
        auto const parsed = TargetId::parse(resource, above);
        if (!parsed) {
            return http::error_response(parsed.error(), request);
        }
        parent = *parsed;
    }
    bool const as_tree = resource == Resource::go && words.empty();
    auto const wanted = [&](Target const& target) {
        if (as_tree) {
            return parent ? is_child_of(target, *parent) : !has_known_parent(target, set);
        }
        return words.empty() || text::ascii_lower(target.title).find(words) != std::string::npos ||
               text::ascii_lower(target.id.str()) == words;
    };
    std::vector<Target const*> found;
    for (auto const& target : set.all()) {
        if (wanted(target)) {
            found.push_back(&target);
        }
    }
    std::ranges::sort(found, {}, [](Target const* target) { return text::ascii_lower(target->title); });
    auto const paging = Paging::of(request);
    auto const begin = std::min<std::uint64_t>(paging.offset(), found.size());
    auto const end = std::min<std::uint64_t>(begin + paging.per_page, found.size());
    array rows;
    for (auto at = begin; at < end; ++at) {
        auto row = reference_to(*found[at]);
        row["gene_count"] = gene_count(*found[at]);
        row["children"] = resource == Resource::go ? child_count(*found[at], set) : 0;
        rows.push_back(std::move(row));
    }
    return http::json(object{{"targets", std::move(rows)},
                             {"pagination", pagination(paging, found.size(), request, {"kind", "q", "parent"},
                                                       services.settings.public_url)}});
}

/// Terms of a list of ids, also of those that are no targets, then without a title.
void add_parents(array& all, std::vector<TargetId> const& ids, char const* relation, corpus::Corpus const& corpus)
{
    for (auto const id : ids) {
        auto const* const term = corpus.find_target(id);
        all.push_back(
            object{{"id", id.str()}, {"title", term == nullptr ? std::string{} : term->title}, {"relation", relation}});
    }
}

/// What a source says about a target beside its description.
void add_texts(object& out, Target const& target)
{
    array synonyms;
    for (auto const& synonym : target.synonyms) {
        synonyms.push_back(object{{"text", synonym.text}, {"type", synonym.type}});
    }
    array publications;
    for (auto const& publication : target.publications) {
        publications.push_back(object{{"pmid", publication.pmid}, {"url", publication.url}});
    }
    out["species"] = target.species.empty() ? value(nullptr) : value(target.species);
    out["tags"] = array(target.tags.begin(), target.tags.end());
    out["synonyms"] = std::move(synonyms);
    out["publications"] = std::move(publications);
}

/// The whole of one target: what its card, its place in the hierarchy and the comparison of genes need.
http::Response show(http::Request const& request, Services const& services)
{
    auto const& corpus = services.corpus;
    auto const resource = parse_resource(request.path_text("resource"));
    auto const id = resource ? TargetId::parse(*resource, request.path_text("id")) : fail(resource.error());
    if (!id) {
        return http::error_response(id.error(), request);
    }
    auto const* const target = corpus.find_target(*id);
    if (target == nullptr) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the targets of this release", id->str())}, request);
    }
    auto const kind = corpus.kind_of(*id).value();
    array genes;
    for (auto const gene : target->genes) {
        genes.emplace_back(corpus.genes().symbol(gene));
    }
    std::ranges::sort(genes, [](value const& a, value const& b) { return a.as_string() < b.as_string(); });
    array parents;
    add_parents(parents, target->is_a, "is_a", corpus);
    add_parents(parents, target->part_of, "part_of", corpus);
    array children;
    if (*resource == Resource::go) {
        for (auto const& other : corpus.targets(kind).all()) {
            if (is_child_of(other, *id)) {
                children.push_back(reference_to(other));
            }
        }
    }
    auto object = reference_to(*target);
    object["kind"] = name_of(kind);
    object["description"] = text::strip_html(target->description);
    object["link"] = target->link;
    object["picture"] = target->svg.empty() ? value(nullptr) : value(target->svg);
    object["gene_count"] = gene_count(*target);
    object["genes"] = target->genes_known ? value(std::move(genes)) : value(nullptr);
    object["depth"] = target->depth && *target->depth >= 0 ? value(*target->depth) : value(nullptr);
    object["ic"] = target->ic ? value(*target->ic) : value(nullptr);
    add_texts(object, *target);
    object["parents"] = std::move(parents);
    object["children"] = std::move(children);
    return http::json(object);
}

}  // namespace

void add_target_api(http::Router& router, Services const& services)
{
    router.get("/api/targets", [&services](http::Request& request) { return list(request, services); },
               {.rate_class = rate_lookup});
    router.get("/api/targets/{resource}/{id}", [&services](http::Request& request) { return show(request, services); },
               {.rate_class = rate_lookup});
}

}  // namespace kewp::web
