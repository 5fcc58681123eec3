#include "store/audit_repository.hpp"

#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

Result<std::vector<AuditRecord>> list(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::vector<AuditRecord>> {
        std::vector<AuditRecord> records;
        Select rows(session,
                    "SELECT id, at, actor, action, object_uuid, before_json, after_json, request_id FROM audit WHERE " +
                        condition,
                    "nttttttt", std::move(values));
        while (rows.next()) {
            auto& record = records.emplace_back();
            record.id = rows.number();
            record.at = rows.time();
            record.actor = rows.text();
            record.action = rows.text();
            record.object_uuid = rows.text();
            record.before = rows.text_or_null();
            record.after = rows.text_or_null();
            record.request_id = rows.text();
        }
        return records;
    });
}

}  // namespace

Result<std::int64_t> append_audit(Transaction& transaction, AuditRecord record)
{
    return attempt([&]() -> Result<std::int64_t> {
        Values values;
        values.time("at", record.at == Instant{} ? now() : record.at)
            .text("actor", record.actor)
            .text("action", record.action)
            .text("object_uuid", record.object_uuid)
            .text("before_json", record.before)
            .text("after_json", record.after)
            .text("request_id", record.request_id);
        return insert_row(transaction, "audit", std::move(values));
    });
}

Result<std::vector<AuditRecord>> list_audit(Session& session, std::string_view object_uuid)
{
    return list(session, "object_uuid = :object_uuid ORDER BY id",
                std::move(Values{}.text("object_uuid", std::string(object_uuid))));
}

Result<std::vector<AuditRecord>> list_audit_after(Session& session, std::int64_t after_id, std::uint64_t limit)
{
    return list(session, fmt::format("id > :after_id ORDER BY id LIMIT {}", limit),
                std::move(Values{}.number("after_id", after_id)));
}

Result<std::vector<AuditRecord>> list_audit(Session& session, AuditFilter const& filter, std::uint64_t limit)
{
    std::string condition = "1 = 1";
    Values values;
    auto const require = [&](std::string const& text) { condition += " AND " + text; };
    if (filter.actor) {
        require("actor = :actor");
        values.text("actor", *filter.actor);
    }
    if (filter.action && filter.action->ends_with('.')) {
        require("substr(action, 1, length(:action)) = :action");
        values.text("action", *filter.action);
    } else if (filter.action) {
        require("action = :action");
        values.text("action", *filter.action);
    }
    if (filter.object_uuid) {
        require("object_uuid = :object_uuid");
        values.text("object_uuid", *filter.object_uuid);
    }
    if (filter.since) {
        require("at >= :since");
        values.time("since", *filter.since);
    }
    if (filter.before) {
        require("at < :before");
        values.time("before", *filter.before);
    }
    if (filter.before_id > 0) {
        require("id < :before_id");
        values.number("before_id", filter.before_id);
    }
    return list(session, fmt::format("{} ORDER BY id DESC LIMIT {}", condition, limit), std::move(values));
}

Result<std::vector<NoticeRecord>> list_notices(Session& session, std::string_view identity, std::uint64_t limit)
{
    return attempt([&]() -> Result<std::vector<NoticeRecord>> {
        std::vector<NoticeRecord> notices;
        auto const sql = fmt::format(
            "SELECT a.id, a.at, a.action, a.object_uuid, p.ke_id, p.ke_title, p.target_id, p.target_title, p.reason "
            "FROM audit AS a JOIN proposal AS p ON p.uuid = a.object_uuid "
            "WHERE p.proposed_by = :proposer AND a.actor <> :self AND a.action IN ('proposal.approve', "
            "'proposal.reject', 'proposal.undo', 'proposal.edit', 'proposal.withdraw') "
            "UNION ALL "
            "SELECT a.id, a.at, a.action, a.object_uuid, p.ke_id, p.ke_title, p.target_id, p.target_title, NULL "
            "FROM audit AS a JOIN opinion AS o ON o.uuid = a.object_uuid JOIN proposal AS p ON p.uuid = "
            "o.proposal_uuid "
            "WHERE o.curator = :curator AND a.action = 'opinion.ask' ORDER BY 1 DESC LIMIT {}",
            limit);
        std::string const who(identity);
        Select rows(session, sql, "ntttttttt",
                    std::move(Values{}.text("proposer", who).text("self", who).text("curator", who)));
        while (rows.next()) {
            auto& notice = notices.emplace_back();
            notice.audit_id = rows.number();
            notice.at = rows.time();
            notice.action = rows.text();
            notice.object_uuid = rows.text();
            notice.ke_id = rows.text();
            notice.ke_title = rows.text();
            notice.target_id = rows.text();
            notice.target_title = rows.text();
            notice.reason = rows.text_or_null();
        }
        return notices;
    });
}

Result<std::int64_t> notices_seen(Session& session, std::string_view owner)
{
    return attempt([&]() -> Result<std::int64_t> {
        return select_number(session, "SELECT audit_id FROM notice_seen WHERE owner = :owner",
                             std::move(Values{}.text("owner", std::string(owner))));
    });
}

Result<void> mark_notices_seen(Transaction& transaction, std::string_view owner, std::int64_t audit_id, Instant at)
{
    return attempt([&]() -> Result<void> {
        execute(transaction,
                "INSERT INTO notice_seen (owner, audit_id, updated_at) VALUES (:owner, :audit_id, :at) "
                "ON CONFLICT (owner) DO UPDATE SET audit_id = CASE WHEN excluded.audit_id > notice_seen.audit_id "
                "THEN excluded.audit_id ELSE notice_seen.audit_id END, updated_at = excluded.updated_at",
                std::move(Values{}.text("owner", std::string(owner)).number("audit_id", audit_id).time("at", at)));
        return {};
    });
}

}  // namespace kewp::store
