#include "store/guest_code_repository.hpp"

#include "store/session_repository.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

Result<std::vector<GuestCodeRecord>> list(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::vector<GuestCodeRecord>> {
        std::vector<GuestCodeRecord> records;
        Select rows(session,
                    "SELECT id, code_hash, label, created_by, created_at, expires_at, max_uses, use_count, revoked_at, "
                    "revoked_by FROM guest_code WHERE " +
                        condition,
                    "ntttttnntt", std::move(values));
        while (rows.next()) {
            auto& record = records.emplace_back();
            record.id = rows.number();
            record.code_hash = rows.text();
            record.label = rows.text();
            record.created_by = rows.text();
            record.created_at = rows.time();
            record.expires_at = rows.time();
            record.max_uses = rows.number();
            record.use_count = rows.number();
            record.revoked_at = rows.time_or_null();
            record.revoked_by = rows.text_or_null();
        }
        return records;
    });
}

}  // namespace

Result<GuestCodeRecord> insert_guest_code(Transaction& transaction, std::string_view code, GuestCodeRecord record)
{
    record.code_hash = hash_secret(code);
    if (record.created_at == Instant{}) {
        record.created_at = now();
    }
    return attempt([&]() -> Result<GuestCodeRecord> {
        Values values;
        values.text("code_hash", record.code_hash)
            .text("label", record.label)
            .text("created_by", record.created_by)
            .time("created_at", record.created_at)
            .time("expires_at", record.expires_at)
            .number("max_uses", record.max_uses)
            .number("use_count", record.use_count)
            .time("revoked_at", record.revoked_at)
            .text("revoked_by", record.revoked_by);
        record.id = insert_row(transaction, "guest_code", std::move(values));
        return record;
    });
}

Result<std::optional<GuestCodeRecord>> use_guest_code(Transaction& transaction, std::string_view code, Instant at)
{
    auto const hash = hash_secret(code);
    auto const taken = attempt([&]() -> Result<std::uint64_t> {
        return execute(transaction,
                       "UPDATE guest_code SET use_count = use_count + 1 WHERE code_hash = :code_hash "
                       "AND revoked_at IS NULL AND expires_at > :at AND use_count < max_uses",
                       std::move(Values{}.text("code_hash", hash).time("at", at)));
    });
    if (!taken) {
        return fail(taken.error());
    }
    if (*taken == 0) {
        return std::nullopt;
    }
    auto found = list(transaction, "code_hash = :code_hash", std::move(Values{}.text("code_hash", hash)));
    if (!found) {
        return fail(found.error());
    }
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<GuestCodeRecord>> list_guest_codes(Session& session)
{
    return list(session, "1 = 1 ORDER BY created_at DESC, id", {});
}

Result<void> revoke_guest_code(Transaction& transaction, std::int64_t id, std::string_view by, Instant at)
{
    return attempt([&]() -> Result<void> {
        auto const changed = execute(
            transaction,
            "UPDATE guest_code SET revoked_at = coalesce(revoked_at, :at), revoked_by = coalesce(revoked_by, :by) "
            "WHERE id = :id",
            std::move(Values{}.time("at", at).text("by", std::string(by)).number("id", id)));
        if (changed == 0) {
            return fail(ErrorCode::not_found, fmt::format("there is no guest code number {}", id));
        }
        return {};
    });
}

}  // namespace kewp::store
