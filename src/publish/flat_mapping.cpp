#include "publish/flat_mapping.hpp"

#include "base/json_text.hpp"

namespace kewp::publish {
namespace {

using Type = ColumnType;

constexpr Column kColumns[] = {
    {"uuid", Type::text, "permanent identifier of the mapping"},
    {"resource", Type::text, "wikipathways, go or reactome"},
    {"ke_id", Type::text, "Key Event of AOP-Wiki, e.g. KE 55"},
    {"ke_name", Type::text, "title of the Key Event when it was mapped"},
    {"target_id", Type::text, "WP554, GO:0006915 or R-HSA-109581"},
    {"target_name", Type::text, "title of the pathway or name of the term when it was mapped"},
    {"confidence_level", Type::text, "low, medium or high"},
    {"connection_type", Type::text, "how Key Event and target are connected"},
    {"go_namespace", Type::text, "biological_process or molecular_function", false, true, false},
    {"go_direction", Type::text, "positive or negative, where the term says one", false, true, false},
    {"species", Type::text, "species of the pathway", false, false, true},
    {"suggestion_score", Type::real, "score of the suggestion that the curator followed, 0 to 1"},
    {"proposed_by", Type::text, "who proposed it, provider:name"},
    {"approved_by", Type::text, "who approved it, provider:name"},
    {"approved_at", Type::time, "when it was approved, UTC"},
    {"relationship", Type::text, "answer: direction of the connection", true, false, true},
    {"basis", Type::text, "answer: basis of the evidence", true, false, true},
    {"specificity", Type::text, "answer: how specific the pathway is", true, false, true},
    {"coverage", Type::text, "answer: how much of the Key Event it covers", true, false, true},
    {"connection_score", Type::integer, "answer: connection, 0 to 3", false, true, false},
    {"specificity_score", Type::integer, "answer: specificity, 0 to 3", false, true, false},
    {"evidence_score", Type::integer, "answer: evidence, 0 to 3", false, true, false},
    {"assessment_version", Type::text, "v1: no question answered, v2: any"},
    {"ke_aop_context", Type::text, "AOPs that the Key Event is part of, ';' between them"},
    {"ke_bio_level", Type::text, "biological level of the Key Event"},
    {"target_description", Type::text, "description or definition in the present release", false, true, true},
    {"target_gene_count", Type::integer, "genes of the target in the present release"},
    {"go_ic", Type::real, "information content of the term", false, true, false},
    {"go_depth", Type::integer, "edges from the root of its namespace", false, true, false},
    {"aopwiki_version", Type::text, "snapshot of AOP-Wiki when it was approved"},
    {"target_version", Type::text, "release of the target's source when it was approved"},
    {"target_date", Type::text, "date of that release"},
    {"created_at", Type::time, "when the mapping was made, UTC"},
    {"updated_at", Type::time, "when it was last changed, UTC"},
};

Cell cell(std::optional<std::string> const& text)
{
    return text && !text->empty() ? Cell{*text} : Cell{};
}

Cell cell(std::optional<int> number)
{
    return number ? Cell{std::int64_t{*number}} : Cell{};
}

Cell cell(std::optional<double> number)
{
    return number ? Cell{*number} : Cell{};
}

Cell cell(std::optional<Instant> time)
{
    return time ? Cell{*time} : Cell{};
}

std::string aops_of(corpus::KeyEvent const& event)
{
    std::string joined;
    for (auto const aop : event.aops) {
        joined += (joined.empty() ? "" : ";") + aop.str();
    }
    return joined;
}

}  // namespace

std::span<Column const> flat_columns()
{
    return kColumns;
}

std::vector<Cell> flat_row(store::MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const& claim = mapping.claim;
    auto const& answers = claim.assessment;
    bool const is_go = mapping.resource() == Resource::go;
    auto const* const event = corpus.find(mapping.pair.ke_id);
    auto const* const target = corpus.find_target(mapping.pair.target_id);
    auto const genes = target == nullptr ? std::nullopt : target->gene_count();
    auto const facts = is_go ? corpus.go_facts(mapping.pair.target_id) : corpus::GoFacts{};
    return {
        Cell{mapping.uuid},
        Cell{std::string{name_of(mapping.resource())}},
        Cell{mapping.pair.ke_id.str()},
        cell(claim.ke_title),
        Cell{mapping.pair.target_id.str()},
        cell(claim.target_title),
        Cell{std::string{store::name_of(mapping.confidence)}},
        cell(claim.connection_type),
        cell(claim.go_namespace),
        mapping.go_direction ? Cell{std::string{store::name_of(*mapping.go_direction)}} : Cell{},
        cell(claim.species),
        cell(claim.suggestion_score),
        cell(mapping.proposed_by),
        cell(mapping.approved_by),
        cell(mapping.approved_at),
        cell(answers.relationship),
        cell(answers.basis),
        cell(answers.specificity),
        cell(answers.coverage),
        cell(answers.connection_score),
        cell(answers.specificity_score),
        cell(answers.evidence_score),
        Cell{mapping.assessment_version},
        event == nullptr ? Cell{} : cell(aops_of(*event)),
        event == nullptr ? Cell{} : cell(event->level),
        // Descriptions of WikiPathways are long Markdown articles of their own.
        target == nullptr || mapping.resource() == Resource::wikipathways ? Cell{} : cell(target->description),
        genes ? Cell{static_cast<std::int64_t>(*genes)} : Cell{},
        cell(facts.ic),
        cell(facts.depth),
        cell(mapping.sources.aopwiki),
        cell(mapping.sources.target_version),
        cell(mapping.sources.target_date),
        Cell{mapping.created_at},
        Cell{mapping.updated_at},
    };
}

std::string text_of(Cell const& cell)
{
    struct Text {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(std::string const& text) const { return text; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return number_text(number); }
        std::string operator()(Instant time) const { return format_utc(time); }
    };
    return std::visit(Text{}, cell);
}

std::string_view name_of(ColumnType type)
{
    switch (type) {
        case Type::text: return "text";
        case Type::integer: return "integer";
        case Type::real: return "real";
        case Type::time: return "time";
    }
    return {};
}

}  // namespace kewp::publish
