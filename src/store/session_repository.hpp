#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::store {

/// A session ends after this long without a request …
inline constexpr std::chrono::hours kSessionIdle{12};
/// … and after this long in any case.
inline constexpr std::chrono::hours kSessionLife{24 * 7};
/// `last_seen_at` may lag by this much, so that reading pages does not write to disk.
inline constexpr std::chrono::minutes kSessionTouchEvery{5};

/// SHA-256 of a secret (session token, guest code) as stored.
[[nodiscard]] std::string hash_secret(std::string_view secret);

/// Stores a session for `token` that ends `kSessionLife` from `at`, or at `record.expires_at` when that is sooner.
[[nodiscard]] Result<SessionRecord> insert_session(Transaction& transaction, std::string_view token,
                                                   SessionRecord record, Instant at);

/// The living session of this token; nothing when unknown, idle too long or over.
[[nodiscard]] Result<std::optional<SessionRecord>> find_session(Session& session, std::string_view token, Instant at);

/// True when `touch_session` is due: not on every request.
[[nodiscard]] bool needs_touch(SessionRecord const& record, Instant at);
[[nodiscard]] Result<void> touch_session(Transaction& transaction, std::string_view token_hash, Instant at);

[[nodiscard]] Result<std::vector<SessionRecord>> list_sessions(Session& session, std::string_view identity, Instant at);
/// Living sessions of each identity, by identity.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> count_sessions(Session& session, Instant at);
/// By token hash. Ending an unknown session is no error.
[[nodiscard]] Result<void> end_session(Transaction& transaction, std::string_view token_hash);
/// Sign out everywhere. Returns how many were ended.
[[nodiscard]] Result<std::uint64_t> end_sessions_of(Transaction& transaction, std::string_view identity);
/// Removes sessions and sign-in states that are over. Returns how many.
[[nodiscard]] Result<std::uint64_t> prune_sessions(Transaction& transaction, Instant at);

/// A sign-in under way at an outside provider.
struct OauthState {
    std::string provider = {};
    std::string browser_hash = {};  ///< hash of the cookie that binds it to one browser
    std::string next_path = {};
    Instant expires_at = {};
};
[[nodiscard]] Result<void> insert_oauth_state(Transaction& transaction, std::string_view state,
                                              OauthState const& record, Instant at);
/// Takes it out: a state works once. Nothing when unknown or over.
[[nodiscard]] Result<std::optional<OauthState>> take_oauth_state(Transaction& transaction, std::string_view state,
                                                                 Instant at);

}  // namespace kewp::store
