#include "store/lost_commit.hpp"

#include "store/sql.hpp"

#include <chrono>
#include <spdlog/spdlog.h>
#include <thread>

namespace kewp::store {
namespace {

using namespace std::chrono_literals;
using dialect::Committed;
using dialect::Ending;

/// A standby may take over meanwhile.
constexpr auto kBudget = 15s;
constexpr auto kPause = 250ms;

Result<void> begin(Database const& database, std::optional<Connection>& connection)
{
    auto opened = database.connect(Access::read_write);
    if (!opened) {
        return fail(opened.error());
    }
    connection.emplace(std::move(*opened));
    return attempt([&]() -> Result<void> {
        dialect::begin_write(connection->session());
        return {};
    });
}

Committed look(Database const& database, std::optional<Connection>& connection, std::string const& writer,
               std::string const& batch)
{
    if (auto begun = begin(database, connection); !begun) {
        return {Ending::unknown, begun.error()};
    }
    auto& session = connection->session();
    auto const found = attempt([&]() -> Result<bool> {
        if (dialect::has_batch(session, writer, batch)) {
            return true;
        }
        session << "ROLLBACK";
        return false;
    });
    if (!found) {
        return {Ending::unknown, found.error()};
    }
    if (!*found) {
        return {Ending::not_done, {ErrorCode::busy, "the connection broke before the commit", {}}};
    }
    auto confirmed = dialect::commit(session, writer, batch);
    return confirmed.ending == Ending::done ? confirmed : Committed{Ending::unknown, confirmed.error};
}

}  // namespace

Committed settle(Database const& database, std::optional<Connection>& connection, std::string const& writer,
                 std::string const& batch)
{
    auto const until = std::chrono::steady_clock::now() + kBudget;
    auto found = look(database, connection, writer, batch);
    while (found.ending == Ending::unknown && std::chrono::steady_clock::now() < until) {
        connection.reset();
        std::this_thread::sleep_for(kPause);
        found = look(database, connection, writer, batch);
    }
    if (found.ending == Ending::unknown) {
        connection.reset();
    }
    spdlog::warn("{}: the commit {}", database.name(),
                 found.ending == Ending::done       ? "had happened"
                 : found.ending == Ending::not_done ? "had not happened"
                                                    : "may have happened: " + found.error.message);
    return found;
}

}  // namespace kewp::store
