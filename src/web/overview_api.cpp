#include "corpus/source_versions.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"
#include "web/degradation.hpp"
#include "web/routes.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

using boost::json::object;

struct Curated {
    object mappings;
    std::uint64_t pending = 0;
};

Result<Curated> read_curated(store::Session& session)
{
    Curated curated;
    for (auto const resource : kResources) {
        auto const number = store::count_mappings(session, {.resource = resource});
        if (!number) {
            return fail(number.error());
        }
        curated.mappings[name_of(resource)] = *number;
    }
    auto const pending = store::count_proposals(session, {.status = store::ProposalStatus::pending});
    if (!pending) {
        return fail(pending.error());
    }
    curated.pending = *pending;
    return curated;
}

object corpus_counts(corpus::Corpus const& corpus)
{
    auto const size = [&](corpus::TargetKind kind) { return corpus.targets(kind).size(); };
    using enum corpus::TargetKind;
    return object{{"key_events", corpus.key_events().size()},
                  {"aops", corpus.aops().size()},
                  {"wikipathways", size(wikipathways)},
                  {"go", size(go_bp) + size(go_mf)},
                  {"reactome", size(reactome)}};
}

boost::json::array sources(corpus::SourceVersions const& versions)
{
    boost::json::array all;
    for (auto const source : corpus::kSources) {
        auto const version = versions.display(source);
        all.push_back(object{{"name", corpus::title_of(source)},
                             {"version", version ? boost::json::value(*version) : boost::json::value(nullptr)}});
    }
    return all;
}

/// What the frame of every page and the start page show.
http::Response overview(http::Request const& request, Services const& services)
{
    auto curated = services.readers.read(read_curated);
    if (!curated) {
        return http::error_response(curated.error(), request);
    }
    auto const degraded = degradations(services);
    return http::json(object{{"version", KEWP_VERSION},
                             {"corpus", corpus_counts(services.corpus)},
                             {"mappings", std::move(curated->mappings)},
                             {"pending_proposals", curated->pending},
                             {"sources", sources(services.corpus.versions())},
                             {"degraded", boost::json::array(degraded.begin(), degraded.end())}});
}

}  // namespace

void add_overview_api(http::Router& router, Services const& services)
{
    router.get("/api/site", [&services](http::Request& request) { return overview(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
