#include "store/session_repository.hpp"

#include "base/crypto.hpp"
#include "store/sql.hpp"

#include <algorithm>

namespace kewp::store {
namespace {

constexpr char const* kColumns =
    "token_hash, identity, display_name, affiliation, user_agent, created_at, last_seen_at, expires_at";

SessionRecord take_session(Select& rows)
{
    SessionRecord record;
    record.token_hash = rows.text();
    record.identity = rows.text();
    record.display_name = rows.text();
    record.affiliation = rows.text();
    record.user_agent = rows.text();
    record.created_at = rows.time();
    record.last_seen_at = rows.time();
    record.expires_at = rows.time();
    return record;
}

bool alive(SessionRecord const& record, Instant at)
{
    return at < record.expires_at && at < record.last_seen_at + kSessionIdle;
}

}  // namespace

std::string hash_secret(std::string_view secret)
{
    return crypto::hex(crypto::sha256(secret));
}

Result<SessionRecord> insert_session(Transaction& transaction, std::string_view token, SessionRecord record, Instant at)
{
    record.token_hash = hash_secret(token);
    record.created_at = at;
    record.last_seen_at = at;
    auto const latest = at + kSessionLife;
    record.expires_at = record.expires_at == Instant{} ? latest : std::min(record.expires_at, latest);
    return attempt([&]() -> Result<SessionRecord> {
        Values values;
        values.text("token_hash", record.token_hash)
            .text("identity", record.identity)
            .text("display_name", record.display_name)
            .text("affiliation", record.affiliation)
            .text("user_agent", record.user_agent)
            .time("created_at", record.created_at)
            .time("last_seen_at", record.last_seen_at)
            .time("expires_at", record.expires_at);
        insert(transaction, "session", std::move(values));
        return record;
    });
}

Result<std::optional<SessionRecord>> find_session(Session& session, std::string_view token, Instant at)
{
    return attempt([&]() -> Result<std::optional<SessionRecord>> {
        Select rows(session, std::string("SELECT ") + kColumns + " FROM session WHERE token_hash = :token_hash",
                    "tttttttt", std::move(Values{}.text("token_hash", hash_secret(token))));
        if (!rows.next()) {
            return std::nullopt;
        }
        auto record = take_session(rows);
        return alive(record, at) ? std::optional(std::move(record)) : std::nullopt;
    });
}

bool needs_touch(SessionRecord const& record, Instant at)
{
    return at >= record.last_seen_at + kSessionTouchEvery;
}

Result<void> touch_session(Transaction& transaction, std::string_view token_hash, Instant at)
{
    return attempt([&]() -> Result<void> {
        // Never backwards: two requests of one browser may arrive here in either order.
        execute(transaction,
                "UPDATE session SET last_seen_at = :at WHERE token_hash = :token_hash AND last_seen_at < :at",
                std::move(Values{}.time("at", at).text("token_hash", std::string(token_hash))));
        return {};
    });
}

Result<std::vector<SessionRecord>> list_sessions(Session& session, std::string_view identity, Instant at)
{
    return attempt([&]() -> Result<std::vector<SessionRecord>> {
        std::vector<SessionRecord> records;
        Select rows(session,
                    std::string("SELECT ") + kColumns +
                        " FROM session WHERE identity = :identity ORDER BY last_seen_at DESC, token_hash",
                    "tttttttt", std::move(Values{}.text("identity", std::string(identity))));
        while (rows.next()) {
            auto record = take_session(rows);
            if (alive(record, at)) {
                records.push_back(std::move(record));
            }
        }
        return records;
    });
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> count_sessions(Session& session, Instant at)
{
    return attempt([&]() -> Result<std::vector<std::pair<std::string, std::uint64_t>>> {
        std::vector<std::pair<std::string, std::uint64_t>> counts;
        Select rows(session,
                    "SELECT identity, count(*) FROM session WHERE expires_at > :at AND last_seen_at > :idle_since "
                    "GROUP BY identity ORDER BY identity",
                    "tn", std::move(Values{}.time("at", at).time("idle_since", at - kSessionIdle)));
        while (rows.next()) {
            auto identity = rows.text();
            counts.emplace_back(std::move(identity), static_cast<std::uint64_t>(rows.number()));
        }
        return counts;
    });
}

Result<void> end_session(Transaction& transaction, std::string_view token_hash)
{
    return attempt([&]() -> Result<void> {
        execute(transaction, "DELETE FROM session WHERE token_hash = :token_hash",
                std::move(Values{}.text("token_hash", std::string(token_hash))));
        return {};
    });
}

Result<std::uint64_t> end_sessions_of(Transaction& transaction, std::string_view identity)
{
    return attempt([&]() -> Result<std::uint64_t> {
        return execute(transaction, "DELETE FROM session WHERE identity = :identity",
                       std::move(Values{}.text("identity", std::string(identity))));
    });
}

Result<std::uint64_t> prune_sessions(Transaction& transaction, Instant at)
{
    return attempt([&]() -> Result<std::uint64_t> {
        auto const sessions =
            execute(transaction, "DELETE FROM session WHERE expires_at <= :at OR last_seen_at <= :idle_since",
                    std::move(Values{}.time("at", at).time("idle_since", at - kSessionIdle)));
        auto const states =
            execute(transaction, "DELETE FROM oauth_state WHERE expires_at <= :at", std::move(Values{}.time("at", at)));
        return sessions + states;
    });
}

Result<void> insert_oauth_state(Transaction& transaction, std::string_view state, OauthState const& record, Instant at)
{
    return attempt([&]() -> Result<void> {
        Values values;
        values.text("state_hash", hash_secret(state))
            .text("provider", record.provider)
            .text("browser_hash", record.browser_hash)
            .text("next_path", record.next_path)
            .time("created_at", at)
            .time("expires_at", record.expires_at);
        insert(transaction, "oauth_state", std::move(values));
        return {};
    });
}

Result<std::optional<OauthState>> take_oauth_state(Transaction& transaction, std::string_view state, Instant at)
{
    return attempt([&]() -> Result<std::optional<OauthState>> {
        OauthState record;
        auto const hash = hash_secret(state);
        {
            Select rows(transaction,
                        "SELECT provider, browser_hash, next_path, expires_at FROM oauth_state "
                        "WHERE state_hash = :state_hash",
                        "tttt", std::move(Values{}.text("state_hash", hash)));
            if (!rows.next()) {
                return std::nullopt;
            }
            record.provider = rows.text();
            record.browser_hash = rows.text();
            record.next_path = rows.text();
            record.expires_at = rows.time();
        }
        execute(transaction, "DELETE FROM oauth_state WHERE state_hash = :state_hash",
                std::move(Values{}.text("state_hash", hash)));
        return at < record.expires_at ? std::optional(std::move(record)) : std::nullopt;
    });
}

}  // namespace kewp::store
