#include "base/ids.hpp"
#include "base/text.hpp"
#include "corpus/hgnc.hpp"
#include "corpus/import_context.hpp"
#include "corpus/json_records.hpp"
#include "corpus/turtle.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace kewp::corpus {
namespace {

constexpr std::string_view kGeneOf = "http://edamontology.org/data_1025";
constexpr std::string_view kRdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label";
constexpr std::string_view kKeyEvents = "https://identifiers.org/aop.events/";
constexpr std::string_view kHgnc = "https://identifiers.org/hgnc/";

/// `https` and `http` are both in use.
std::optional<std::string_view> behind(std::string_view iri, std::string_view prefix)
{
    if (iri.starts_with("http:")) {
        iri.remove_prefix(std::string_view{"http"}.size());
        prefix.remove_prefix(std::string_view{"https"}.size());
    }
    if (!iri.starts_with(prefix)) {
        return std::nullopt;
    }
    return iri.substr(prefix.size());
}

std::uint32_t number_of(std::string_view digits)
{
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

/// "this Key Event has this gene", with where it was said.
struct Statement {
    KeId ke;
    std::uint32_t hgnc_id;
    std::size_t line;
    bool bad = false;
};

struct Graph {
    std::vector<Statement> statements;
    std::unordered_map<std::uint32_t, std::string> labels;  // symbols by HGNC id, as the Turtle has them
};

void take(Triple const& triple, Graph& graph, RecordLog& log)
{
    if (triple.predicate == kRdfsLabel) {
        if (auto const id = behind(triple.subject, kHgnc); id && number_of(*id) != 0) {
            graph.labels.try_emplace(number_of(*id), text::trim(triple.object));
        }
        return;
    }
    auto const event = triple.predicate == kGeneOf ? behind(triple.subject, kKeyEvents) : std::nullopt;
    if (!event) {
        return;  // genes of relationships, cross-references
    }
    auto const gene = behind(triple.object, kHgnc);
    if (number_of(*event) == 0 || !gene || number_of(*gene) == 0) {
        log.bad("", triple.line,
                fmt::format("expected a Key Event and an HGNC id, found '{}' and '{}'", triple.subject, triple.object));
        return;
    }
    graph.statements.push_back({KeId{number_of(*event)}, number_of(*gene), triple.line});
}

/// The gene's approved symbol, "" when nobody knows it.
std::string_view symbol_of(std::uint32_t hgnc_id, HgncTable const* hgnc, Graph const& graph)
{
    if (hgnc != nullptr) {
        if (auto const symbol = hgnc->symbol_of(hgnc_id); !symbol.empty()) {
            return symbol;
        }
    }
    auto const label = graph.labels.find(hgnc_id);
    if (label == graph.labels.end()) {
        return {};
    }
    // The id was withdrawn; what the gene used to be called may still lead to what it is called now.
    return hgnc == nullptr ? std::string_view{label->second} : hgnc->resolve(label->second).symbol;
}

using GenesOf = std::map<KeId, std::set<std::string, std::less<>>>;

Result<void> read_genes(ImportContext& context, Input const& input, HgncTable const* hgnc, GenesOf& genes)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    context.log.begin_input(input.given());
    Graph graph;
    auto const read = read_turtle(
        reader->source(), [&](Triple const& triple) { take(triple, graph, context.log); },
        [&](std::size_t line, std::string reason) { context.log.bad("", line, std::move(reason)); });
    if (!read) {
        return fail_in(input.given(), read.error());
    }
    for (auto const& statement : graph.statements) {
        auto const symbol = symbol_of(statement.hgnc_id, hgnc, graph);
        if (symbol.empty()) {
            context.log.bad("", statement.line,
                            fmt::format("{}: HGNC knows no gene {}", statement.ke.str(), statement.hgnc_id));
            continue;
        }
        context.log.good();
        genes[statement.ke].emplace(symbol);
    }
    context.progress.finish(fmt::format("{} genes of {} key events", graph.statements.size(), genes.size()));
    return context.log.end_input();
}

std::string genes_json(GenesOf const& genes)
{
    std::string out = "{";
    for (auto const& [ke, symbols] : genes) {
        out += out.size() == 1 ? "\n" : ",\n";
        append_json(out, ke.str());
        out += ": ";
        append_json_array(out, symbols);
    }
    out += "\n}\n";
    return out;
}

}  // namespace

Result<ReleaseInfo> import_ke_genes(ImportContext& context)
{
    std::optional<HgncTable> hgnc;
    std::vector<Input const*> turtles;
    for (auto const& input : context.inputs) {
        if (HgncTable::recognises(input)) {
            auto table = HgncTable::read(context, input);
            if (!table) {
                return fail(table.error());
            }
            hgnc = std::move(*table);
        } else if (input.looks_like_turtle()) {
            turtles.push_back(&input);
        } else {
            return not_recognised(input.given(), "ke-genes");
        }
    }
    if (turtles.empty()) {
        return fail(ErrorCode::invalid_argument, "no input states genes of Key Events; add AOPWikiRDF-Genes.ttl");
    }
    if (!hgnc) {
        context.log.warn("no HGNC table was given: symbols are those of the Turtle file, some may be outdated");
    }
    GenesOf genes;
    ReleaseInfo release;
    for (auto const* const input : turtles) {
        if (auto read = read_genes(context, *input, hgnc ? &*hgnc : nullptr, genes); !read) {
            return fail(read.error());
        }
        release.offer(date_in_name(input->name()), "file-name");
    }
    if (genes.empty()) {
        return fail(ErrorCode::corrupt, "the inputs hold no gene of a Key Event");
    }
    if (auto written = context.stage.write("ke_genes.json", genes_json(genes), genes.size()); !written) {
        return fail(written.error());
    }
    return release;
}

}  // namespace kewp::corpus
