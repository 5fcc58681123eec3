#pragma once

#include "store/session.hpp"

namespace kewp::store {

/// The right to write, handed by `Writer` to a job. Repository functions that change something take
/// one, so nothing can be written outside the queue. Reads inside a job see the job's own writes.
class Transaction {
public:
    explicit Transaction(Session& session) : session_(session) {}
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    ~Transaction() = default;

    [[nodiscard]] Session& session() { return session_; }
    // NOLINTNEXTLINE(google-explicit-constructor): a transaction can do all that a session can
    operator Session&() { return session_; }

    /// Says that what the public sees changes with this job; the data revision grows on commit.
    void mark_public_change() { public_change_ = true; }
    [[nodiscard]] bool public_change() const { return public_change_; }

private:
    Session& session_;
    bool public_change_ = false;
};

}  // namespace kewp::store
