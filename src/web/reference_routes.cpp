#include "base/json_text.hpp"
#include "http/prepared_body.hpp"
#include "store/mapping_repository.hpp"
#include "web/routes.hpp"
#include "web/suggestion_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>
#include <mutex>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr char const* kCacheControl = "public, max-age=300";  // the data change with a release only
constexpr std::uint64_t kMostMappings = 1000;                 // of one Key Event that are listed

/// An answer that is made when it is first asked for and stays the same.
class FixedAnswer {
public:
    explicit FixedAnswer(std::function<value()> make) : make_(std::move(make)) {}

    http::Response respond(http::Request const& request)
    {
        std::call_once(once_, [&] {
            body_ = std::make_unique<http::PreparedBody const>(to_json_text(make_()) + "\n", "application/json");
        });
        return body_->respond(request, kCacheControl);
    }

private:
    std::function<value()> make_;
    std::once_flag once_;
    std::unique_ptr<http::PreparedBody const> body_;
};

array membership(corpus::KeyEvent const& ke, corpus::Corpus const& corpus)
{
    array aops;
    for (auto const id : ke.aops) {
        auto const* const aop = corpus.find(id);
        aops.push_back(object{{"aop_id", id.str()}, {"aop_title", aop == nullptr ? std::string{} : aop->title}});
    }
    return aops;
}

array key_event_options(corpus::Corpus const& corpus)
{
    array all;
    for (auto const& ke : corpus.key_events()) {
        all.push_back(object{{"KEtitle", ke.title},
                             {"KElabel", ke.id.str()},
                             {"KEpage", ke.page},
                             {"KEdescription", ke.description},
                             {"biolevel", ke.level}});
    }
    return all;
}

array pathway_options(corpus::Corpus const& corpus)
{
    array all;
    for (auto const& pathway : corpus.targets(corpus::TargetKind::wikipathways).all()) {
        all.push_back(object{{"pathwayID", pathway.id.str()},
                             {"pathwayTitle", pathway.title},
                             {"pathwayLink", pathway.link},
                             {"pathwayDescription", pathway.description}});
    }
    return all;
}

array aop_options(corpus::Corpus const& corpus)
{
    array all;
    for (auto const& aop : corpus.aops()) {
        all.push_back(object{{"aopId", aop.id.str()}, {"aopTitle", aop.title}});
    }
    return all;
}

object data_versions(corpus::Corpus const& corpus)
{
    object versions;
    for (auto const source : corpus::kSources) {
        auto const version = corpus.versions().display(source);
        versions[name_of(source)] = object{{"name", title_of(source)},
                                           {"version", version ? value(*version) : value(nullptr)},
                                           {"unavailable", !version.has_value()}};
    }
    return versions;
}

object points_object(config::PathwayAssessment::Points const& points)
{
    object members;
    for (auto const& [answer, worth] : points) {
        auto const whole = static_cast<std::int64_t>(worth);
        members[answer] = static_cast<double>(whole) == worth ? value(whole) : value(worth);
    }
    return members;
}

double most(config::PathwayAssessment::Points const& points)
{
    return points.empty() ? 0.0 : std::ranges::max(points, {}, &std::pair<std::string, double>::second).second;
}

object pathway_rubric(config::ScoringConfig const& config)
{
    auto const& rubric = config.pathway_assessment;
    auto const answers = most(rubric.evidence_quality) + most(rubric.pathway_specificity) + most(rubric.ke_coverage);
    return object{{"version", config.version},
                  {"ke_pathway_assessment",
                   object{{"evidence_quality", points_object(rubric.evidence_quality)},
                          {"pathway_specificity", points_object(rubric.pathway_specificity)},
                          {"ke_coverage", points_object(rubric.ke_coverage)},
                          {"biological_level", object{{"bonus", rubric.level_bonus},
                                                      {"qualifying_levels", text_array(rubric.qualifying_levels)}}},
                          {"confidence_thresholds", object{{"high", rubric.high}, {"medium", rubric.medium}}},
                          {"max_scores",
                           object{{"with_bio_bonus", answers + rubric.level_bonus}, {"without_bio_bonus", answers}}},
                          {"connection_types", text_array(rubric.connection_types)}}},
                  {"quality_tiers", object{{"excellent_threshold", config.tiers.excellent},
                                           {"good_threshold", config.tiers.good},
                                           {"moderate_threshold", config.tiers.moderate}}},
                  {"ranking_mode", config::name_of(config.mode)},
                  {"metadata", object{{"source", "scoring_config.yaml"}}}};
}

object go_rubric(config::ScoringConfig const& config)
{
    auto const& rubric = config.go_assessment;
    return object{
        {"version", config.version},
        {"ke_go_assessment", object{{"dimension_weights", object{{"connection", rubric.connection},
                                                                 {"specificity", rubric.specificity},
                                                                 {"evidence", rubric.evidence}}},
                                    {"dimension_thresholds", object{{"high", rubric.high}, {"medium", rubric.medium}}},
                                    {"connection_types", text_array(rubric.connection_types)}}},
        {"metadata", object{{"source", "scoring_config.yaml"}}}};
}

/// The Key Event that a path names. Errors: invalid_argument, not_found.
Result<corpus::KeyEvent const*> key_event_in(http::Request const& request, corpus::Corpus const& corpus)
{
    auto const id = request.path<KeId>("ke_id");
    if (!id) {
        return fail_in("ke_id", id.error());
    }
    auto const* const ke = corpus.find(*id);
    if (ke == nullptr) {
        return fail(ErrorCode::not_found, fmt::format("{} is not among the Key Events", id->str()));
    }
    return ke;
}

http::Response key_event_genes(http::Request const& request, Services const& services)
{
    auto const ke = key_event_in(request, services.corpus);
    if (!ke) {
        return http::error_response(ke.error(), request);
    }
    object members{{"ke_id", (*ke)->id.str()},
                   {"genes", text_array((*ke)->gene_symbols)},
                   {"genes_full", gene_list_full(**ke)},
                   {"gene_count", (*ke)->gene_symbols.size()},
                   {"timestamp", now().time_since_epoch().count()}};
    if (!services.corpus.ke_genes_known()) {
        members["warnings"] = warning_array({{"ke_genes", "unavailable", "the genes of Key Events are not known"}});
    }
    return http::json(members);
}

http::Response key_event_detail(http::Request const& request, Services const& services)
{
    auto const found = key_event_in(request, services.corpus);
    if (!found) {
        return http::error_response(found.error(), request);
    }
    auto const& ke = **found;
    return http::json(object{{"ke_id", ke.id.str()},
                             {"ke_title", ke.title},
                             {"ke_description", ke.description},
                             {"biolevel", ke.level},
                             {"ke_page", ke.page},
                             {"aop_membership", membership(ke, services.corpus)},
                             {"genes", text_array(ke.gene_symbols)}});
}

/// Mappings of one resource under the names of the reference.
array mapping_array(std::vector<store::MappingRecord> const& mappings, Resource resource, char const* id_name,
                    char const* title_name)
{
    array all;
    for (auto const& mapping : mappings) {
        if (mapping.resource() == resource) {
            all.push_back(object{{id_name, mapping.pair.target_id.str()},
                                 {title_name, mapping.claim.target_title},
                                 {"confidence_level", store::name_of(mapping.confidence)},
                                 {"uuid", mapping.uuid}});
        }
    }
    return all;
}

http::Response key_event_context(http::Request const& request, Services const& services)
{
    auto const found = key_event_in(request, services.corpus);
    if (!found) {
        return http::error_response(found.error(), request);
    }
    auto const& ke = **found;
    auto const mappings = services.readers.read([&](store::Session& session) {
        return store::list_mappings(session, {.ke_ids = std::vector{ke.id}}, {.limit = kMostMappings, .offset = 0});
    });
    if (!mappings) {
        return http::error_response(mappings.error(), request);
    }
    auto const wp = mapping_array(*mappings, Resource::wikipathways, "wp_id", "wp_title");
    auto const go = mapping_array(*mappings, Resource::go, "go_id", "go_name");
    auto const reactome = mapping_array(*mappings, Resource::reactome, "reactome_id", "pathway_name");
    return http::json(object{{"ke_id", ke.id.str()},
                             {"aop_membership", membership(ke, services.corpus)},
                             {"wp_mappings", wp},
                             {"go_mappings", go},
                             {"reactome_mappings", reactome},
                             {"summary", object{{"aop_count", ke.aops.size()},
                                                {"wp_mapping_count", wp.size()},
                                                {"go_mapping_count", go.size()},
                                                {"reactome_mapping_count", reactome.size()}}}});
}

http::Response aop_key_events(http::Request const& request, Services const& services)
{
    auto const id = request.path<AopId>("aop_id");
    if (!id) {
        return http::error_response(Error{id.error().code, "aop_id: " + id.error().message}, request);
    }
    auto const* const aop = services.corpus.find(*id);
    if (aop == nullptr) {
        return http::error_response({ErrorCode::not_found, fmt::format("{} is not among the AOPs", id->str())},
                                    request);
    }
    array all;
    for (auto const ke_id : aop->key_events) {
        auto const* const ke = services.corpus.find(ke_id);
        all.push_back(object{{"KElabel", ke_id.str()},
                             {"KEtitle", ke == nullptr ? std::string{} : ke->title},
                             {"biolevel", ke == nullptr ? std::string{} : ke->level},
                             {"KEpage", ke == nullptr ? std::string{} : ke->page}});
    }
    auto response = http::json(all);
    response.set("Cache-Control", kCacheControl);
    return response;
}

}  // namespace

void add_reference_routes(http::Router& router, Services const& services)
{
    for (auto const* const prefix : {"/get_", "/ke_genes/"}) {
        router.json_errors_below(prefix);
    }
    auto const add_fixed = [&](char const* pattern, std::function<value()> make) {
        auto const fixed = std::make_shared<FixedAnswer>(std::move(make));
        router.get(pattern, [fixed](http::Request& request) { return fixed->respond(request); },
                   {.rate_class = rate_general});
    };
    add_fixed("/get_ke_options", [&services] { return value(key_event_options(services.corpus)); });
    add_fixed("/get_pathway_options", [&services] { return value(pathway_options(services.corpus)); });
    add_fixed("/get_aop_options", [&services] { return value(aop_options(services.corpus)); });
    add_fixed("/get_data_versions", [&services] { return value(data_versions(services.corpus)); });
    add_fixed("/api/scoring-config", [&services] { return value(pathway_rubric(services.suggester.config())); });
    add_fixed("/api/go-scoring-config", [&services] { return value(go_rubric(services.suggester.config())); });

    auto const add = [&](char const* pattern, http::Response (*answer)(http::Request const&, Services const&),
                         RateClass rate) {
        router.get(pattern, [answer, &services](http::Request& request) { return answer(request, services); },
                   {.rate_class = rate});
    };
    add("/get_aop_kes/{aop_id}", aop_key_events, rate_lookup);
    add("/ke_genes/{ke_id}", key_event_genes, rate_lookup);
    add("/api/ke_context/{ke_id}", key_event_context, rate_general);
    add("/api/ke_detail/{ke_id}", key_event_detail, rate_general);
}

}  // namespace kewp::web
