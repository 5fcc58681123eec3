#include "store/user_repository.hpp"

#include "store/sql.hpp"

namespace kewp::store {
namespace {

Result<std::vector<UserRecord>> list(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::vector<UserRecord>> {
        std::vector<UserRecord> records;
        Select rows(session,
                    "SELECT id, identity, display_name, affiliation, email, provider_id, created_at, updated_at, "
                    "last_sign_in_at FROM app_user WHERE " +
                        condition,
                    "ntttttttt", std::move(values));
        while (rows.next()) {
            auto& record = records.emplace_back();
            record.id = rows.number();
            record.identity = rows.text();
            record.display_name = rows.text();
            record.affiliation = rows.text_or_null();
            record.email = rows.text_or_null();
            record.provider_id = rows.text_or_null();
            record.created_at = rows.time();
            record.updated_at = rows.time();
            record.last_sign_in_at = rows.time_or_null();
        }
        return records;
    });
}

}  // namespace

Result<UserRecord> upsert_user(Transaction& transaction, UserRecord record, Instant at)
{
    auto const stored = attempt([&]() -> Result<void> {
        Values values;
        values.text("identity", record.identity)
            .text("display_name", record.display_name)
            .text("affiliation", record.affiliation)
            .text("email", record.email)
            .text("provider_id", record.provider_id)
            .time("created_at", at)
            .time("updated_at", at)
            .time("last_sign_in_at", at);
        auto const sql = "INSERT INTO app_user (" + values.names() + ") VALUES (" + values.places() +
                         ") ON CONFLICT (identity) DO UPDATE SET display_name = excluded.display_name, "
                         "affiliation = coalesce(excluded.affiliation, app_user.affiliation), "
                         "email = coalesce(excluded.email, app_user.email), "
                         "provider_id = coalesce(excluded.provider_id, app_user.provider_id), "
                         "updated_at = excluded.updated_at, last_sign_in_at = excluded.last_sign_in_at";
        execute(transaction, sql, std::move(values));
        return {};
    });
    if (!stored) {
        return fail(stored.error());
    }
    auto found = find_user(transaction, record.identity);
    if (!found) {
        return fail(found.error());
    }
    return found->value_or(std::move(record));
}

Result<std::optional<UserRecord>> find_user(Session& session, std::string_view identity)
{
    auto found = list(session, "identity = :identity", std::move(Values{}.text("identity", std::string(identity))));
    if (!found) {
        return fail(found.error());
    }
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<UserRecord>> list_users(Session& session)
{
    return list(session, "1 = 1 ORDER BY identity", {});
}

}  // namespace kewp::store
