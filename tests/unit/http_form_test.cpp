#include "http/cookie.hpp"
#include "http/form.hpp"

#include <gtest/gtest.h>

namespace kewp::http {
namespace {

TEST(UrlencodedForm, DecodesNamesAndValuesAndKeepsTheirOrder)
{
    auto const form = parse_urlencoded("a=1&b=x+y&a=2&c%20d=%26%3D&empty=&bare&&=lonely");
    EXPECT_EQ(form.text("a"), "1");
    EXPECT_EQ(form.all("a"), (std::vector<std::string_view>{"1", "2"}));
    EXPECT_EQ(form.text("b"), "x y");
    EXPECT_EQ(form.text("c d"), "&=");
    EXPECT_TRUE(form.has("empty"));
    EXPECT_TRUE(form.has("bare"));
    EXPECT_FALSE(form.has("absent"));
    EXPECT_EQ(form.text(""), "lonely");
}

TEST(UrlencodedForm, LeavesMalformedPercentSequencesAsTheyAre)
{
    EXPECT_EQ(parse_urlencoded("a=100%&b=%zz&c=%4").text("a"), "100%");
    EXPECT_EQ(parse_urlencoded("b=%zz").text("b"), "%zz");
}

TEST(UrlencodedForm, TakesNoMoreThanAThousandFields)
{
    std::string text;
    for (int i = 0; i < 1500; ++i) {
        text += "a=1&";
    }
    EXPECT_EQ(parse_urlencoded(text).fields().size(), kMaxFormFields);
}

constexpr auto kType = "multipart/form-data; boundary=\"B\"";

TEST(MultipartForm, ReadsTextFieldsAndLeavesEmptyFileInputsOut)
{
    auto const form =
        parse_multipart(kType,
                        "ignored preamble\r\n--B\r\nContent-Disposition: form-data; name=\"ke_id\"\r\n\r\n"
                        "KE 55\r\n--B  \r\ncontent-disposition: form-data; name=note\r\n"
                        "Content-Type: text/plain\r\n\r\ntwo\r\nlines\r\n--B\r\n"
                        "Content-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--B--\r\n");
    ASSERT_TRUE(form) << form.error().message;
    EXPECT_EQ(form->fields().size(), 2U);
    EXPECT_EQ(form->text("ke_id"), "KE 55");
    EXPECT_EQ(form->text("note"), "two\r\nlines");
}

TEST(MultipartForm, RefusesWhatItCannotRead)
{
    struct Case {
        char const* what;
        char const* type;
        char const* body;
    };
    Case const cases[] = {
        {"no boundary", "multipart/form-data", "--B--"},
        {"empty boundary", "multipart/form-data; boundary=", "--B--"},
        {"boundary absent from the body", kType, "hello"},
        {"empty body", kType, ""},
        {"no last boundary", kType, "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1"},
        {"text after the boundary", kType, "--Bx\r\n\r\n--B--"},
        {"no end of the part's header", kType, "--B\r\nContent-Disposition: form-data; name=a\r\n--B--"},
        {"part without header", kType, "--B\r\n\r\n--B--"},
        {"part without name", kType, "--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--"},
        {"a file", kType, "--B\r\nContent-Disposition: form-data; name=a; filename=\"x\"\r\n\r\n1\r\n--B--"},
    };
    for (auto const& c : cases) {
        auto const form = parse_multipart(c.type, c.body);
        ASSERT_FALSE(form) << c.what;
        EXPECT_EQ(form.error().code, ErrorCode::invalid_argument) << c.what;
    }
}

TEST(HeaderParameter, FindsQuotedAndBareValues)
{
    EXPECT_EQ(header_parameter("form-data; name=\"a;b\"; filename=c", "name"), "a;b");
    EXPECT_EQ(header_parameter("form-data; name=\"a\\\"b\"; FILENAME=c ", "filename"), "c");
    EXPECT_EQ(header_parameter("form-data; flag; name=x", "name"), "x");
    EXPECT_EQ(header_parameter("form-data; name=\"open", "name"), std::nullopt);
    EXPECT_EQ(header_parameter("form-data", "name"), std::nullopt);
}

TEST(Cookies, AreReadWithoutDecoding)
{
    auto const cookies = parse_cookies("a=1; b=\"two\" ;c=x=y; ; broken; sp ace=1; a=3");
    EXPECT_EQ(cookies.text("a"), "1");
    EXPECT_EQ(cookies.text("b"), "two");
    EXPECT_EQ(cookies.text("c"), "x=y");
    EXPECT_EQ(cookies.fields().size(), 4U);
}

TEST(Cookies, AreWrittenWithSafeDefaults)
{
    EXPECT_EQ(format({.name = "__Host-session", .value = "abc"}),
              "__Host-session=abc; Path=/; HttpOnly; Secure; SameSite=Lax");
    EXPECT_EQ(format({.name = "s",
                      .value = "a;b\r\nX: 1",
                      .max_age = std::chrono::hours{1},
                      .path = "/x",
                      .secure = false,
                      .http_only = false,
                      .same_site = SameSite::strict}),
              "s=a%3Bb%0D%0AX:%201; Path=/x; Max-Age=3600; SameSite=Strict");
    EXPECT_EQ(format(expired("s", true)), "s=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    EXPECT_THROW(static_cast<void>(format({.name = "a b", .value = ""})), std::invalid_argument);
}

}  // namespace
}  // namespace kewp::http
