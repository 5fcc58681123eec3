#include "store/mapping_repository.hpp"

#include "base/crypto.hpp"
#include "store/claim_columns.hpp"
#include "store/mapping_page.hpp"
#include "store/mapping_rows.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::store {
namespace {

/// What an update may change; an insert has these and more.
void set_changeable(Values& values, MappingRecord const& record)
{
    set_claim(values, record.claim);
    values.text("confidence", name_of(record.confidence))
        .text("assessment_version", record.assessment_version)
        .text("go_direction", word_of(record.go_direction))
        .text("proposed_by", record.proposed_by)
        .text("approved_by", record.approved_by)
        .time("approved_at", record.approved_at)
        .text("updated_by", record.updated_by)
        .text("aopwiki_version", record.sources.aopwiki)
        .text("target_version", record.sources.target_version)
        .text("target_date", record.sources.target_date)
        .time("withdrawn_at", record.withdrawn_at)
        .text("withdrawn_by", record.withdrawn_by)
        .text("withdrawn_reason", record.withdrawn_reason)
        .time("updated_at", record.updated_at);
}

Result<std::optional<MappingRecord>> find_one(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::optional<MappingRecord>> {
        Select rows(session, fmt::format("SELECT {} FROM mapping WHERE {}", mapping_columns(), condition),
                    mapping_kinds(), std::move(values));
        return rows.next() ? std::optional(take_mapping(rows)) : std::nullopt;
    });
}

}  // namespace

Result<MappingRecord> insert_mapping(Transaction& transaction, MappingRecord record)
{
    if (record.uuid.empty()) {
        record.uuid = crypto::uuid4();
    }
    if (record.created_at == Instant{}) {
        record.created_at = now();
    }
    if (record.updated_at == Instant{}) {
        record.updated_at = record.created_at;
    }
    auto inserted = attempt([&]() -> Result<MappingRecord> {
        Values values;
        if (record.id != 0) {
            values.number("id", record.id);
        }
        values.text("uuid", record.uuid);
        set_pair(values, record.pair);
        set_changeable(values, record);
        values.text("created_by", record.created_by)
            .time("created_at", record.created_at)
            .number("reference_id", record.reference_id);
        record.id = insert_row(transaction, "mapping", std::move(values));
        return record;
    });
    if (!inserted && inserted.error().code == ErrorCode::conflict) {
        return fail(ErrorCode::conflict,
                    fmt::format("{} and {} cannot be stored as a new mapping: {}", record.pair.ke_id.str(),
                                record.pair.target_id.str(), inserted.error().message));
    }
    transaction.mark_public_change();
    return inserted;
}

Result<void> update_mapping(Transaction& transaction, MappingRecord const& record)
{
    return attempt([&]() -> Result<void> {
        Values values;
        set_changeable(values, record);
        auto const sql = fmt::format("UPDATE mapping SET {} WHERE uuid = :uuid", values.assignments());
        values.text("uuid", record.uuid);
        if (execute(transaction, sql, std::move(values)) == 0) {
            return fail(ErrorCode::not_found, fmt::format("there is no mapping {}", record.uuid));
        }
        transaction.mark_public_change();
        return {};
    });
}

Result<std::optional<MappingRecord>> find_mapping(Session& session, std::string_view uuid)
{
    return find_one(session, "uuid = :uuid", std::move(Values{}.text("uuid", std::string(uuid))));
}

Result<std::optional<MappingRecord>> find_mapping_of(Session& session, Pair const& pair)
{
    Values values;
    set_pair(values, pair);
    return find_one(session,
                    "resource = :resource AND ke_id = :ke_id AND target_id = :target_id AND withdrawn_at IS NULL",
                    std::move(values));
}

Result<std::vector<MappingRecord>> list_mappings(Session& session, MappingFilter const& filter, Window window)
{
    return attempt([&]() -> Result<std::vector<MappingRecord>> {
        auto condition = where(filter);
        std::vector<MappingRecord> records;
        Select rows(session,
                    fmt::format("SELECT {} FROM mapping WHERE {} ORDER BY created_at DESC, id ASC LIMIT {} OFFSET {}",
                                mapping_columns(), condition.sql, window.limit, window.offset),
                    mapping_kinds(), std::move(condition.values));
        while (rows.next()) {
            records.push_back(take_mapping(rows));
        }
        return records;
    });
}

Result<std::uint64_t> count_mappings(Session& session, MappingFilter const& filter)
{
    return attempt([&]() -> Result<std::uint64_t> {
        auto condition = where(filter);
        return static_cast<std::uint64_t>(
            select_number(session, "SELECT count(*) FROM mapping WHERE " + condition.sql, std::move(condition.values)));
    });
}

Result<void> for_each_mapping(Session& session, MappingFilter const& filter,
                              std::function<bool(MappingRecord const&)> const& row)
{
    return for_each_mapping(session, filter, MappingOrder{}, row);
}

Result<std::optional<Instant>> last_mapping_change(Session& session, std::optional<Resource> resource)
{
    return attempt([&]() -> Result<std::optional<Instant>> {
        auto const only = resource ? fmt::format(" WHERE resource = '{}'", name_of(*resource)) : std::string{};
        Select rows(session, "SELECT max(updated_at) FROM mapping" + only, "t");
        return rows.next() ? rows.time_or_null() : std::nullopt;
    });
}

Result<std::vector<std::pair<KeId, std::uint64_t>>> count_mappings_by_key_event(Session& session, Resource resource)
{
    return attempt([&]() -> Result<std::vector<std::pair<KeId, std::uint64_t>>> {
        std::vector<std::pair<KeId, std::uint64_t>> counts;
        Select rows(session,
                    fmt::format("SELECT ke_id, count(*) FROM mapping WHERE resource = '{}' AND withdrawn_at IS NULL "
                                "GROUP BY ke_id",
                                name_of(resource)),
                    "tn");
        while (rows.next()) {
            auto const ke_id = expect(KeId::parse(rows.text()));
            counts.emplace_back(ke_id, static_cast<std::uint64_t>(rows.number()));
        }
        std::ranges::sort(counts);
        return counts;
    });
}

}  // namespace kewp::store
