#include "corpus/go_files.hpp"

#include "base/text.hpp"
#include "corpus/json_records.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

struct Text {
    std::string bytes = "{";
    std::size_t rows = 0;

    void begin_row(GoNumber number)
    {
        bytes += rows++ == 0 ? "\n\"" : ",\n\"";
        append_id(number);
        bytes += "\": ";
    }
    void append_id(GoNumber number)
    {
        // Millions of ids are written; this is much cheaper than formatting.
        char id[] = "GO:0000000";
        for (auto at = sizeof(id) - 2; number > 0 && at > 2; --at, number /= 10) {
            id[at] = static_cast<char>('0' + number % 10);
        }
        bytes += id;
    }
    void append_ids(std::vector<GoNumber> const& numbers)
    {
        bytes += '[';
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            bytes += i == 0 ? "\"" : ",\"";
            append_id(numbers[i]);
            bytes += '"';
        }
        bytes += ']';
    }
    void end() { bytes += "\n}\n"; }
};

/// Says in which direction a term's name regulates, as the data files have it.
char const* direction_of(std::string_view name)
{
    auto const lower = text::ascii_lower(text::trim(name));
    return lower.starts_with("positive regulation of")   ? "positive"
           : lower.starts_with("negative regulation of") ? "negative"
                                                         : "unspecified";
}

/// Six decimals without zeros at the end, but at least one: `0.333333`, `1.0`.
std::string decimal(double value)
{
    auto text = fmt::format("{:.6f}", value);
    while (text.ends_with('0') && text[text.size() - 2] != '.') {
        text.pop_back();
    }
    return text;
}

Text metadata(Ontology const& ontology, GoGraph const& graph)
{
    Text out;
    for (auto const& node : graph.nodes) {
        auto const& term = ontology.terms.at(node.first);
        out.begin_row(node.first);
        out.bytes += "{\"name\": ";
        append_json(out.bytes, term.name);
        out.bytes += ", \"definition\": ";
        append_json(out.bytes, term.definition);
        out.bytes += ", \"synonyms\": [";
        bool first = true;
        for (auto const& synonym : term.synonyms) {
            out.bytes += first ? "{\"text\": " : ", {\"text\": ";
            first = false;
            append_json(out.bytes, synonym.text);
            out.bytes += ", \"type\": ";
            append_json(out.bytes, synonym.type);
            out.bytes += '}';
        }
        out.bytes += "], \"is_a\": ";
        // A term that only a list of edges knows has parents of which nobody says in which way they are; is_a is
        // by far the most frequent.
        out.append_ids(term.is_a.empty() && term.part_of.empty() ? term.other_parents : term.is_a);
        out.bytes += ", \"part_of\": ";
        out.append_ids(term.part_of);
        out.bytes += fmt::format(R"(, "direction": "{}"}})", direction_of(term.name));
    }
    out.end();
    return out;
}

Text hierarchy(Ontology const& ontology, GoAspect aspect, GoGraph const& graph)
{
    Text out;
    auto const* const name = aspect == GoAspect::biological_process ? "biological_process" : "molecular_function";
    for (auto const& [number, node] : graph.nodes) {
        out.begin_row(number);
        out.bytes += "{\"name\": ";
        append_json(out.bytes, ontology.terms.at(number).name);
        out.bytes += fmt::format(R"(, "namespace": "{}", "depth": {}, "ic_score": {}, "propagated_gene_count": {}, )",
                                 name, node.depth, decimal(node.information), node.genes.size());
        out.bytes += "\"ancestors\": ";
        out.append_ids(node.ancestors);
        out.bytes += ", \"is_obsolete\": false}";
    }
    out.end();
    return out;
}

void append_genes(Text& out, GoNumber number, std::vector<GeneRank> const& genes,
                  std::vector<std::string> const& quoted_symbols)
{
    if (genes.empty()) {
        return;
    }
    out.begin_row(number);
    out.bytes += '[';
    for (std::size_t i = 0; i < genes.size(); ++i) {
        if (i > 0) {
            out.bytes += ',';
        }
        out.bytes += quoted_symbols[genes[i]];
    }
    out.bytes += ']';
}

/// Symbols by rank, quoted once instead of each time they occur.
std::vector<std::string> quoted(GeneTable const& genes, std::vector<GeneRank> const& ranks)
{
    std::vector<std::string> symbols(ranks.size());
    for (Gene gene = 0; gene < ranks.size(); ++gene) {
        append_json(symbols[ranks[gene]], genes.symbol(gene));
    }
    return symbols;
}

}  // namespace

char const* short_name(GoAspect aspect)
{
    return aspect == GoAspect::biological_process ? "bp" : "mf";
}

Result<void> write_go_files(ImportContext& context, Ontology const& ontology, GoAspect aspect,
                            GenesByTerm const& direct, GoGraph const& graph, GeneTable const& genes,
                            std::vector<GeneRank> const& ranks)
{
    auto const prefix = fmt::format("go_{}_", short_name(aspect));
    auto const write = [&](char const* name, Text const& text) {
        return context.stage.write(prefix + name, text.bytes, text.rows);
    };
    if (auto written = write("metadata.json", metadata(ontology, graph)); !written) {
        return written;
    }
    if (auto written = write("hierarchy.json", hierarchy(ontology, aspect, graph)); !written) {
        return written;
    }
    auto const symbols = quoted(genes, ranks);
    Text direct_text;
    for (auto const& [number, own] : direct) {
        append_genes(direct_text, number, own, symbols);
    }
    direct_text.end();
    if (auto written = write("gene_annotations.json", direct_text); !written) {
        return written;
    }
    Text propagated;
    for (auto const& [number, node] : graph.nodes) {
        append_genes(propagated, number, node.genes, symbols);
    }
    propagated.end();
    return write("gene_annotations_propagated.json", propagated);
}

}  // namespace kewp::corpus
