#include "store/readers.hpp"

#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {

ReadLease::ReadLease(Readers& owner, Connection connection) : owner_(&owner), connection_(std::move(connection)) {}

ReadLease::ReadLease(ReadLease&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), connection_(std::move(other.connection_))
{
}

ReadLease::~ReadLease()
{
    if (owner_ != nullptr) {
        owner_->give_back(std::move(connection_));
    }
}

Readers::Readers(Database database, std::size_t limit) : database_(std::move(database)), limit_(limit)
{
    idle_.reserve(limit);  // so that giving back cannot fail
}

Result<ReadLease> Readers::lease()
{
    auto taken = take();
    return taken ? std::move(taken) : fail(for_clients(database_, std::move(taken.error())));
}

Result<ReadLease> Readers::take()
{
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kPatience, [&] { return !idle_.empty() || open_ < limit_; })) {
        return fail(ErrorCode::busy, fmt::format("all {} read connections are in use; try again shortly", limit_));
    }
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return ReadLease(*this, std::move(connection));
    }
    if (away_ && std::exchange(trying_, true)) {
        return fail(*away_);
    }
    ++open_;
    lock.unlock();
    auto connection = database_.connect(Access::read_only);
    lock.lock();
    trying_ = false;
    if (!connection) {
        away_ = connection.error();
        --open_;
        returned_.notify_one();
        return fail(connection.error());
    }
    away_.reset();
    return ReadLease(*this, std::move(*connection));
}

void Readers::give_back(Connection connection)
{
    bool const alive = connection.alive();
    {
        std::lock_guard const lock(mutex_);
        if (alive) {
            idle_.push_back(std::move(connection));
        } else {
            --open_;
        }
    }
    returned_.notify_one();
}

Result<ReadLease> Readers::lease_snapshot()
{
    for (std::size_t lost = 0;; ++lost) {
        auto lent = take();
        if (!lent) {
            return fail(for_clients(database_, std::move(lent.error())));
        }
        auto begun = attempt([&]() -> Result<void> {
            dialect::begin_snapshot(lent->session());
            return {};
        });
        if (begun) {
            return lent;
        }
        if (lent->alive() || lost > limit_) {
            return fail(with_file_name(database_.name(), for_clients(database_, std::move(begun.error()))));
        }
    }
}

Readers::SnapshotEnd::~SnapshotEnd()
{
    // Nothing was written: a failure here loses nothing, and the next BEGIN on this connection reports it.
    auto const ended = attempt([&]() -> Result<void> {
        session_ << "ROLLBACK";
        return {};
    });
    static_cast<void>(ended);
}

}  // namespace kewp::store
