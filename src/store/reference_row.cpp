#include "store/reference_row.hpp"

#include "base/text.hpp"

#include <cmath>
#include <fmt/format.h>

namespace kewp::store {
namespace {

constexpr std::string_view kGuestPrefix = "guest-";

}  // namespace

std::optional<std::string> full_identity(std::string_view name)
{
    name = text::trim(name);
    if (name.empty() || name.front() == ':' || name.back() == ':') {
        return std::nullopt;
    }
    if (name.find(':') != std::string_view::npos) {
        return std::string(name);
    }
    if (name.starts_with(kGuestPrefix) && name.size() > kGuestPrefix.size()) {
        return fmt::format("guest:{}", name.substr(kGuestPrefix.size()));
    }
    return fmt::format("github:{}", name);
}

ReferenceRow::ReferenceRow(ImportReport& report, std::string table, LooseRow const& row)
    : report_(report), table_(std::move(table)), row_(row)
{
}

std::string ReferenceRow::label() const
{
    return fmt::format("{} {}", table_, id());
}

void ReferenceRow::repaired(std::string const& rule)
{
    ++report_.repairs[rule];
    repaired_ = true;
}

void ReferenceRow::doubt(std::string const& what)
{
    report_.doubtful.push_back(fmt::format("{}: {}", label(), what));
}

std::optional<std::string> ReferenceRow::text(std::string_view column)
{
    auto value = row_.text(column);
    if (value && text::trim(*value).empty()) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::string> ReferenceRow::lower(std::string_view column)
{
    auto const value = text(column);
    if (!value) {
        return std::nullopt;
    }
    auto lowered = text::ascii_lower(text::trim(*value));
    if (lowered != *value) {
        repaired(fmt::format("{} written in lower case", column));
    }
    return lowered;
}

std::optional<Instant> ReferenceRow::time(std::string_view column)
{
    auto const value = text(column);
    if (!value) {
        return std::nullopt;
    }
    auto const parsed = parse_utc(*value);
    if (!parsed) {
        doubt(fmt::format("{} holds '{}', which is not a time; taken as unknown", column, *value));
        return std::nullopt;
    }
    return *parsed;
}

std::optional<std::string> ReferenceRow::identity(std::string_view column)
{
    auto const value = text(column);
    if (!value) {
        return std::nullopt;
    }
    auto identity = full_identity(*value);
    if (!identity) {
        doubt(fmt::format("{} holds '{}', which names nobody; taken as unknown", column, *value));
    } else if (identity->starts_with("guest:") && *identity != *value) {
        repaired("guest name written as guest:label");
    } else if (*identity != *value) {
        repaired("user name without provider given github:");
    }
    return identity;
}

std::optional<Confidence> ReferenceRow::confidence(std::string_view column)
{
    auto const word = lower(column);
    if (!word) {
        return std::nullopt;
    }
    auto const parsed = parse_confidence(*word);
    if (!parsed) {
        doubt(fmt::format("{} holds '{}', expected low, medium or high; taken as unknown", column, *word));
        return std::nullopt;
    }
    return *parsed;
}

std::optional<double> ReferenceRow::score(std::string_view column)
{
    auto const value = row_.real(column);
    if (!value) {
        if (auto const other = text(column)) {
            doubt(fmt::format("{} holds '{}', expected a number; taken as unknown", column, *other));
        }
        return std::nullopt;
    }
    if (!std::isfinite(*value) || *value < 0.0 || *value > 1.0) {
        repaired("suggestion score outside 0 to 1 removed");
        doubt(fmt::format("{} was {}", column, *value));
        return std::nullopt;
    }
    return value;
}

std::optional<int> ReferenceRow::dimension_score(std::string_view column)
{
    auto const value = row_.number(column);
    if (!value) {
        return std::nullopt;
    }
    if (*value < 0 || *value > 3) {
        doubt(fmt::format("{} is {}, expected 0 to 3; kept", column, *value));
    }
    return static_cast<int>(*value);
}

bool ReferenceRow::flag(std::string_view column) const
{
    // `DEFAULT FALSE` was stored as text by versions of SQLite that did not know the word.
    auto const value = text::ascii_lower(row_.text(column).value_or("0"));
    return value != "0" && value != "false" && !value.empty();
}

std::optional<KeId> ReferenceRow::ke_id(std::string_view column)
{
    auto const value = text(column);
    auto const parsed = value ? KeId::parse(text::fold_space(*value)) : fail(ErrorCode::not_found, "");
    if (!parsed) {
        return std::nullopt;
    }
    if (parsed->str() != *value) {
        repaired("identifier spelled as usual");
    }
    return *parsed;
}

std::optional<TargetId> ReferenceRow::target_id(Resource resource, std::string_view column)
{
    auto const value = text(column);
    auto const parsed = value ? TargetId::parse(resource, *value) : fail(ErrorCode::not_found, "");
    if (!parsed) {
        return std::nullopt;
    }
    if (parsed->str() != *value) {
        repaired("identifier spelled as usual");
    }
    return *parsed;
}

Assessment ReferenceRow::assessment(Resource resource, bool of_proposal)
{
    Assessment answers;
    if (resource != Resource::go) {
        answers.relationship = lower("proposed_relationship");
        answers.basis = lower("proposed_basis");
        answers.specificity = lower("proposed_specificity");
        answers.coverage = lower("proposed_coverage");
        return answers;
    }
    auto const prefix = std::string(of_proposal ? "proposed_" : "");
    answers.connection_score = dimension_score(prefix + "connection_score");
    answers.specificity_score = dimension_score(prefix + "specificity_score");
    answers.evidence_score = dimension_score(prefix + "evidence_score");
    return answers;
}

}  // namespace kewp::store
