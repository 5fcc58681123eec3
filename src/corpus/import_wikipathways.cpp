#include "corpus/gmt.hpp"
#include "corpus/import_context.hpp"
#include "corpus/json_records.hpp"
#include "corpus/wikipathways_model.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

/// The inputs by what they are. Tables come first: the pathways are read with their help.
struct Sorted {
    std::optional<HgncTable> hgnc;
    std::optional<GeneIdTable> gene_ids;
    std::vector<Input const*> pathways;
    std::vector<Input const*> sets;
    std::vector<Input const*> metadata;
};

Result<Sorted> sort_inputs(ImportContext& context)
{
    Sorted sorted;
    for (auto const& input : context.inputs) {
        if (input.is_folder() || input.is_container()) {
            sorted.pathways.push_back(&input);
        } else if (HgncTable::recognises(input)) {
            auto table = HgncTable::read(context, input);
            if (!table) {
                return fail(table.error());
            }
            sorted.hgnc = std::move(*table);
        } else if (GeneIdTable::recognises(input)) {
            auto table = GeneIdTable::read(context, input);
            if (!table) {
                return fail(table.error());
            }
            sorted.gene_ids = std::move(*table);
        } else if (input.looks_like_json() && input.head().find("\"pathwayID\"") != std::string_view::npos) {
            sorted.metadata.push_back(&input);
        } else if (parse_wikipathways_set(input.first_line())) {
            sorted.sets.push_back(&input);
        } else {
            return not_recognised(input.given(), "wikipathways");
        }
    }
    return sorted;
}

Result<void> read_pathways(ImportContext& context, Sorted const& sorted, WikiPathwaysModel& model, ReleaseInfo& release)
{
    for (auto const* const input : sorted.pathways) {
        auto read = input->is_folder() ? read_wikipathways_folder(context, *input, model)
                                       : read_wikipathways_archive(context, *input, model);
        if (!read) {
            return read;
        }
        release.offer(date_in_name(input->name()), "file-name");
    }
    if (release.date.empty()) {
        release.offer(model.last_edited, "info:max(last-edited)");
    }
    for (auto const* const input : sorted.sets) {
        if (auto read = read_wikipathways_gmt(context, *input, model, release); !read) {
            return read;
        }
    }
    for (auto const* const input : sorted.metadata) {
        auto read =
            read_json_records(context, *input, [&](std::string_view, boost::json::value const& entry, std::size_t) {
                if (string_member(entry, "pathwayID").empty()) {
                    return bad("expected a member 'pathwayID'");
                }
                fill_from_metadata(boost::json::array{entry}, model);
                return good();
            });
        if (!read) {
            return read;
        }
    }
    return {};
}

/// Drops other species and what has no title; both happen in a full checkout.
void keep_human(ImportContext& context, WikiPathwaysModel& model)
{
    std::size_t untitled = 0;
    std::erase_if(model.pathways, [&](auto const& entry) {
        auto const& facts = entry.second;
        untitled += facts.is_human && !facts.title ? 1U : 0U;
        return !facts.is_human || !facts.title;
    });
    if (untitled > 0) {
        context.log.warn(fmt::format("{} pathways have no usable WPn-info.json and were left out", untitled));
    }
}

void complete_from_previous(ImportContext& context, WikiPathwaysModel& model)
{
    auto const incomplete = [](auto const& entry) {
        return !entry.second.description || !entry.second.tags || !entry.second.pubmed_ids;
    };
    if (std::none_of(model.pathways.begin(), model.pathways.end(), incomplete)) {
        return;
    }
    auto const previous = previous_file(context, "pathway_metadata.json");
    auto const filled = previous ? fill_from_metadata(*previous, model) : 0;
    auto const left = static_cast<std::size_t>(std::count_if(model.pathways.begin(), model.pathways.end(), incomplete));
    context.log.warn(
        fmt::format("for {} pathways the inputs lack a description, tags or publications; {} kept theirs from the "
                    "file that is replaced",
                    filled + left, filled));
}

std::string metadata_json(WikiPathwaysModel const& model)
{
    std::string out = "[";
    for (auto const& [number, facts] : model.pathways) {
        auto const id = fmt::format("WP{}", number);
        out += out.size() == 1 ? "\n" : ",\n";
        out += fmt::format(R"({{"pathwayID": "{}", "pathwayTitle": )", id);
        append_json(out, *facts.title);
        out += fmt::format(R"(, "pathwayLink": "https://identifiers.org/wikipathways/{}", "pathwayDescription": )", id);
        append_json(out, facts.description.value_or(""));
        out += fmt::format(
            R"(, "pathwaySvgUrl": "https://www.wikipathways.org/wikipathways-assets/pathways/{0}/{0}.svg", )"
            R"("ontologyTags": )",
            id);
        append_json_array(out, facts.tags.value_or(std::vector<std::string>{}));
        out += ", \"publications\": [";
        bool first = true;
        for (auto const& pmid : facts.pubmed_ids.value_or(std::vector<std::string>{})) {
            out += first ? "{\"pmid\": " : ", {\"pmid\": ";
            first = false;
            append_json(out, pmid);
            out += ", \"url\": ";
            append_json(out, fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", pmid));
            out += '}';
        }
        out += "]}";
    }
    out += "\n]\n";
    return out;
}

std::string genes_json(WikiPathwaysModel const& model, std::size_t& rows)
{
    std::string out = "{";
    for (auto const& [number, facts] : model.pathways) {
        if (facts.genes) {  // else unknown, which is not none
            out += rows++ == 0 ? "\n" : ",\n";
            out += fmt::format("\"WP{}\": ", number);
            append_json_array(out, *facts.genes);
        }
    }
    out += "\n}\n";
    return out;
}

}  // namespace

Result<ReleaseInfo> import_wikipathways(ImportContext& context)
{
    auto const sorted = sort_inputs(context);
    if (!sorted) {
        return fail(sorted.error());
    }
    SymbolUpdater symbols{sorted->hgnc ? &*sorted->hgnc : nullptr};
    WikiPathwaysModel model;
    model.gene_ids = sorted->gene_ids ? &*sorted->gene_ids : nullptr;
    model.symbols = &symbols;
    ReleaseInfo release;
    if (auto read = read_pathways(context, *sorted, model, release); !read) {
        return fail(read.error());
    }
    keep_human(context, model);
    if (model.pathways.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "the inputs hold no human pathway; add a checkout or archive of wikipathways-database, or the GMT");
    }
    if (model.unresolved_genes > 0) {
        if (model.gene_ids == nullptr) {
            return fail(ErrorCode::invalid_argument,
                        "the GMT names genes by NCBI id; add a table of gene ids with the "
                        "columns ensembl_gene_id, external_gene_name, entrezgene_id");
        }
        context.log.warn(
            fmt::format("{} mentions of NCBI gene ids that the table of gene ids does not have were left out",
                        model.unresolved_genes));
    }
    symbols.report(context.log);
    complete_from_previous(context, model);
    std::size_t with_genes = 0;
    auto const genes = genes_json(model, with_genes);
    if (auto written = context.stage.write("pathway_metadata.json", metadata_json(model), model.pathways.size());
        !written) {
        return fail(written.error());
    }
    if (auto written = context.stage.write("wikipathways_gene_annotations.json", genes, with_genes); !written) {
        return fail(written.error());
    }
    return release;
}

}  // namespace kewp::corpus
