#include "curate/batch_table.hpp"

#include <gmock/gmock.h>

namespace kewp::curate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

BatchTable table(std::string_view text)
{
    auto read = read_batch_table(text);
    EXPECT_TRUE(read) << read.error().message;
    return std::move(read).value();
}

TEST(BatchTable, ReadsQuotesCommasAndLineEndsInCells)
{
    auto const read = table("A,b\r\n\"one, two\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",x\r\nlast,\r\n");
    EXPECT_THAT(read.columns, ElementsAre("a", "b"));
    ASSERT_EQ(read.rows.size(), 3U);
    EXPECT_THAT(read.rows[0].cells, ElementsAre("one, two", "say \"hi\""));
    EXPECT_THAT(read.rows[1].cells, ElementsAre("two\nlines", "x"));
    EXPECT_THAT(read.rows[2].cells, ElementsAre("last", ""));
    EXPECT_EQ(read.rows[2].line, 5U);
}

TEST(BatchTable, SeesTabsAndPassesOverMetadataAndEmptyLines)
{
    auto const read = table("\xef\xbb\xbf#curie_map:\n# a, b\n\nx\ty, z\n1\t2, 3\n\n4\n");
    EXPECT_THAT(read.columns, ElementsAre("x", "y, z"));
    ASSERT_EQ(read.rows.size(), 2U);
    EXPECT_THAT(read.rows[0].cells, ElementsAre("1", "2, 3"));
    EXPECT_THAT(read.rows[1].cells, ElementsAre("4", "")) << "missing cells at the end are empty";
}

TEST(BatchTable, RefusesNamingTheLine)
{
    for (auto const& [text, says] :
         {std::pair{"", "empty"}, std::pair{"# only\n", "empty"}, std::pair{"a\n\"open", "line 2"},
          std::pair{"a,b\n1,2\n1,2,3\n", "line 3: 3 cells"}, std::pair{"a\n\xff\xfe", "UTF-8"}}) {
        auto const read = read_batch_table(text);
        ASSERT_FALSE(read) << text;
        EXPECT_THAT(read.error().message, HasSubstr(says));
    }
}

}  // namespace
}  // namespace kewp::curate
