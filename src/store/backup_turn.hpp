#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/connection.hpp"
#include "store/transaction.hpp"

#include <optional>

namespace kewp::store {

/// The right to make the backup that is due, among all nodes on one PostgreSQL database. It ends with the object, or
/// with the node.
class BackupTurn {
public:
    /// Absent while another node has it. Errors: those of `Database::connect`.
    [[nodiscard]] static Result<std::optional<BackupTurn>> take(Database const& database);

private:
    explicit BackupTurn(Connection connection) : connection_(std::move(connection)) {}
    Connection connection_;
};

/// When any node last made a backup, as the database itself remembers it.
[[nodiscard]] Result<std::optional<Instant>> last_backup(Session& session);
[[nodiscard]] Result<void> record_last_backup(Transaction& transaction, Instant at);

/// Removes what writers that ended long ago left to learn how their commits ended.
[[nodiscard]] Result<void> forget_old_batches(Transaction& transaction);

}  // namespace kewp::store
