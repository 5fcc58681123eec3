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

}  // namespace kewp::store
