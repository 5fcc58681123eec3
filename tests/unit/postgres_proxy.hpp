#pragma once

#include "config/settings.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kewp::store::testing {

/// Stands between a client and the test's PostgreSQL server and cuts the connection at a chosen moment.
class PostgresProxy {
public:
    enum class Cut {
        never,
        before_commit,  ///< COMMIT does not reach the server
        after_commit,   ///< COMMIT reaches it and is carried out; the answer does not reach the client
    };

    PostgresProxy(std::filesystem::path folder, config::PostgresSettings const& server);
    PostgresProxy(PostgresProxy const&) = delete;
    PostgresProxy& operator=(PostgresProxy const&) = delete;
    ~PostgresProxy();

    /// The address of the same database through this proxy.
    [[nodiscard]] config::PostgresSettings address() const;
    /// Cuts once, at the next commit that comes by.
    void cut(Cut cut) { cut_ = cut; }
    /// Refuses new connections and drops those that are open, until told otherwise.
    void set_away(bool away);
    /// Lets new connections wait for an answer, as behind a network that was cut, until told otherwise.
    void set_silent(bool silent) { silent_ = silent; }
    [[nodiscard]] int kept_waiting() const { return kept_waiting_; }
    [[nodiscard]] int cuts() const { return cuts_; }

private:
    void accept_all();
    void carry(int client);

    std::filesystem::path folder_;
    std::string server_folder_;
    std::string database_;
    int listener_ = -1;
    std::atomic<Cut> cut_{Cut::never};
    std::atomic<int> cuts_{0};
    std::atomic<bool> away_{false};
    std::atomic<bool> silent_{false};
    std::atomic<int> kept_waiting_{0};
    std::atomic<bool> stopping_{false};
    std::thread accepting_;
    std::mutex mutex_;
    std::vector<std::thread> carriers_;
};

}  // namespace kewp::store::testing
