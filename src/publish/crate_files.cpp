#include "publish/crate_files.hpp"

#include "publish/dataset_description.hpp"
#include "publish/deposit_files.hpp"
#include "publish/excel.hpp"
#include "publish/gmt.hpp"
#include "publish/parquet_export.hpp"
#include "publish/sssom.hpp"
#include "publish/tables.hpp"

#include <fmt/format.h>

namespace kewp::publish {
namespace {

constexpr char const* kTsv = "text/tab-separated-values";

/// The table of all mappings in every format.
void add_tables(std::vector<ArchiveFile>& files, store::Session& session, corpus::Corpus const& corpus,
                DatasetInfo const& info, DataSetFacts const& facts, std::filesystem::path const& folder)
{
    auto const plain = [&](auto write) {
        return [&session, &corpus, write](Sink const& sink) { return write(session, corpus, Selection{}, sink); };
    };
    auto const described = [&](auto write) {
        return [&session, &corpus, facts, write](Sink const& sink) {
            return write(session, corpus, Selection{}, facts, sink);
        };
    };
    files.push_back({"mappings.csv", "text/csv", "All mappings, comma-separated", plain(&write_csv)});
    files.push_back({"mappings.tsv", kTsv, "All mappings, tab-separated", plain(&write_tsv)});
    files.push_back(
        {"mappings.ndjson", "application/x-ndjson", "All mappings, one JSON object per line", plain(&write_ndjson)});
    files.push_back({"mappings.json", "application/json", "All mappings with a description of columns and statistics",
                     described(&write_json)});
    files.push_back(
        {"mappings.jsonld", "application/ld+json", "All mappings as linked data", described(&write_json_ld)});
    files.push_back({"mappings.sssom.tsv", kTsv, "All mappings in the Simple Standard for Sharing Ontological Mappings",
                     described(&write_sssom)});
    files.push_back({"mappings.parquet", "application/vnd.apache.parquet", "All mappings as a typed, compressed table",
                     [&session, &corpus, notes = parquet_notes(info)](Sink const& sink) {
                         return write_parquet(session, corpus, {}, notes, sink);
                     }});
    files.push_back({"mappings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                     "All mappings as a workbook", [&session, &corpus, facts, folder](Sink const& sink) {
                         return write_excel(session, corpus, {}, facts, folder, sink);
                     }});
}

}  // namespace

std::vector<ArchiveFile> crate_files(store::Session& session, corpus::Corpus const& corpus, DatasetInfo const& info,
                                     std::string const& mapping_iri, std::filesystem::path const& folder)
{
    auto const day = format_utc(info.changed_at.value_or(Instant{})).substr(0, 10);
    std::vector<ArchiveFile> files;
    for (auto const resource : kResources) {
        for (auto& file : archive_files(session, corpus, info, mapping_iri, resource)) {
            files.push_back(std::move(file));
        }
        files.push_back({fmt::format("{0}/{0}_{1}_Centric.gmt", archive_name(resource), day), kTsv,
                         "Gene sets (GMT), one per Key Event", [&session, &corpus, resource](Sink const& sink) {
                             return write_gmt(session, corpus, {.resource = resource}, GmtLines::per_key_event, sink);
                         }});
    }
    add_tables(files, session, corpus, info, facts_of(info, mapping_iri), folder);
    files.push_back({"README.md", "text/markdown", "What this is, in words",
                     [text = deposit_readme(info, day)](Sink const& sink) -> Result<void> { return sink(text); }});
    return files;
}

}  // namespace kewp::publish
