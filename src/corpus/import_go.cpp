#include "corpus/go_annotations.hpp"
#include "corpus/go_files.hpp"
#include "corpus/go_graph.hpp"
#include "corpus/import_context.hpp"
#include "corpus/ontology.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <numeric>

namespace kewp::corpus {
namespace {

struct GoInputs {
    std::optional<HgncTable> hgnc;
    std::vector<Input const*> ontologies;
    std::vector<Input const*> annotations;
    std::vector<Input const*> edges;
};

Result<GoInputs> sort_inputs(ImportContext& context)
{
    GoInputs sorted;
    for (auto const& input : context.inputs) {
        if (HgncTable::recognises(input)) {
            auto table = HgncTable::read(context, input);
            if (!table) {
                return fail(table.error());
            }
            sorted.hgnc = std::move(*table);
        } else if (is_obo(input)) {
            sorted.ontologies.push_back(&input);
        } else if (is_go_edge_list(input)) {
            sorted.edges.push_back(&input);
        } else if (is_gaf(input) || is_go_gmt(input) || input.head().starts_with("{")) {
            sorted.annotations.push_back(&input);
        } else {
            return not_recognised(input.given(), "go");
        }
    }
    if (sorted.ontologies.empty()) {
        return fail(ErrorCode::invalid_argument, "no input has the terms of GO; add go-basic.obo");
    }
    if (sorted.annotations.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "no input has human genes of GO terms; add goa_human.gaf or a GMT library");
    }
    return sorted;
}

/// The largest file leads, the others complete it.
Result<Ontology> read_ontologies(ImportContext& context, std::vector<Input const*> const& inputs)
{
    std::vector<Ontology> all;
    for (auto const* const input : inputs) {
        auto ontology = read_obo(context, *input);
        if (!ontology) {
            return fail(ontology.error());
        }
        all.push_back(std::move(*ontology));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](auto const& a, auto const& b) { return a.terms.size() > b.terms.size(); });
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].release != all.front().release) {
            context.log.warn(fmt::format("the ontology is {}; only what it lacks is taken from {}", all.front().release,
                                         all[i].release));
        }
        all.front().complete_from(all[i]);
    }
    return std::move(all.front());
}

Result<void> read_annotations(ImportContext& context, GoInputs const& inputs, SymbolUpdater& symbols,
                              GoAnnotations& annotations)
{
    for (auto const* const input : inputs.annotations) {
        auto read = input->head().starts_with("{") ? read_go_annotation_json(context, *input, symbols, annotations)
                    : is_gaf(*input)               ? read_gaf(context, *input, symbols, annotations)
                                                   : read_go_gmt(context, *input, symbols, annotations);
        if (!read) {
            return read;
        }
    }
    return {};
}

/// Annotations of one aspect by the terms that stand for the annotated ids today.
struct AspectGenes {
    GenesByTerm genes_of;
    std::size_t moved = 0;    // obsolete and secondary ids
    std::size_t unknown = 0;  // ids that lead to no living term
};

std::vector<GeneRank> ranks_of(GeneTable const& genes)
{
    std::vector<Gene> order(genes.size());
    std::iota(order.begin(), order.end(), Gene{0});
    std::sort(order.begin(), order.end(), [&](Gene a, Gene b) { return genes.symbol(a) < genes.symbol(b); });
    std::vector<GeneRank> ranks(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        ranks[order[i]] = static_cast<GeneRank>(i);
    }
    return ranks;
}

AspectGenes genes_of_aspect(Ontology const& ontology, GoAspect aspect, GoAnnotations const& annotations,
                            std::vector<GeneRank> const& ranks)
{
    AspectGenes result;
    for (auto const& [number, genes] : annotations.genes_of) {
        auto const living = ontology.living(number);
        if (!living) {
            ++result.unknown;
            continue;
        }
        if (ontology.terms.at(*living).aspect != aspect) {
            continue;
        }
        result.moved += *living == number ? 0U : 1U;
        auto& held = result.genes_of[*living];
        std::transform(genes.begin(), genes.end(), std::back_inserter(held), [&](Gene gene) { return ranks[gene]; });
    }
    for (auto& entry : result.genes_of) {
        std::sort(entry.second.begin(), entry.second.end());
        entry.second.erase(std::unique(entry.second.begin(), entry.second.end()), entry.second.end());
    }
    return result;
}

/// When no input has genes for an aspect, those of the previous import stay: terms without any would switch
/// gene overlap off without a word.
void keep_previous(ImportContext& context, Ontology const& ontology, GoAspect aspect, GoAnnotations& annotations)
{
    auto const has_some = std::any_of(annotations.genes_of.begin(), annotations.genes_of.end(), [&](auto const& entry) {
        auto const living = ontology.living(entry.first);
        return living && ontology.terms.at(*living).aspect == aspect;
    });
    if (has_some) {
        return;
    }
    auto const name = fmt::format("go_{}_gene_annotations.json", short_name(aspect));
    SymbolUpdater as_they_are{nullptr};
    std::size_t kept = 0;
    if (auto const previous = previous_file(context, name); previous && previous->is_object()) {
        for (auto const& member : previous->get_object()) {
            kept +=
                take_go_annotation({member.key().data(), member.key().size()}, member.value(), as_they_are, annotations)
                        .empty()
                    ? 1U
                    : 0U;
        }
    }
    context.log.warn(fmt::format("no input has genes of {} terms; {} terms with genes kept from {}", short_name(aspect),
                                 kept, name));
}

ReleaseInfo release_of(Ontology const& ontology)
{
    ReleaseInfo release;
    release.label = ontology.release;
    release.offer(date_in_name(ontology.release), "obo-header");
    release.method = "obo-header";
    return release;
}

}  // namespace

Result<ReleaseInfo> import_go(ImportContext& context)
{
    auto const inputs = sort_inputs(context);
    if (!inputs) {
        return fail(inputs.error());
    }
    auto ontology = read_ontologies(context, inputs->ontologies);
    if (!ontology) {
        return fail(ontology.error());
    }
    SymbolUpdater symbols{inputs->hgnc ? &*inputs->hgnc : nullptr};
    GoAnnotations annotations;
    if (auto read = read_annotations(context, *inputs, symbols, annotations); !read) {
        return fail(read.error());
    }
    GoEdges edges;
    for (auto const* const input : inputs->edges) {
        if (auto read = read_go_edges(context, *input, edges); !read) {
            return fail(read.error());
        }
    }
    if (auto const used = ontology->add_edges(edges, annotations.names); used < edges.size()) {
        if (used * 2 < edges.size()) {
            return fail(
                ErrorCode::invalid_argument,
                fmt::format("only {} of {} edges of the hierarchy lists fit the ontology; the columns are parent, "
                            "child, and both must be of one release or close to it",
                            used, edges.size()));
        }
        context.log.warn(
            fmt::format("{} of {} edges of the hierarchy lists name terms that the ontology does not have, or "
                        "has made obsolete",
                        edges.size() - used, edges.size()));
    }
    for (auto const aspect : {GoAspect::biological_process, GoAspect::molecular_function}) {
        keep_previous(context, *ontology, aspect, annotations);
    }
    auto const ranks = ranks_of(annotations.genes);
    for (auto const aspect : {GoAspect::biological_process, GoAspect::molecular_function}) {
        auto const direct = genes_of_aspect(*ontology, aspect, annotations, ranks);
        auto const graph = build_go_graph(*ontology, aspect, direct.genes_of);
        if (aspect == GoAspect::biological_process && direct.unknown > 0) {
            context.log.warn(fmt::format("{} annotated ids lead to no living term and were left out", direct.unknown));
        }
        if (direct.moved > 0) {
            context.log.warn(fmt::format("genes of {} obsolete or secondary {} ids went to the terms that replace them",
                                         direct.moved, short_name(aspect)));
        }
        if (graph.dropped_edges > 0) {
            context.log.warn(fmt::format("edges left out because they would close a circle: {}", graph.dropped_edges));
        }
        if (auto written = write_go_files(context, *ontology, aspect, direct.genes_of, graph, annotations.genes, ranks);
            !written) {
            return fail(written.error());
        }
    }
    symbols.report(context.log);
    return release_of(*ontology);
}

}  // namespace kewp::corpus
