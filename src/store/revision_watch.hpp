#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace kewp::store {

/// Hears on PostgreSQL of public changes, whichever machine committed them: by LISTEN, and by asking for the revision
/// after each connect and every few seconds, so that nothing is missed while a connection was lost.
///
/// A connection of its own, opened when first asked; not to live across fork.
class RevisionWatch {
public:
    /// How often the revision is asked for besides.
    static constexpr std::chrono::seconds kAskEvery{5};

    explicit RevisionWatch(Database database);

    /// True when public data have, or may have, changed since the last call that said so. Does not wait, but for a new
    /// connection and for the server's answer. Errors: those of `Database::connect`, unavailable; the next call
    /// connects anew.
    [[nodiscard]] Result<bool> look();

    /// Readable when there may be news; -1 without a connection.
    [[nodiscard]] int fd();

private:
    [[nodiscard]] Result<bool> connect();
    [[nodiscard]] Result<bool> ask();

    Database database_;
    std::optional<Connection> connection_;
    std::optional<std::uint64_t> revision_;
    std::chrono::steady_clock::time_point asked_ = {};
};

}  // namespace kewp::store
