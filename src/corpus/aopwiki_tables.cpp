#include "base/text.hpp"
#include "corpus/aopwiki_model.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

// AOP-Wiki's downloads have no header; the number of columns tells them apart.
constexpr std::size_t kMemberColumns = 4;        // AOP, event, role, title
constexpr std::size_t kRelationshipColumns = 7;  // AOP, upstream, downstream, relationship, adjacency, 2 × evidence
constexpr std::size_t kComponentColumns = 9;     // AOP, event, action, object ×3, process ×3

using Fields = std::vector<std::string_view>;

std::uint32_t relationship_number(std::string_view text)
{
    constexpr std::string_view kPrefix = "Relationship:";
    if (text.starts_with(kPrefix)) {
        text.remove_prefix(kPrefix.size());
    }
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

Verdict take_member(AopId aop, KeId ke, Fields const& fields, AopWikiModel& model)
{
    auto const role = text::trim(fields[2]);
    if (role == "MolecularInitiatingEvent") {
        model.add_member(aop, ke, AopRole::initiating_event);
    } else if (role == "AdverseOutcome") {
        model.add_member(aop, ke, AopRole::adverse_outcome);
    } else if (role == "KeyEvent") {
        model.add_member(aop, ke, AopRole::member);
    } else {
        return bad(fmt::format("expected MolecularInitiatingEvent, KeyEvent or AdverseOutcome, found '{}'", role));
    }
    model.states_roles = true;
    model.key_event(ke).title.offer(fields[3], Trust::table);
    return good();
}

Verdict take_relationship(AopId aop, KeId upstream, Fields const& fields, AopWikiModel& model)
{
    auto const downstream = KeId::parse(fields[2]);
    if (!downstream) {
        return bad(downstream.error().message);
    }
    auto const number = relationship_number(fields[3]);
    if (number == 0) {
        return bad(fmt::format("expected a relationship such as Relationship:324, found '{}'", fields[3]));
    }
    model.add_relationship(aop, number, upstream, *downstream);
    return good();
}

Verdict take_row(std::string_view line, AopWikiModel& model)
{
    auto const fields = text::split(line, '\t');
    if (fields.size() != kMemberColumns && fields.size() != kRelationshipColumns &&
        fields.size() != kComponentColumns) {
        return bad(fmt::format("expected {}, {} or {} columns, found {}", kMemberColumns, kRelationshipColumns,
                               kComponentColumns, fields.size()));
    }
    auto const aop = AopId::parse(fields[0]);
    if (!aop) {
        return bad(aop.error().message);
    }
    auto const ke = KeId::parse(fields[1]);
    if (!ke) {
        return bad(ke.error().message);
    }
    if (fields.size() == kMemberColumns) {
        return take_member(*aop, *ke, fields, model);
    }
    if (fields.size() == kRelationshipColumns) {
        return take_relationship(*aop, *ke, fields, model);
    }
    model.add_member(*aop, *ke, AopRole::member);
    return good();
}

/// `{"aop_id": …, "aop_title": …}`; what is wrong with it, or "".
std::string take_membership(KeId ke, json::value const& entry, AopWikiModel& model)
{
    auto const aop = AopId::parse(string_member(entry, "aop_id"));
    if (!aop) {
        return aop.error().message;
    }
    model.add_member(*aop, ke, AopRole::member);
    model.aop(*aop).title.offer(string_member(entry, "aop_title"), Trust::json);
    return "";
}

}  // namespace

bool is_aopwiki_table(Input const& input)
{
    auto const line = input.first_line();
    auto const fields = text::split(line, '\t');
    return (fields.size() == kMemberColumns || fields.size() == kRelationshipColumns ||
            fields.size() == kComponentColumns) &&
           AopId::parse(fields[0]).has_value() && KeId::parse(fields[1]).has_value();
}

Result<void> read_aopwiki_table(ImportContext& context, Input const& input, AopWikiModel& model)
{
    return read_lines(context, input,
                      [&](std::string_view line, std::size_t /*number*/) { return take_row(line, model); });
}

Result<void> read_aop_membership(ImportContext& context, Input const& input, AopWikiModel& model)
{
    return read_json_records(context, input, [&](std::string_view key, json::value const& value, std::size_t) {
        auto const ke = KeId::parse(key);
        if (!ke) {
            return bad(ke.error().message);
        }
        if (!value.is_array()) {
            return bad(fmt::format("{}: expected an array of AOPs", ke->str()));
        }
        for (auto const& entry : value.get_array()) {
            if (auto problem = take_membership(*ke, entry, model); !problem.empty()) {
                return bad(fmt::format("{}: {}", ke->str(), problem));
            }
        }
        return good();
    });
}

Result<void> read_ke_metadata(ImportContext& context, Input const& input, AopWikiModel& model)
{
    model.states_descriptions = true;
    return read_json_records(context, input, [&](std::string_view key, json::value const& value, std::size_t) {
        auto const label = string_member(value, "KElabel");
        auto const ke = KeId::parse(label.empty() ? key : label);
        if (!ke) {
            return bad(ke.error().message);
        }
        auto const title = string_member(value, "KEtitle");
        if (text::trim(title).empty()) {
            return bad(fmt::format("{} has no KEtitle", ke->str()));
        }
        auto& facts = model.key_event(*ke);
        facts.title.offer(title, Trust::json);
        auto const description = text::trim(string_member(value, "KEdescription"));
        if (facts.description.trust == Trust::json && description.size() > facts.description.text.size()) {
            facts.description = {};  // stated twice: the longer one is the fuller one
        }
        facts.description.offer(description, Trust::json);
        facts.level.offer(string_member(value, "biolevel"), Trust::json);
        facts.page.offer(string_member(value, "KEpage"), Trust::json);
        return good();
    });
}

}  // namespace kewp::corpus
