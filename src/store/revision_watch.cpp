#include "store/revision_watch.hpp"

#include "store/dialect_postgresql.hpp"
#include "store/kv_repository.hpp"
#include "store/sql.hpp"

#include <libpq-fe.h>
#include <memory>

namespace kewp::store {

RevisionWatch::RevisionWatch(Database database) : database_(std::move(database)) {}

int RevisionWatch::fd()
{
    return connection_ ? PQsocket(dialect::postgresql::handle_of(connection_->session())) : -1;
}

Result<bool> RevisionWatch::look()
{
    if (!connection_) {
        return connect();
    }
    auto* const handle = dialect::postgresql::handle_of(connection_->session());
    if (PQconsumeInput(handle) == 0 || !connection_->alive()) {
        connection_.reset();
        return fail(ErrorCode::unavailable, database_.name() + ": the connection that hears of changes was lost");
    }
    bool told = false;
    while (std::unique_ptr<PGnotify, decltype(&PQfreemem)> const news{PQnotifies(handle), PQfreemem}) {
        told = true;
    }
    if (told || std::chrono::steady_clock::now() >= asked_ + kAskEvery) {
        auto const asked = ask();
        return asked ? Result<bool>(*asked || told) : asked;
    }
    return false;
}

Result<bool> RevisionWatch::connect()
{
    auto opened = database_.connect(Access::read_only);
    if (!opened) {
        return fail(opened.error());
    }
    connection_.emplace(std::move(*opened));
    auto const listens = attempt([&]() -> Result<void> {
        connection_->session() << "LISTEN " << dialect::kRevisionChannel;
        return {};
    });
    if (!listens) {
        connection_.reset();
        return fail(listens.error());
    }
    return ask();
}

/// True when the number is another one than before, or there was none.
Result<bool> RevisionWatch::ask()
{
    auto const now = data_revision(connection_->session());
    if (!now) {
        connection_.reset();
        return fail(now.error());
    }
    asked_ = std::chrono::steady_clock::now();
    bool const changed = revision_ != *now;
    revision_ = *now;
    return changed;
}

}  // namespace kewp::store
