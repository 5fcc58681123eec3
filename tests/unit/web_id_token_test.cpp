#include "base/base64url.hpp"
#include "web/id_token.hpp"

#include <gmock/gmock.h>

namespace kewp::web {
namespace {

using ::testing::HasSubstr;

std::string part(std::string_view json)
{
    return base64url_encode({reinterpret_cast<std::uint8_t const*>(json.data()), json.size()});
}

std::string token(std::string_view claims, std::string_view header = R"({"alg":"RS256"})")
{
    return part(header) + "." + part(claims) + ".c2lnbmF0dXJl";
}

Instant const kAt = parse_utc("2026-11-24T08:00:00Z").value();  // 1795507200

Result<IdTokenClaims> read(std::string const& text)
{
    return read_id_token(text, {.issuer = "https://op.example", .client_id = "kewp", .nonce = "n1", .at = kAt});
}

TEST(IdToken, TellsWhoItIsWhenEverythingFits)
{
    auto const claims =
        read(token(R"({"iss":"https://op.example","aud":["kewp"],"sub":"42","exp":1795507500,"nonce":"n1",)"
                   R"("azp":"kewp","given_name":"Ada","family_name":"L."})"));
    ASSERT_TRUE(claims) << claims.error().message;
    EXPECT_EQ(claims->subject, "42");
    EXPECT_EQ(claims->name, "Ada L.");
}

TEST(IdToken, ForgivesAMinuteOfClockSkewAndNoMore)
{
    auto const ends = [](int exp) {
        return read(token(R"({"iss":"https://op.example","aud":"kewp","sub":"42","nonce":"n1","exp":)" +
                          std::to_string(exp) + "}"));
    };
    EXPECT_TRUE(ends(1795507200 - 59));
    EXPECT_FALSE(ends(1795507200 - 60));
}

TEST(IdToken, CannotBeReadWhenItIsNoToken)
{
    for (auto const* text : {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.x"}) {
        EXPECT_FALSE(read(text)) << text;
    }
    auto const unsigned_one = read(token(R"({"iss":"https://op.example"})", R"({"alg":"None"})"));
    ASSERT_FALSE(unsigned_one);
    EXPECT_THAT(unsigned_one.error().message, HasSubstr("not signed"));
}

}  // namespace
}  // namespace kewp::web
