#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
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

private:
    friend class Readers;
    ReadLease(Readers& owner, Connection connection);
    Readers* owner_;
    Connection connection_;
};

/// Read connections of one process (`query_only`), opened when first needed, so after fork.
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
        auto lent = lease();
        if (!lent) {
            return fail(lent.error());
        }
        if (auto begun = begin_snapshot(lent->session()); !begun) {
            return fail(with_file_name(database_.path(), begun.error()));
        }
        SnapshotEnd const end(lent->session());
        return with_file_name(database_.path(), work(lent->session()));
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
    [[nodiscard]] static Result<void> begin_snapshot(Session& session);
    void give_back(Connection connection);

    Database database_;
    std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<Connection> idle_;
    std::size_t open_ = 0;
};

}  // namespace kewp::store
