#include "base/base64url.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace kewp {
namespace {

std::string encode(std::string_view bytes)
{
    return base64url_encode({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
}

TEST(Base64Url, IsThatOfRfc4648WithoutPadding)
{
    EXPECT_EQ(encode(""), "");
    EXPECT_EQ(encode("f"), "Zg");
    EXPECT_EQ(encode("fo"), "Zm8");
    EXPECT_EQ(encode("foo"), "Zm9v");
    EXPECT_EQ(encode("\xfb\xff\xfe"), "-__-");
}

TEST(Base64Url, ReadsBackWhatItWrote)
{
    for (std::size_t length = 0; length < 70; ++length) {
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) {
            bytes += static_cast<char>(i * 37 + length);
        }
        EXPECT_EQ(base64url_decode(encode(bytes)), bytes);
    }
    EXPECT_EQ(base64url_decode("Zg=="), "f");
}

TEST(Base64Url, RefusesWhatCannotBe)
{
    for (auto const* text : {"Z", "Zg+v", "Zg/v", "Zm9v Zg", "Zm9vZ", "é"}) {
        EXPECT_FALSE(base64url_decode(text)) << text;
    }
}

TEST(Base64, HasPaddingAndTheOtherTwoSigns)
{
    EXPECT_EQ(base64_encode("Aladdin:open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617
    EXPECT_EQ(base64_encode("\xfb\xff\xfe"), "+//+");
}

}  // namespace
}  // namespace kewp
