#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <limits>

namespace kewp {
namespace {

TEST(JsonText, WritesNumbersAsPeopleDo)
{
    EXPECT_EQ(number_text(0.75), "0.75");
    EXPECT_EQ(number_text(1.0), "1.0");
    EXPECT_EQ(number_text(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "");
}

TEST(JsonText, KeepsTheOrderOfMembersAndEscapesText)
{
    boost::json::value const value{{"b", 1}, {"a", {0.5, nullptr, "x\"\n α"}}, {"n", std::nan("")}};
    EXPECT_EQ(to_json_text(value), "{\"b\":1,\"a\":[0.5,null,\"x\\\"\\n α\"],\"n\":null}");
}

}  // namespace
}  // namespace kewp
