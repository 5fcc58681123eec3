#include "publish/deposit_files.hpp"

#include "base/text.hpp"
#include "publish/citation.hpp"
#include "publish/gmt.hpp"
#include "publish/turtle.hpp"

#include <fmt/format.h>

namespace kewp::publish {
namespace {

using corpus::Source;
using store::Confidence;

struct Tier {
    char const* name;
    std::optional<Confidence> confidence;
};

constexpr Tier kTiers[] = {
    {"All", std::nullopt}, {"High", Confidence::high}, {"Medium", Confidence::medium}, {"Low", Confidence::low}};

ArchiveFile text_file(std::string name, char const* media_type, char const* description, std::string text)
{
    return {std::move(name), media_type, description,
            [text = std::move(text)](Sink const& sink) -> Result<void> { return sink(text); }};
}

ArchiveFile gmt_file(store::Session& session, corpus::Corpus const& corpus, std::string name, Resource resource,
                     Tier const& tier)
{
    return {std::move(name), "text/tab-separated-values",
            fmt::format("Gene sets (GMT), one per mapping: {}",
                        tier.confidence ? std::string{tier.name} + " confidence" : "all mappings"),
            [&session, &corpus, resource, tier](Sink const& sink) {
                return write_gmt(session, corpus, {.resource = resource, .confidence = tier.confidence},
                                 GmtLines::per_mapping, sink);
            }};
}

std::string row_of_source(DatasetInfo const& info, Source source)
{
    auto const release = info.sources.display(source);
    auto const* const version = info.sources.find(source);
    constexpr std::size_t kDay = 10;
    auto const captured =
        version == nullptr ? std::string{} : std::string{version->field("captured_at").substr(0, kDay)};
    auto const date = release && source == Source::reactome ? version->field("release_date") : std::string_view{};
    return fmt::format("| {} | {}{} | {} |\n", corpus::title_of(source), release.value_or("unknown"),
                       date.empty() ? "" : fmt::format(" ({})", date), captured.empty() ? "–" : captured);
}

std::string snapshot_section(DatasetInfo const& info)
{
    if (info.sources.captured_at().empty()) {
        return "The releases of the sources were not recorded, so this information is unavailable.\n";
    }
    std::string table = "| Resource | Release | Captured |\n|---|---|---|\n";
    for (auto const source : {Source::wikipathways, Source::gene_ontology, Source::reactome, Source::aopwiki}) {
        table += row_of_source(info, source);
    }
    return table;
}

}  // namespace

std::string_view archive_name(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return "KE-WikiPathways";
        case Resource::go: return "KE-GO";
        case Resource::reactome: return "KE-Reactome";
    }
    return {};
}

std::vector<ArchiveFile> archive_files(store::Session& session, corpus::Corpus const& corpus, DatasetInfo const& info,
                                       std::string const& mapping_iri, Resource resource)
{
    auto const name = std::string{archive_name(resource)};
    auto const day = format_utc(info.changed_at.value_or(Instant{})).substr(0, 10);
    std::vector<ArchiveFile> files;
    for (auto const& tier : kTiers) {
        files.push_back(
            gmt_file(session, corpus, fmt::format("{0}/{0}_{1}_{2}.gmt", name, day, tier.name), resource, tier));
    }
    files.push_back({fmt::format("{}/{}-mappings.ttl", name, text::ascii_lower(name)), "text/turtle",
                     "All mappings as RDF", [&session, &corpus, mapping_iri, resource](Sink const& sink) {
                         return write_turtle(session, corpus, {.resource = resource}, mapping_iri, sink);
                     }});
    std::vector const relevant = {corpus::source_of(resource), Source::aopwiki};
    if (info.sources.find(relevant[0]) != nullptr || info.sources.find(relevant[1]) != nullptr) {
        files.push_back(text_file(name + "/source_versions.json", "application/json",
                                  "Releases of the sources that were mapped", info.sources.to_json(relevant)));
    }
    return files;
}

std::vector<ArchiveFile> deposit_files(store::Session& session, corpus::Corpus const& corpus, DatasetInfo const& info,
                                       std::string const& mapping_iri, std::string const& day)
{
    std::vector<ArchiveFile> files;
    for (auto const resource : kResources) {
        auto parts = archive_files(session, corpus, info, mapping_iri, resource);
        files.push_back({fmt::format("{}.zip", archive_name(resource)), "application/zip",
                         fmt::format("Mappings to {}", corpus::title_of(corpus::source_of(resource))),
                         [parts = std::move(parts)](Sink const& sink) -> Result<void> {
                             auto const written = write_zip(parts, sink);
                             return written ? Result<void>{} : fail(written.error());
                         }});
    }
    files.push_back(text_file("README.md", "text/markdown", "What the archives hold", deposit_readme(info, day)));
    return files;
}

std::string deposit_readme(DatasetInfo const& info, std::string const& day)
{
    std::string counts;
    for (auto const resource : kResources) {
        auto const& n = info.counts[static_cast<std::size_t>(resource)];
        counts +=
            fmt::format("| `{}.zip` | {} | **{}** total · {} High · {} Medium · {} Low |\n", archive_name(resource),
                        corpus::title_of(corpus::source_of(resource)), n.all, n.high, n.medium, n.low);
    }
    return fmt::format(R"(# {title}

{description}

- Published: {day}
- Version: {version}
- Application and its source code: {address}
- Licence: {licence} ({licence_url})

## Archives

| File | Mapped to | Mappings |
|---|---|---|
{counts}
Each holds one folder with

- `…_All.gmt`, `…_High.gmt`, `…_Medium.gmt`, `…_Low.gmt`: gene sets for enrichment analysis, one line per mapping:
  name (Key Event, its title, target), title of the target, HGNC symbols of its genes, separated by tabs;
- `…-mappings.ttl`: every mapping as RDF (Turtle) with its confidence, who approved it and when;
- `source_versions.json`: the releases that were mapped.

Confidence (high, medium, low) follows from the answers that curators gave about the evidence. Each tier's file has
the mappings of just that tier. Where one is missing there are no mappings in it, or none whose target has genes.

Identifiers: Key Events are numbered as in AOP-Wiki (`KE 55` is https://aopwiki.org/events/55), pathways as in
WikiPathways (`WP554`) and Reactome (`R-HSA-109581`), terms as in the Gene Ontology (`GO:0006915`). A mapping has a UUID
that stays; its IRI in RDF ends with it.

## Releases of the sources

{sources}
## Citation

If you use these data, please cite them:

> {citation}
)",
                       fmt::arg("title", info.about.title), fmt::arg("description", info.about.description),
                       fmt::arg("day", day), fmt::arg("version", info.version()),
                       fmt::arg("address", info.address.empty() ? info.iri : info.address),
                       fmt::arg("licence", info.about.licence), fmt::arg("licence_url", info.licence_url()),
                       fmt::arg("counts", counts), fmt::arg("sources", snapshot_section(info)),
                       fmt::arg("citation", citation_text(info)));
}

}  // namespace kewp::publish
