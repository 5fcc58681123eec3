#include "store/backup_turn.hpp"

#include "store/kv_repository.hpp"
#include "store/sql.hpp"

namespace kewp::store {
namespace {

constexpr char const* kKey = "last_backup";

}  // namespace

Result<std::optional<BackupTurn>> BackupTurn::take(Database const& database)
{
    auto connection = database.connect(Access::read_only);
    if (!connection) {
        return fail(connection.error());
    }
    return attempt([&]() -> Result<std::optional<BackupTurn>> {
        bool const mine = dialect::take_backup_lock(connection->session());
        return mine ? std::optional(BackupTurn(std::move(*connection))) : std::nullopt;
    });
}

Result<std::optional<Instant>> last_backup(Session& session)
{
    auto const text = get_value(session, kKey);
    if (!text) {
        return fail(text.error());
    }
    if (!*text) {
        return std::nullopt;
    }
    auto const at = parse_utc(**text);
    return at ? Result<std::optional<Instant>>(*at) : fail(at.error());
}

Result<void> record_last_backup(Transaction& transaction, Instant at)
{
    return put_value(transaction, kKey, format_utc(at));
}

Result<void> forget_old_batches(Transaction& transaction)
{
    return attempt([&]() -> Result<void> {
        dialect::forget_old_batches(transaction);
        return {};
    });
}

}  // namespace kewp::store
