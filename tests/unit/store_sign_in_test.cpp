#include "base/crypto.hpp"
#include "base/file.hpp"
#include "store/guest_code_repository.hpp"
#include "store/kv_repository.hpp"
#include "store/override_repository.hpp"
#include "store/session_repository.hpp"
#include "store/user_repository.hpp"
#include "store_fixture.hpp"

#include <thread>

namespace kewp::store {
namespace {

using namespace std::chrono_literals;
using testing::value;

class SignInTest : public testing::StoreTest {
protected:
    std::optional<SessionRecord> session_at(Instant at)
    {
        return value(readers_.read([&](Session& session) { return find_session(session, kToken, at); }));
    }

    SessionRecord sign_in()
    {
        return value(writer_.run([&](Transaction& transaction) {
            return insert_session(transaction, kToken, {.identity = "github:alice", .display_name = "Alice"}, start_);
        }));
    }

    static constexpr std::string_view kToken = "a-secret-token-of-the-browser";
    Instant start_ = parse_utc("2026-11-24T08:00:00Z").value();
    Writer writer_{database()};
    Readers readers_{database()};
};

TEST_F(SignInTest, FindsASessionByItsToken)
{
    sign_in();
    auto const found = session_at(start_ + 1h);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->identity, "github:alice");
    auto const other = readers_.read([&](Session& session) { return find_session(session, "another", start_); });
    EXPECT_FALSE(value(other));
}

TEST_F(SignInTest, StoresNoToken)
{
    KEWP_NEEDS_SQLITE();
    sign_in();
    for (auto const* suffix : {"", "-wal"}) {
        auto const bytes = value(read_file(path().string() + suffix));
        EXPECT_EQ(bytes.find(kToken), std::string::npos);
    }
}

TEST_F(SignInTest, EndsASessionAfterTwelveIdleHours)
{
    sign_in();
    EXPECT_TRUE(session_at(start_ + 12h - 1s));
    EXPECT_FALSE(session_at(start_ + 12h));
}

TEST_F(SignInTest, EndsASessionAfterSevenDaysWhateverTheActivity)
{
    auto const record = sign_in();
    for (auto at = start_; at < start_ + 24h * 7; at += 6h) {
        value(writer_.run([&](Transaction& transaction) { return touch_session(transaction, record.token_hash, at); }));
    }
    EXPECT_TRUE(session_at(start_ + 24h * 7 - 1s));
    EXPECT_FALSE(session_at(start_ + 24h * 7));
}

TEST_F(SignInTest, DoesNotTouchASessionOnEveryRequest)
{
    auto const record = sign_in();
    EXPECT_FALSE(needs_touch(record, start_ + 1min));
    EXPECT_TRUE(needs_touch(record, start_ + 5min));
}

TEST_F(SignInTest, SignsOutEverywhereAndPrunesWhatIsOver)
{
    sign_in();
    EXPECT_EQ(value(writer_.run([&](Transaction& t) { return prune_sessions(t, start_ + 1h); })), 0U);
    EXPECT_EQ(value(writer_.run([&](Transaction& t) { return end_sessions_of(t, "github:alice"); })), 1U);
    EXPECT_FALSE(session_at(start_));
    sign_in();
    EXPECT_EQ(value(writer_.run([&](Transaction& t) { return prune_sessions(t, start_ + 13h); })), 1U);
}

TEST_F(SignInTest, TakesAnOauthStateOnce)
{
    OauthState const state{"github", "hash", "/mapper", start_ + 10min};
    value(writer_.run([&](Transaction& t) { return insert_oauth_state(t, "state", state, start_); }));
    auto const take = [&] {
        return value(writer_.run([&](Transaction& t) { return take_oauth_state(t, "state", start_ + 1min); }));
    };
    auto const first = take();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->next_path, "/mapper");
    EXPECT_FALSE(take());
}

TEST_F(SignInTest, NeverLetsAGuestCodeBeUsedTooOften)
{
    value(writer_.run([&](Transaction& t) {
        return insert_guest_code(
            t, "CODE-1", {.label = "workshop", .created_by = "github:carol", .expires_at = start_ + 1h, .max_uses = 5});
    }));
    std::atomic<int> admitted{0};
    std::vector<std::thread> guests;
    for (int i = 0; i < 20; ++i) {
        guests.emplace_back([&] {
            auto const used = writer_.run([&](Transaction& t) { return use_guest_code(t, "CODE-1", start_); });
            admitted += used && *used ? 1 : 0;
        });
    }
    for (auto& guest : guests) {
        guest.join();
    }
    EXPECT_EQ(admitted, 5);
}

TEST_F(SignInTest, RefusesAGuestCodeThatIsOverOrRevoked)
{
    auto const code = value(writer_.run([&](Transaction& t) {
        return insert_guest_code(
            t, "CODE-1", {.label = "workshop", .created_by = "github:carol", .expires_at = start_ + 1h, .max_uses = 5});
    }));
    auto const use = [&](Instant at) {
        return value(writer_.run([&](Transaction& t) { return use_guest_code(t, "CODE-1", at); })).has_value();
    };
    EXPECT_TRUE(use(start_));
    EXPECT_FALSE(use(start_ + 1h));
    value(writer_.run([&](Transaction& t) { return revoke_guest_code(t, code.id, "github:carol", start_); }));
    EXPECT_FALSE(use(start_));
    auto const unknown = writer_.run([&](Transaction& t) { return revoke_guest_code(t, 99, "github:carol", start_); });
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
}

TEST_F(SignInTest, RemembersAPersonFromSignInToSignIn)
{
    value(writer_.run([&](Transaction& t) {
        return upsert_user(t, {.identity = "github:alice", .display_name = "Alice", .email = "a@example.org"}, start_);
    }));
    auto const again = value(writer_.run([&](Transaction& t) {
        return upsert_user(t, {.identity = "github:alice", .display_name = "Alice B."}, start_ + 1h);
    }));
    EXPECT_EQ(again.display_name, "Alice B.");
    EXPECT_EQ(again.email, "a@example.org");
    EXPECT_EQ(again.created_at, start_);
    EXPECT_EQ(again.last_sign_in_at, start_ + 1h);
    EXPECT_EQ(value(readers_.read([](Session& session) { return list_users(session); })).size(), 1U);
}

TEST_F(SignInTest, ReplacesADescriptionOverride)
{
    auto const put = [&](bool disabled) {
        value(writer_.run([&](Transaction& t) {
            return put_description_override(t, {.ke_id = KeId(55), .disabled = disabled, .updated_by = "github:carol"});
        }));
    };
    put(true);
    put(false);
    auto const all = value(readers_.read([](Session& session) { return list_description_overrides(session); }));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_FALSE(all[0].disabled);
}

TEST_F(SignInTest, KeepsValuesByKey)
{
    value(writer_.run([](Transaction& t) { return put_value(t, "key", "one"); }));
    value(writer_.run([](Transaction& t) { return put_value(t, "key", "two"); }));
    EXPECT_EQ(value(readers_.read([](Session& session) { return get_value(session, "key"); })), "two");
    EXPECT_FALSE(value(readers_.read([](Session& session) { return get_value(session, "absent"); })));
}

}  // namespace
}  // namespace kewp::store
