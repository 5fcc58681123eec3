#include "web/export_formats.hpp"

#include "base/text.hpp"
#include "publish/dataset_description.hpp"
#include "publish/excel.hpp"
#include "publish/parquet_export.hpp"
#include "publish/sssom.hpp"
#include "publish/tables.hpp"
#include "publish/turtle.hpp"
#include "web/data_set_facts.hpp"

#include <algorithm>

namespace kewp::web {
namespace {

using publish::Selection;
using publish::Sink;
using store::Session;

/// A writer of `publish` that needs no more than the corpus.
template <auto kWrite>
ExportFormat::Write plain()
{
    return [](Session& session, Services const& services, Selection const& selection, Sink const& sink) {
        return kWrite(session, services.corpus, selection, sink);
    };
}

/// A writer that also says what the data set is.
template <auto kWrite>
ExportFormat::Write described()
{
    return [](Session& session, Services const& services, Selection const& selection, Sink const& sink) {
        return kWrite(session, services.corpus, selection, data_set_facts(services.settings), sink);
    };
}

Result<void> turtle(Session& session, Services const& services, Selection const& selection, Sink const& sink)
{
    return publish::write_turtle(session, services.corpus, selection, services.settings.mapping_iri, sink);
}

Result<void> excel(Session& session, Services const& services, Selection const& selection, Sink const& sink)
{
    return publish::write_excel(session, services.corpus, selection, data_set_facts(services.settings),
                                services.settings.local_folder(), sink);
}

Result<void> parquet(Session& session, Services const& services, Selection const& selection, Sink const& sink)
{
    // Without the deposits: one that is made later must not change the file of the same data.
    auto const info = publish::dataset_info(session, services.corpus, services.settings, {});
    return info ? publish::write_parquet(session, services.corpus, selection, publish::parquet_notes(*info), sink)
                : fail(info.error());
}

std::vector<ExportFormat> make_formats()
{
    return {
        {"csv",
         {},
         "text/csv; charset=utf-8",
         "csv",
         "One table of all mappings, comma-separated (RFC 4180)",
         {"R: read.csv", "Python: pandas.read_csv"},
         plain<publish::write_csv>()},
        {"tsv",
         {},
         "text/tab-separated-values; charset=utf-8",
         "tsv",
         "The same table, tab-separated",
         {"R: read.delim", "Unix tools"},
         plain<publish::write_tsv>()},
        {"json",
         {},
         "application/json",
         "json",
         "The mappings with a description of columns and with statistics",
         {"R: jsonlite::fromJSON", "web applications"},
         described<publish::write_json>()},
        {"ndjson",
         {"jsonl"},
         "application/x-ndjson",
         "ndjson",
         "One JSON object per line",
         {"streaming", "Python: pandas.read_json(lines=True)", "DuckDB"},
         plain<publish::write_ndjson>()},
        {"excel",
         {"xlsx"},
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         "xlsx",
         "A workbook with a sheet for each resource and a README",
         {"reading by people"},
         &excel},
        {"parquet",
         {},
         "application/vnd.apache.parquet",
         "parquet",
         "The same table as a Parquet file, compressed",
         {"Python: pandas.read_parquet", "R: arrow::read_parquet", "DuckDB"},
         &parquet},
        {"rdf",
         {"turtle", "ttl"},
         "text/turtle; charset=utf-8",
         "ttl",
         "RDF Turtle",
         {"SPARQL", "linked data"},
         &turtle},
        {"jsonld",
         {"json-ld"},
         "application/ld+json",
         "jsonld",
         "JSON-LD: a schema.org data set with its mappings",
         {"linked data", "search engines"},
         described<publish::write_json_ld>()},
        {"sssom",
         {},
         "text/tab-separated-values; charset=utf-8",
         "sssom.tsv",
         "Simple Standard for Sharing Ontological Mappings: TSV with a YAML header",
         {"sssom-py", "mapping registries"},
         described<publish::write_sssom>()},
    };
}

}  // namespace

std::vector<ExportFormat> const& export_formats()
{
    static std::vector<ExportFormat> const formats = make_formats();
    return formats;
}

ExportFormat const* find_export_format(std::string_view name)
{
    auto const lower = text::ascii_lower(name);
    auto const found = std::ranges::find_if(export_formats(), [&](ExportFormat const& format) {
        return format.name == lower || std::ranges::find(format.other_names, lower) != format.other_names.end();
    });
    return found == export_formats().end() ? nullptr : &*found;
}

}  // namespace kewp::web
