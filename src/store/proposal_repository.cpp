#include "store/proposal_repository.hpp"

#include "base/crypto.hpp"
#include "store/claim_columns.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

std::string const& columns()
{
    static std::string const text = fmt::format(
        "resource, ke_id, target_id, id, uuid, kind, status, mapping_uuid, {}, confidence, note, proposed_by, "
        "display_name, affiliation, email, decided_by, decided_at, reason, stale, version, created_at, updated_at, "
        "reference_id",
        kClaimColumnNames);
    return text;
}

std::string const& kinds()
{
    static std::string const text = fmt::format("tttntttt{}{}nnttn", kClaimColumnKinds, std::string(9, 't'));
    return text;
}

ProposalRecord take_proposal(Select& rows)
{
    ProposalRecord record;
    record.resource = expect(parse_resource(rows.text()));
    auto const ke_id = rows.text_or_null();
    auto const target_id = rows.text_or_null();
    if (ke_id && target_id) {
        record.pair = Pair{expect(KeId::parse(*ke_id)), expect(TargetId::parse(record.resource, *target_id))};
    }
    record.id = rows.number();
    record.uuid = rows.text();
    record.kind = expect(parse_proposal_kind(rows.text()));
    record.status = expect(parse_proposal_status(rows.text()));
    record.mapping_uuid = rows.text_or_null();
    record.claim = take_claim(rows);
    record.confidence = word_or_null<Confidence>(rows.text_or_null(), parse_confidence);
    record.note = rows.text_or_null();
    record.proposed_by = rows.text_or_null();
    record.display_name = rows.text_or_null();
    record.affiliation = rows.text_or_null();
    record.email = rows.text_or_null();
    record.decided_by = rows.text_or_null();
    record.decided_at = rows.time_or_null();
    record.reason = rows.text_or_null();
    record.stale = rows.number() != 0;
    record.version = rows.number();
    record.created_at = rows.time();
    record.updated_at = rows.time();
    record.reference_id = rows.number_or_null();
    return record;
}

void set_proposal(Values& values, ProposalRecord const& record)
{
    values.text("resource", name_of(record.resource))
        .text("ke_id", record.pair ? std::optional(record.pair->ke_id.str()) : std::nullopt)
        .text("target_id", record.pair ? std::optional(record.pair->target_id.str()) : std::nullopt)
        .text("kind", name_of(record.kind))
        .text("status", name_of(record.status))
        .text("mapping_uuid", record.mapping_uuid);
    set_claim(values, record.claim);
    values.text("confidence", word_of(record.confidence))
        .text("note", record.note)
        .text("proposed_by", record.proposed_by)
        .text("display_name", record.display_name)
        .text("affiliation", record.affiliation)
        .text("email", record.email)
        .text("decided_by", record.decided_by)
        .time("decided_at", record.decided_at)
        .text("reason", record.reason)
        .number("stale", record.stale ? 1 : 0)
        .time("updated_at", record.updated_at);
}

struct Where {
    std::string sql = "1 = 1";
    Values values = {};
};

Where where(ProposalFilter const& filter)
{
    Where where;
    auto const require = [&](std::string const& condition) { where.sql += " AND " + condition; };
    if (filter.status) {
        require(fmt::format("status = '{}'", name_of(*filter.status)));
    }
    if (filter.resource) {
        require(fmt::format("resource = '{}'", name_of(*filter.resource)));
    }
    if (filter.kind) {
        require(fmt::format("kind = '{}'", name_of(*filter.kind)));
    }
    if (filter.ke_id) {
        require(fmt::format("ke_id = '{}'", filter.ke_id->str()));
    }
    if (filter.proposed_by) {
        require("proposed_by = :proposed_by");
        where.values.text("proposed_by", *filter.proposed_by);
    }
    if (filter.mapping_uuid) {
        require("mapping_uuid = :mapping_uuid");
        where.values.text("mapping_uuid", *filter.mapping_uuid);
    }
    return where;
}

Result<std::optional<ProposalRecord>> find_one(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::optional<ProposalRecord>> {
        Select rows(session, fmt::format("SELECT {} FROM proposal WHERE {}", columns(), condition), kinds(),
                    std::move(values));
        return rows.next() ? std::optional(take_proposal(rows)) : std::nullopt;
    });
}

}  // namespace

Result<ProposalRecord> insert_proposal(Transaction& transaction, ProposalRecord record)
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
    return attempt([&]() -> Result<ProposalRecord> {
        Values values;
        if (record.id != 0) {
            values.number("id", record.id);
        }
        values.text("uuid", record.uuid);
        set_proposal(values, record);
        values.number("version", record.version)
            .time("created_at", record.created_at)
            .number("reference_id", record.reference_id);
        record.id = insert_row(transaction, "proposal", std::move(values));
        return record;
    });
}

Result<ProposalRecord> update_proposal(Transaction& transaction, ProposalRecord record)
{
    return attempt([&]() -> Result<ProposalRecord> {
        Values values;
        set_proposal(values, record);
        auto const sql = fmt::format(
            "UPDATE proposal SET {}, version = version + 1 "
            "WHERE uuid = :uuid AND version = :expected_version",
            values.assignments());
        values.text("uuid", record.uuid).number("expected_version", record.version);
        if (execute(transaction, sql, std::move(values)) == 1) {
            ++record.version;
            return record;
        }
        auto const present = find_proposal(transaction, record.uuid);
        if (!present) {
            return fail(present.error());
        }
        if (!*present) {
            return fail(ErrorCode::not_found, fmt::format("there is no proposal {}", record.uuid));
        }
        return fail(ErrorCode::conflict,
                    fmt::format("proposal {} was changed by someone else meanwhile (now {}); look at it again",
                                record.uuid, name_of((*present)->status)));
    });
}

Result<std::optional<ProposalRecord>> find_proposal(Session& session, std::string_view uuid)
{
    return find_one(session, "uuid = :uuid", std::move(Values{}.text("uuid", std::string(uuid))));
}

Result<std::optional<ProposalRecord>> find_proposal_by_id(Session& session, std::int64_t id)
{
    return find_one(session, "id = :id", std::move(Values{}.number("id", id)));
}

Result<std::optional<ProposalRecord>> find_pending_proposal(Session& session, Pair const& pair)
{
    Values values;
    set_pair(values, pair);
    return find_one(session,
                    "resource = :resource AND ke_id = :ke_id AND target_id = :target_id AND status = 'pending' "
                    "AND kind = 'new'",
                    std::move(values));
}

Result<std::vector<ProposalRecord>> list_proposals(Session& session, ProposalFilter const& filter, Window window)
{
    return attempt([&]() -> Result<std::vector<ProposalRecord>> {
        auto condition = where(filter);
        std::vector<ProposalRecord> records;
        Select rows(
            session,
            fmt::format("SELECT {} FROM proposal WHERE {} ORDER BY created_at {}, id ASC LIMIT {} OFFSET {}", columns(),
                        condition.sql, filter.oldest_first ? "ASC" : "DESC", window.limit, window.offset),
            kinds(), std::move(condition.values));
        while (rows.next()) {
            records.push_back(take_proposal(rows));
        }
        return records;
    });
}

Result<std::uint64_t> count_proposals(Session& session, ProposalFilter const& filter)
{
    return attempt([&]() -> Result<std::uint64_t> {
        auto condition = where(filter);
        return static_cast<std::uint64_t>(select_number(session, "SELECT count(*) FROM proposal WHERE " + condition.sql,
                                                        std::move(condition.values)));
    });
}

}  // namespace kewp::store
