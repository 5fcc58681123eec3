#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace kewp::store {

class Readers;

/// A read connection on loan; goes back by itself.
class ReadLease {
public:
    ReadLease(ReadLease&& other) noexcept;
    ReadLease(ReadLease const&) = delete;
    ReadLease& operator=(ReadLease const&) = delete;
    ReadLease& operator=(ReadLease&&) = delete;
    ~ReadLease();

    [[nodiscard]] Session& session() { return connection_.session(); }
    [[nodiscard]] bool alive() { return connection_.alive(); }

private:
    friend class Readers;
    ReadLease(Readers& owner, Connection connection);
    Readers* owner_;
    Connection connection_;
};

/// Read connections of one process, opened when first needed, so after fork. There are never more than the limit.
class Readers {
public:
    /// A caller waits this long for a free connection.
    static constexpr std::chrono::milliseconds kPatience{5000};

    explicit Readers(Database database, std::size_t limit = 8);
    Readers(Readers const&) = delete;
    Readers& operator=(Readers const&) = delete;
    ~Readers() = default;

    /// Errors: those of `Database::connect`; busy when every connection stays on loan.
    [[nodiscard]] Result<ReadLease> lease();

    /// `readers.read([&](Session& session) { return find_mapping(session, uuid); })`
    ///
    /// `work(Session&) -> Result<T>` sees one consistent state of the database. Blocks: call it from a pool
    /// thread.
    template <class Work>
    [[nodiscard]] std::invoke_result_t<Work&, Session&> read(Work work)
    {
        auto lent = lease_snapshot();
        if (!lent) {
            return fail(lent.error());
        }
        SnapshotEnd const end(lent->session());
        auto answer = work(lent->session());
        if (!answer) {
            bool const lost = !lent->alive();
            return fail(lost ? for_clients(database_, std::move(answer.error()))
                             : with_file_name(database_.name(), std::move(answer.error())));
        }
        return answer;
    }

private:
    friend class ReadLease;
    class SnapshotEnd {
    public:
        explicit SnapshotEnd(Session& session) : session_(session) {}
        SnapshotEnd(SnapshotEnd const&) = delete;
        SnapshotEnd& operator=(SnapshotEnd const&) = delete;
        ~SnapshotEnd();

    private:
        Session& session_;
    };
    /// A connection with a snapshot begun. Connections that were lost while they lay idle (the server was started
    /// anew, another one took over) make room for new ones.
    [[nodiscard]] Result<ReadLease> lease_snapshot();
    [[nodiscard]] Result<ReadLease> take();
    void give_back(Connection connection);

    Database database_;
    std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<Connection> idle_;
    std::size_t open_ = 0;
    // A server that was cut off answers nobody for seconds. One caller at a time finds out whether it is back; the
    // others have their error at once, so that the threads are free for what needs no database.
    std::optional<Error> away_;
    bool trying_ = false;
};

}  // namespace kewp::store
