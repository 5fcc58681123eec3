#include "store/mapping_rows.hpp"

#include "base/text.hpp"
#include "store/claim_columns.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

/// ` IN ('KE 1', 'KE 2')`. The ids are typed, so their text holds no quote.
template <class Id>
std::string in_list(std::vector<Id> const& ids)
{
    std::string text;
    for (auto const& id : ids) {
        text += fmt::format("{}'{}'", text.empty() ? "" : ", ", id.str());
    }
    return fmt::format(" IN ({})", text.empty() ? "NULL" : text);  // PostgreSQL takes no empty list
}

/// A LIKE pattern that finds `text` anywhere; `!` escapes what LIKE reads as a wild card.
std::string anywhere(std::string_view text)
{
    std::string pattern = "%";
    for (char const letter : text::ascii_lower(text)) {
        if (letter == '%' || letter == '_' || letter == '!') {
            pattern += '!';
        }
        pattern += letter;
    }
    return pattern + "%";
}

}  // namespace

std::string const& mapping_columns()
{
    static std::string const text = fmt::format(
        "resource, ke_id, target_id, id, uuid, {}, confidence, assessment_version, go_direction, created_by, "
        "proposed_by, approved_by, approved_at, updated_by, aopwiki_version, target_version, target_date, "
        "withdrawn_at, withdrawn_by, withdrawn_reason, created_at, updated_at, reference_id",
        kClaimColumnNames);
    return text;
}

std::string const& mapping_kinds()
{
    static std::string const text = fmt::format("tttnt{}{}n", kClaimColumnKinds, std::string(16, 't'));
    return text;
}

MappingRecord take_mapping(Select& rows)
{
    MappingRecord record{take_pair(rows)};
    record.id = rows.number();
    record.uuid = rows.text();
    record.claim = take_claim(rows);
    record.confidence = expect(parse_confidence(rows.text()));
    record.assessment_version = rows.text();
    record.go_direction = word_or_null<GoDirection>(rows.text_or_null(), parse_go_direction);
    record.created_by = rows.text_or_null();
    record.proposed_by = rows.text_or_null();
    record.approved_by = rows.text_or_null();
    record.approved_at = rows.time_or_null();
    record.updated_by = rows.text_or_null();
    record.sources.aopwiki = rows.text_or_null();
    record.sources.target_version = rows.text_or_null();
    record.sources.target_date = rows.text_or_null();
    record.withdrawn_at = rows.time_or_null();
    record.withdrawn_by = rows.text_or_null();
    record.withdrawn_reason = rows.text_or_null();
    record.created_at = rows.time();
    record.updated_at = rows.time();
    record.reference_id = rows.number_or_null();
    return record;
}

Where where(MappingFilter const& filter)
{
    Where where;
    auto const require = [&](std::string const& condition) { where.sql += " AND " + condition; };
    if (!filter.include_withdrawn) {
        require("withdrawn_at IS NULL");
    }
    if (filter.resource) {
        require(fmt::format("resource = '{}'", name_of(*filter.resource)));
    } else if (filter.ke_ids || filter.target_ids) {
        require("resource IN ('wikipathways', 'go', 'reactome')");  // the first column of the indexes
    }
    if (filter.ke_ids) {
        require("ke_id" + in_list(*filter.ke_ids));
    }
    if (filter.target_ids) {
        require("target_id" + in_list(*filter.target_ids));
    }
    if (filter.confidence) {
        require(fmt::format("confidence = '{}'", name_of(*filter.confidence)));
    }
    if (filter.minimum_confidence == Confidence::high) {
        require("confidence = 'high'");
    } else if (filter.minimum_confidence == Confidence::medium) {
        require("confidence IN ('medium', 'high')");
    }
    if (filter.direction) {
        require(fmt::format("go_direction = '{}'", name_of(*filter.direction)));
    }
    if (filter.changed_after) {
        require("updated_at > :changed_after");
        where.values.time("changed_after", *filter.changed_after);
    }
    if (filter.proposed_by) {
        require("proposed_by = :proposed_by");
        where.values.text("proposed_by", *filter.proposed_by);
    }
    if (filter.approved_from) {
        require("approved_at >= :approved_from");
        where.values.time("approved_from", *filter.approved_from);
    }
    if (filter.approved_before) {
        require("approved_at < :approved_before");
        where.values.time("approved_before", *filter.approved_before);
    }
    if (filter.text) {
        // A line feed is in no id or title, so nothing matches across two of them.
        require("lower(ke_id || '\n' || ke_title || '\n' || target_id || '\n' || target_title) LIKE :text ESCAPE '!'");
        where.values.text("text", anywhere(*filter.text));
    }
    return where;
}

}  // namespace kewp::store
