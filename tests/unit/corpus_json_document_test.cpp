#include "corpus/json_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::corpus {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string syntax_error(std::string_view json)
{
    auto const document = JsonDocument::parse(json, "file.json");
    EXPECT_FALSE(document);
    return document ? "" : document.error().message;
}

TEST(JsonDocument, NamesLineAndColumnOfWhatIsNoJson)
{
    EXPECT_THAT(syntax_error("{\"a\": 1,\n  \"b\": tru3}"), StartsWith("file.json:2:8: this is not valid JSON"));
    EXPECT_THAT(syntax_error("[1, 2,]"), StartsWith("file.json:1:7: "));
}

TEST(JsonDocument, RefusesAFileThatIsCutShort)
{
    EXPECT_THAT(syntax_error("{\"a\": [1, 2"), HasSubstr("incomplete JSON"));
    EXPECT_THAT(syntax_error(""), StartsWith("file.json:1:1: "));
    EXPECT_THAT(syntax_error("  \n"), HasSubstr("this is not valid JSON"));
}

TEST(JsonDocument, RefusesWhatFollowsTheValue)
{
    EXPECT_THAT(syntax_error("{}\n{}"), StartsWith("file.json:2:1: "));
}

TEST(JsonDocument, RefusesBytesThatAreNoUtf8AndNestingWithoutEnd)
{
    EXPECT_THAT(syntax_error("[\"\xff\"]"), StartsWith("file.json:1:"));
    EXPECT_THAT(syntax_error(std::string(100'000, '[')), StartsWith("file.json:1:"));
}

TEST(JsonDocument, SkipsAByteOrderMark)
{
    auto const document = JsonDocument::parse("\xEF\xBB\xBF{\"a\": \"b\"}\n", "file.json");
    ASSERT_TRUE(document);
    EXPECT_EQ((*document)->root().member("a").string(), "b");
}

TEST(JsonDocument, ReportsTheFirstWrongShapeWithItsPlace)
{
    auto const document = JsonDocument::parse(R"({"KE 1": [{"id": "x"}, {"id": 12}], "KE 2": null})", "file.json");
    ASSERT_TRUE(document);
    auto const root = (*document)->root();
    root.each_member([&](std::string_view, JsonNode const& list) {
        list.each_element([&](JsonNode const& entry) { std::ignore = entry.member("id").string(); });
    });
    std::ignore = root.member("later").string();
    auto const finished = (*document)->finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().message, R"(file.json: at $["KE 1"][1]["id"]: expected a string, found the number 12)");
    EXPECT_EQ(finished.error().code, ErrorCode::corrupt);
}

TEST(JsonDocument, TakesAbsentAndNullAsEmptyWhereThatIsAllowed)
{
    auto const document = JsonDocument::parse(R"({"text": null, "list": null})", "file.json");
    ASSERT_TRUE(document);
    auto const root = (*document)->root();
    EXPECT_EQ(root.member("text").string_or_empty(), "");
    EXPECT_EQ(root.member("other").integer(), std::nullopt);
    root.member("list").each_element([](JsonNode const&) { FAIL() << "there is no element"; });
    EXPECT_TRUE((*document)->finish());
}

TEST(JsonDocument, ReportsANumberThatIsNoInteger)
{
    auto const document = JsonDocument::parse(R"({"depth": 1.5})", "file.json");
    ASSERT_TRUE(document);
    EXPECT_EQ((*document)->root().member("depth").integer(), std::nullopt);
    EXPECT_THAT((*document)->finish().error().message, HasSubstr("expected an integer, found the number"));
}

}  // namespace
}  // namespace kewp::corpus
