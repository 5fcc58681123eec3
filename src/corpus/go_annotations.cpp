#include "corpus/go_annotations.hpp"

#include "base/text.hpp"
#include "corpus/gmt.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

// Columns of GAF 2.x, from 0.
constexpr std::size_t kGafColumns = 15;  // 17 with the two optional ones
constexpr std::size_t kObjectId = 1;
constexpr std::size_t kSymbol = 2;
constexpr std::size_t kQualifier = 3;
constexpr std::size_t kTerm = 4;
constexpr std::size_t kAspect = 8;
constexpr std::size_t kTaxon = 12;

bool is_taxon(std::string_view text)
{
    constexpr std::string_view kPrefix = "taxon:";
    if (!text.starts_with(kPrefix)) {
        return false;
    }
    auto const digits = text.substr(kPrefix.size());
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

Verdict take_gaf_line(std::string_view line, SymbolUpdater& symbols, GoAnnotations& into)
{
    if (line.starts_with('!')) {
        return ignored();
    }
    auto const fields = text::split(line, '\t');
    if (fields.size() < kGafColumns) {
        return bad(fmt::format("expected at least {} columns, found {}", kGafColumns, fields.size()));
    }
    if (text::trim(fields[kObjectId]).empty() || text::trim(fields[kSymbol]).empty()) {
        return bad("the gene product has no id or no symbol");
    }
    auto const term = go_number(fields[kTerm]);
    if (!term) {
        return bad(fmt::format("expected an id such as GO:0006915, found '{}'", fields[kTerm]));
    }
    auto const aspect = text::trim(fields[kAspect]);
    if (aspect != "P" && aspect != "F" && aspect != "C") {
        return bad(fmt::format("expected the aspect P, F or C, found '{}'", aspect));
    }
    auto const taxon = text::trim(fields[kTaxon].substr(0, fields[kTaxon].find('|')));
    if (!is_taxon(taxon)) {
        return bad(fmt::format("expected a taxon such as taxon:9606, found '{}'", fields[kTaxon]));
    }
    auto const qualifiers = text::split(fields[kQualifier], '|');
    if (taxon == "taxon:9606" && std::find(qualifiers.begin(), qualifiers.end(), "NOT") == qualifiers.end()) {
        into.add(*term, symbols(text::trim(fields[kSymbol])));
    }
    return good();
}

}  // namespace

void GoAnnotations::add(GoNumber term, std::string_view symbol)
{
    if (!symbol.empty()) {
        genes_of[term].push_back(genes.intern(symbol));
    }
}

bool is_gaf(Input const& input)
{
    auto const fields = text::split(input.first_line(), '\t');
    return input.head().starts_with("!gaf-version") || (fields.size() >= kGafColumns && go_number(fields[kTerm]));
}

Result<void> read_gaf(ImportContext& context, Input const& input, SymbolUpdater& symbols, GoAnnotations& into)
{
    return read_lines(context, input,
                      [&](std::string_view line, std::size_t) { return take_gaf_line(line, symbols, into); });
}

bool is_go_gmt(Input const& input)
{
    return parse_go_set(input.first_line()).has_value();
}

Result<void> read_go_gmt(ImportContext& context, Input const& input, SymbolUpdater& symbols, GoAnnotations& into)
{
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        auto const set = parse_go_set(line);
        if (!set) {
            return bad(set.error().message);
        }
        if (set->genes.empty()) {
            return bad(fmt::format("{} has no genes", set->id));
        }
        auto const term = go_number(set->id);
        into.names.try_emplace(*term, set->name);
        for (auto const gene : set->genes) {
            into.add(*term, symbols(gene));
        }
        return good();
    });
}

std::string take_go_annotation(std::string_view key, json::value const& value, SymbolUpdater& symbols,
                               GoAnnotations& into)
{
    auto const term = go_number(key);
    if (!term) {
        return fmt::format("expected an id such as GO:0006915, found '{}'", key);
    }
    if (!value.is_array()) {
        return fmt::format("{}: expected an array of gene symbols", key);
    }
    for (auto const& gene : value.get_array()) {
        if (!gene.is_string()) {
            return fmt::format("{}: expected an array of gene symbols", key);
        }
        into.add(*term, symbols(gene.get_string()));
    }
    return "";
}

Result<void> read_go_annotation_json(ImportContext& context, Input const& input, SymbolUpdater& symbols,
                                     GoAnnotations& into)
{
    return read_json_records(context, input, [&](std::string_view key, json::value const& value, std::size_t) {
        auto problem = take_go_annotation(key, value, symbols, into);
        return problem.empty() ? good() : bad(std::move(problem));
    });
}

bool is_go_edge_list(Input const& input)
{
    auto const fields = text::split(input.first_line(), '\t');
    return fields.size() == 2 && go_number(fields[0]) && go_number(fields[1]);
}

Result<void> read_go_edges(ImportContext& context, Input const& input, GoEdges& into)
{
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        auto const tab = line.find('\t');
        auto const parent = go_number(line.substr(0, tab));
        auto const child = tab == std::string_view::npos ? std::nullopt : go_number(line.substr(tab + 1));
        if (!parent || !child) {
            return bad("expected two GO ids, parent and child, separated by a tab");
        }
        into.emplace_back(*parent, *child);
        return good();
    });
}

}  // namespace kewp::corpus
