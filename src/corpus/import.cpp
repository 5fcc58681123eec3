#include "corpus/import.hpp"

#include "base/file.hpp"
#include "base/time.hpp"
#include "corpus/download.hpp"
#include "corpus/import_context.hpp"
#include "corpus/source_versions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace kewp::corpus {
namespace {

using Importer = Result<ReleaseInfo> (*)(ImportContext&);

struct SourceEntry {
    std::string_view name;
    Importer run;
    char const* manifest_source;     // as recorded in the manifest
    std::optional<Source> versions;  // its entry in source_versions.json
    std::string_view help;
};

constexpr std::string_view kAopWikiHelp =
    "  aop-wiki-xml-YYYY-MM-DD.gz (AOP-Wiki's XML dump), Turtle of AOP-Wiki's RDF,\n"
    "  aop_ke_ker.tsv, aop_ke_mie_ao.tsv, aop_ke_ec.tsv (AOP-Wiki's downloads),\n"
    "  ke_aop_membership.json, ke_metadata.json; any of them together\n"
    "  and makes ke_metadata.json, ke_aop_membership.json, ker_adjacency.json, aop_oecd_status.json";
constexpr std::string_view kKeGenesHelp =
    "  AOPWikiRDF-Genes.ttl and HGNC's table of genes\n"
    "  and makes ke_genes.json";
constexpr std::string_view kWikiPathwaysHelp =
    "  a checkout or archive of wikipathways-database, or wikipathways-YYYYMMDD-gmt-Homo_sapiens.gmt with a table\n"
    "  ensembl_gene_id, external_gene_name, entrezgene_id; also pathway_metadata.json (for what those lack)\n"
    "  and HGNC's table of genes\n"
    "  and makes pathway_metadata.json, wikipathways_gene_annotations.json";
constexpr std::string_view kReactomeHelp =
    "  ReactomePathways.gmt, ReactomePathwaysRelation.txt, descriptions (JSON, or a table of id and text),\n"
    "  HGNC's table of genes\n"
    "  and makes reactome_pathway_metadata.json, reactome_gene_annotations.json";
constexpr std::string_view kGoHelp =
    "  go-basic.obo, goa_human.gaf, GMT libraries, gene annotations as JSON, lists of edges (parent, child),\n"
    "  HGNC's table of genes\n"
    "  and makes go_{bp,mf}_metadata.json, …_hierarchy.json, …_gene_annotations.json, "
    "…_gene_annotations_propagated.json";

constexpr SourceEntry kEntries[] = {
    {"aopwiki", &import_aopwiki, "aopwiki", Source::aopwiki, kAopWikiHelp},
    {"ke-genes", &import_ke_genes, "aopwiki", std::nullopt, kKeGenesHelp},
    {"wikipathways", &import_wikipathways, "wikipathways", Source::wikipathways, kWikiPathwaysHelp},
    {"reactome", &import_reactome, "reactome", Source::reactome, kReactomeHelp},
    {"go", &import_go, "gene_ontology", Source::gene_ontology, kGoHelp},
};

constexpr std::string_view kNames[] = {"aopwiki", "ke-genes", "wikipathways", "reactome", "go"};

SourceEntry const* find_entry(std::string_view name)
{
    auto const* const found = std::find_if(std::begin(kEntries), std::end(kEntries),
                                           [&](SourceEntry const& entry) { return entry.name == name; });
    return found == std::end(kEntries) ? nullptr : found;
}

Result<std::vector<Input>> open_inputs(ImportRequest const& request, ImportStage const& stage, Progress& progress)
{
    std::vector<Input> inputs;
    for (auto const& given : request.inputs) {
        std::filesystem::path path{given};
        if (is_url(given)) {
            // A folder for each: two addresses can end in the same name.
            auto const folder = stage.scratch() / std::to_string(inputs.size());
            std::error_code error;
            std::filesystem::create_directory(folder, error);
            auto fetched = download(given, folder, progress);
            if (!fetched) {
                return fail(fetched.error());
            }
            path = std::move(*fetched);
        }
        auto input = Input::probe(given, std::move(path));
        if (!input) {
            return fail(input.error());
        }
        if (!input->is_folder() && input->head().empty()) {
            return fail(ErrorCode::corrupt, fmt::format("{}: is empty", given));
        }
        inputs.push_back(std::move(*input));
    }
    return inputs;
}

/// What the operator says beats what the inputs say. A date is a date; for Reactome and GO anything else is a
/// release (`94`, `releases/2024-01-17`).
void apply_stated_release(std::string const& stated, ReleaseInfo& release)
{
    if (stated.empty()) {
        return;
    }
    auto const date = date_in_name(stated);
    release.date = date.empty() ? release.date : date;
    release.label = date == stated ? release.label : stated;
    release.method = "stated by the operator";
}

SourceVersion version_entry(Source source, ReleaseInfo const& release, std::string const& captured_at)
{
    SourceVersion version;
    auto const add = [&](char const* name, std::string const& value) {
        if (!value.empty()) {
            version.fields.emplace_back(name, value);
        }
    };
    auto const known = !release.date.empty() || !release.label.empty();
    add("status", known ? "ok" : "unknown");
    if (!known) {
        add("reason", "no input states its release; give it with --release");
    }
    switch (source) {
        case Source::aopwiki: add("snapshot_date", release.date); break;
        case Source::reactome:
            add("release_version", release.label);
            add("release_date", release.date);
            break;
        case Source::gene_ontology:
            add("release_label", release.label);
            add("release_date", release.date);
            break;
        case Source::wikipathways: add("release_date", release.date); break;
    }
    add("method", release.method.empty() ? "import" : "import:" + release.method);
    add("captured_at", captured_at);
    return version;
}

Result<void> stage_versions(ImportStage& stage, Source source, ReleaseInfo const& release)
{
    constexpr char const* kName = "source_versions.json";
    SourceVersions versions;
    auto const text = read_file(stage.data_folder() / kName);
    if (text) {
        auto parsed = SourceVersions::parse(*text, kName);
        if (!parsed) {
            return fail(parsed.error());
        }
        versions = std::move(*parsed);
    } else if (text.error().code != ErrorCode::not_found) {
        return fail(text.error());
    }
    auto const captured_at = format_utc(now());
    versions.set(source, version_entry(source, release, captured_at), captured_at);
    return stage.write(kName, versions.to_json(), std::nullopt);
}

ImportReport report_of(ImportStage const& stage, RecordLog const& log, std::string release)
{
    ImportReport report;
    report.files = stage.files();
    report.records_read = log.total_good();
    report.records_bad = log.total_bad();
    report.first_bad = log.first_bad();
    report.warnings = log.warnings();
    report.release = std::move(release);
    return report;
}

}  // namespace

std::span<std::string_view const> import_sources()
{
    return kNames;
}

std::string_view import_help(std::string_view source)
{
    auto const* const entry = find_entry(source);
    return entry == nullptr ? std::string_view{} : entry->help;
}

Result<ImportReport> run_import(ImportRequest const& request, Progress& progress)
{
    auto const* const entry = find_entry(request.source);
    if (entry == nullptr) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("'{}': expected one of aopwiki, ke-genes, wikipathways, reactome, go", request.source));
    }
    if (request.inputs.empty()) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("nothing to read; 'kewp import {}' reads\n{}", entry->name, entry->help));
    }
    auto stage = ImportStage::open(request.data_folder);
    if (!stage) {
        return fail(stage.error());
    }
    auto const inputs = open_inputs(request, *stage, progress);
    if (!inputs) {
        return fail(inputs.error());
    }
    RecordLog log;
    ImportContext context{*inputs, log, progress, *stage};
    auto release = entry->run(context);
    if (!release) {
        return fail(release.error());
    }
    apply_stated_release(request.release, *release);
    if (entry->versions) {
        if (auto staged = stage_versions(*stage, *entry->versions, *release); !staged) {
            return fail(staged.error());
        }
    }
    auto const version = release->label.empty() ? release->date : release->label;
    if (auto published = stage->publish(entry->manifest_source, version); !published) {
        return fail(published.error());
    }
    return report_of(*stage, log, version);
}

std::string to_text(ImportReport const& report)
{
    std::string out;
    for (auto const& record : report.first_bad) {
        out += "bad record: " + to_text(record) + "\n";
    }
    if (report.records_bad > report.first_bad.size()) {
        out += fmt::format("… and {} more bad records\n", report.records_bad - report.first_bad.size());
    }
    for (auto const& warning : report.warnings) {
        out += "warning: " + warning + "\n";
    }
    for (auto const& file : report.files) {
        out += fmt::format("{}: {} rows\n", file.name, file.rows);
    }
    out += fmt::format("{} records read, {} bad; release {}\n", report.records_read, report.records_bad,
                       report.release.empty() ? "unknown" : report.release);
    return out;
}

}  // namespace kewp::corpus
