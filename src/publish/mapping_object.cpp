#include "publish/mapping_object.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <cmath>

namespace kewp::publish {
namespace {

using boost::json::object;
using boost::json::value;
using store::MappingRecord;

template <class T>
value or_null(std::optional<T> const& optional)
{
    return optional ? value(*optional) : value(nullptr);
}

value or_null(std::optional<Instant> const& time)
{
    return time ? value(format_utc(*time)) : value(nullptr);
}

value or_null_if_empty(std::string const& text)
{
    return text.empty() ? value(nullptr) : value(text);
}

object assessment(MappingRecord const& mapping)
{
    auto const& answers = mapping.claim.assessment;
    return {{"relationship", or_null(answers.relationship)},
            {"basis", or_null(answers.basis)},
            {"specificity", or_null(answers.specificity)},
            {"coverage", or_null(answers.coverage)},
            {"version", mapping.assessment_version}};
}

object provenance(MappingRecord const& mapping)
{
    return {{"suggestion_score", or_null(mapping.claim.suggestion_score)},
            {"approved_by", or_null(mapping.approved_by)},
            {"approved_at", or_null(mapping.approved_at)},
            {"proposed_by", or_null(mapping.proposed_by)}};
}

void add_key_event(object& out, MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    boost::json::array aops;
    auto const* const event = corpus.find(mapping.pair.ke_id);
    for (auto const aop : event == nullptr ? std::vector<AopId>{} : event->aops) {
        aops.emplace_back(aop.str());
    }
    out["ke_aop_context"] = std::move(aops);
    out["ke_bio_level"] = event == nullptr ? value(nullptr) : or_null_if_empty(event->level);
}

void add_wikipathways(object& out, MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    out["pathway_id"] = mapping.pair.target_id.str();
    out["pathway_title"] = mapping.claim.target_title;
    out["confidence_level"] = store::name_of(mapping.confidence);
    out["connection_type"] = mapping.claim.connection_type.value_or("undefined");
    add_key_event(out, mapping, corpus);
    out["assessment"] = assessment(mapping);
}

void add_go(object& out, MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const& answers = mapping.claim.assessment;
    auto const* const term = corpus.find_target(mapping.pair.target_id);
    auto const facts = corpus.go_facts(mapping.pair.target_id);
    out["go_term_id"] = mapping.pair.target_id.str();
    out["go_term_name"] = mapping.claim.target_title;
    out["go_namespace"] = mapping.claim.go_namespace.value_or("biological_process");
    out["confidence_level"] = store::name_of(mapping.confidence);
    out["go_direction"] = mapping.go_direction ? value(store::name_of(*mapping.go_direction)) : value(nullptr);
    out["connection_type"] = mapping.claim.connection_type.value_or("related");
    out["assessment_version"] = mapping.assessment_version;
    out["connection_score"] = or_null(answers.connection_score);
    out["specificity_score"] = or_null(answers.specificity_score);
    out["evidence_score"] = or_null(answers.evidence_score);
    add_key_event(out, mapping, corpus);
    out["go_definition"] = term == nullptr ? value(nullptr) : or_null_if_empty(term->description);
    out["go_ic"] = facts.ic ? value(std::round(*facts.ic * 100) / 100) : value(nullptr);
    out["go_depth"] = or_null(facts.depth);
}

void add_reactome(object& out, MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const* const pathway = corpus.find_target(mapping.pair.target_id);
    auto const genes = pathway == nullptr ? std::nullopt : pathway->gene_count();
    out["reactome_id"] = mapping.pair.target_id.str();
    out["pathway_name"] = mapping.claim.target_title;
    out["species"] = mapping.claim.species.value_or("Homo sapiens");
    out["confidence_level"] = store::name_of(mapping.confidence);
    out["pathway_description"] = pathway == nullptr ? value(nullptr) : or_null_if_empty(pathway->description);
    out["reactome_gene_count"] = or_null(genes);
    add_key_event(out, mapping, corpus);
    out["assessment"] = assessment(mapping);
}

/// CSV columns that are flattened from a nested object, and the path to their values.
struct Flattened {
    std::string_view column;
    std::string_view outer;
    std::string_view inner;
};

constexpr Flattened kFlattened[] = {
    {"suggestion_score", "provenance", "suggestion_score"},
    {"approved_by", "provenance", "approved_by"},
    {"approved_at", "provenance", "approved_at"},
    {"proposed_by", "provenance", "proposed_by"},
    {"proposed_relationship", "assessment", "relationship"},
    {"proposed_basis", "assessment", "basis"},
    {"proposed_specificity", "assessment", "specificity"},
    {"proposed_coverage", "assessment", "coverage"},
    {"assessment_version", "assessment", "version"},
};

std::string cell(value const& content)
{
    if (content.is_array()) {
        std::string joined;
        for (auto const& element : content.get_array()) {
            joined += (joined.empty() ? "" : ";") + cell(element);
        }
        return joined;
    }
    return plain_text(content);
}

std::vector<std::string> names_in(std::string_view list)
{
    std::vector<std::string> names;
    for (auto const name : text::split(list, ',')) {
        names.emplace_back(name);
    }
    return names;
}

/// The columns that existing clients read, by position; new ones may only be added at the end.
constexpr std::string_view kColumns[] = {
    "uuid,ke_id,ke_name,pathway_id,pathway_title,confidence_level,suggestion_score,approved_by,approved_at,"
    "proposed_by,connection_type,ke_aop_context,ke_bio_level,proposed_relationship,proposed_basis,"
    "proposed_specificity,proposed_coverage,assessment_version",
    "uuid,ke_id,ke_name,go_term_id,go_term_name,go_namespace,confidence_level,go_direction,suggestion_score,"
    "approved_by,approved_at,proposed_by,connection_type,ke_aop_context,ke_bio_level,go_definition,go_ic,go_depth",
    "uuid,ke_id,ke_name,reactome_id,pathway_name,species,confidence_level,suggestion_score,approved_by,approved_at,"
    "proposed_by,ke_aop_context,ke_bio_level,pathway_description,reactome_gene_count,proposed_relationship,"
    "proposed_basis,proposed_specificity,proposed_coverage,assessment_version",
};

constexpr std::string_view kFields[] = {
    "uuid,ke_id,ke_name,pathway_id,pathway_title,confidence_level,connection_type,ke_aop_context,ke_bio_level,"
    "assessment,provenance",
    "uuid,ke_id,ke_name,go_term_id,go_term_name,go_namespace,confidence_level,go_direction,connection_type,"
    "assessment_version,connection_score,specificity_score,evidence_score,ke_aop_context,ke_bio_level,go_definition,"
    "go_ic,go_depth,provenance",
    "uuid,ke_id,ke_name,reactome_id,pathway_name,species,confidence_level,pathway_description,reactome_gene_count,"
    "ke_aop_context,ke_bio_level,assessment,provenance",
};

value const* find_column(object const& mapping, std::string_view column)
{
    if (auto const* const direct = mapping.if_contains(column)) {
        return direct;
    }
    for (auto const& flattened : kFlattened) {
        if (flattened.column == column) {
            auto const* const outer = mapping.if_contains(flattened.outer);
            return outer == nullptr ? nullptr : outer->get_object().if_contains(flattened.inner);
        }
    }
    return nullptr;
}

}  // namespace

object mapping_object(MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    object out{{"uuid", mapping.uuid}, {"ke_id", mapping.pair.ke_id.str()}, {"ke_name", mapping.claim.ke_title}};
    switch (mapping.resource()) {
        case Resource::wikipathways: add_wikipathways(out, mapping, corpus); break;
        case Resource::go: add_go(out, mapping, corpus); break;
        case Resource::reactome: add_reactome(out, mapping, corpus); break;
    }
    out["provenance"] = provenance(mapping);
    return out;
}

object mapping_object(MappingRecord const& mapping, corpus::Corpus const& corpus, std::span<std::string const> fields)
{
    auto whole = mapping_object(mapping, corpus);
    if (fields.size() == whole.size()) {
        return whole;
    }
    object out;
    for (auto const& field : fields) {
        out[field] = std::move(whole.at(field));
    }
    return out;
}

std::span<std::string const> mapping_fields(Resource resource)
{
    static std::vector<std::string> const fields[] = {names_in(kFields[0]), names_in(kFields[1]), names_in(kFields[2])};
    return fields[static_cast<std::size_t>(resource)];
}

std::span<std::string const> mapping_csv_columns(Resource resource)
{
    static std::vector<std::string> const columns[] = {names_in(kColumns[0]), names_in(kColumns[1]),
                                                       names_in(kColumns[2])};
    return columns[static_cast<std::size_t>(resource)];
}

std::vector<std::string> mapping_csv_row(MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    return mapping_csv_row(mapping, corpus, mapping_csv_columns(mapping.resource()));
}

std::vector<std::string> mapping_csv_row(MappingRecord const& mapping, corpus::Corpus const& corpus,
                                         std::span<std::string const> columns)
{
    auto const fields = mapping_object(mapping, corpus);
    std::vector<std::string> row;
    for (auto const& column : columns) {
        auto const* const content = find_column(fields, column);
        row.push_back(content == nullptr ? std::string{} : cell(*content));
    }
    return row;
}

}  // namespace kewp::publish
