#include "store/change_repository.hpp"

#include "store/mapping_rows.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <unordered_map>

namespace kewp::store {
namespace {

// All actions of the history that begin with `mapping.`; `/` is the character after `.`.
constexpr char const* kOfMappings = "action >= 'mapping.' AND action < 'mapping/'";

/// True when the state, as the history has it, is that of a withdrawn mapping.
bool is_withdrawn(std::optional<std::string> const& state)
{
    boost::system::error_code error;
    auto const value = boost::json::parse(state.value_or("{}"), error);
    auto const* const members = error ? nullptr : value.if_object();
    auto const* const at = members == nullptr ? nullptr : members->if_contains("withdrawn_at");
    return at != nullptr && !at->is_null();
}

ChangeKind kind_of(std::string_view action, std::optional<std::string> const& before,
                   std::optional<std::string> const& after)
{
    bool const in_force = !is_withdrawn(after);
    if (!in_force) {
        return ChangeKind::withdrawal;
    }
    return action == "mapping.create" || is_withdrawn(before) ? ChangeKind::addition : ChangeKind::edit;
}

void add_imported(Session& session, ChangePlace place, std::uint64_t limit, std::vector<Change>& changes)
{
    auto const sql = fmt::format(
        "SELECT {} FROM mapping WHERE id > :after AND withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM audit "
        "WHERE audit.object_uuid = mapping.uuid AND audit.action = 'mapping.create') ORDER BY id LIMIT {}",
        mapping_columns(), limit);
    Select rows(session, sql, mapping_kinds(), std::move(Values{}.number("after", place.id)));
    while (rows.next()) {
        auto mapping = take_mapping(rows);
        changes.push_back(Change{{true, mapping.id}, mapping.updated_at, ChangeKind::addition, mapping.uuid, mapping});
    }
}

void add_lines(Session& session, ChangePlace place, std::uint64_t limit, std::vector<Change>& changes)
{
    auto const first = changes.size();
    Select lines(session,
                 fmt::format("SELECT id, at, action, object_uuid, before_json, after_json FROM audit WHERE id > :after "
                             "AND {} ORDER BY id LIMIT {}",
                             kOfMappings, limit),
                 "nttttt", std::move(Values{}.number("after", place.id)));
    while (lines.next()) {
        Change change{.place = {false, lines.number()}};
        change.at = lines.time();
        auto const action = lines.text();
        change.uuid = lines.text();
        auto const before = lines.text_or_null();
        auto const after = lines.text_or_null();
        change.kind = kind_of(action, before, after);
        changes.push_back(std::move(change));
    }
    if (changes.size() == first) {
        return;
    }
    Values range;
    range.number("after", place.id).number("last", changes.back().place.id);
    Select rows(session,
                fmt::format("SELECT {} FROM mapping WHERE uuid IN (SELECT object_uuid FROM audit WHERE id > :after AND "
                            "id <= :last AND {})",
                            mapping_columns(), kOfMappings),
                mapping_kinds(), std::move(range));
    std::unordered_map<std::string, MappingRecord> present;
    while (rows.next()) {
        auto mapping = take_mapping(rows);
        auto uuid = mapping.uuid;
        present.emplace(std::move(uuid), std::move(mapping));
    }
    for (auto change = changes.begin() + static_cast<std::ptrdiff_t>(first); change != changes.end(); ++change) {
        if (auto const found = present.find(change->uuid); found != present.end()) {
            change->mapping = found->second;
        }
    }
}

}  // namespace

std::string ChangePlace::str() const
{
    return fmt::format("{}{}", imported ? 'i' : 'h', id);
}

Result<ChangePlace> ChangePlace::parse(std::string_view text)
{
    ChangePlace place;
    auto const digits = text.substr(std::min<std::size_t>(1, text.size()));
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.id);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || place.id < 0 ||
        (text[0] != 'i' && text[0] != 'h')) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("'{}' is no cursor; expected one that an answer gave, or none", text));
    }
    place.imported = text[0] == 'i';
    return place;
}

char const* name_of(ChangeKind kind)
{
    switch (kind) {
        case ChangeKind::addition: return "addition";
        case ChangeKind::edit: return "edit";
        case ChangeKind::withdrawal: return "withdrawal";
    }
    return "";
}

Result<std::vector<Change>> list_changes(Session& session, ChangePlace place, std::uint64_t limit)
{
    return attempt([&]() -> Result<std::vector<Change>> {
        std::vector<Change> changes;
        if (place.imported) {
            add_imported(session, place, limit, changes);
            place = {false, 0};
        }
        if (changes.size() < limit) {
            add_lines(session, place, limit - changes.size(), changes);
        }
        return changes;
    });
}

Result<ChangePlace> place_at(Session& session, Instant time)
{
    return attempt([&]() -> Result<ChangePlace> {
        // An import fills an empty database, so its line is the first.
        auto const imports = select_number(session,
                                           "SELECT count(*) FROM audit WHERE id = (SELECT min(id) FROM audit) AND "
                                           "action = 'import' AND at > :time",
                                           std::move(Values{}.time("time", time)));
        if (imports > 0) {
            return ChangePlace{};
        }
        auto const first = select_number(session, "SELECT id FROM audit WHERE at > :time ORDER BY id LIMIT 1",
                                         std::move(Values{}.time("time", time)));
        auto const last = select_number(session, "SELECT max(id) FROM audit");
        return ChangePlace{false, first > 0 ? first - 1 : last};
    });
}

}  // namespace kewp::store
