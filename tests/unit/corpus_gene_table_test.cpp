#include "corpus/gene_table.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kewp::corpus {
namespace {

TEST(GeneTable, NumbersSymbolsInTheOrderOfFirstSight)
{
    GeneTable genes;
    EXPECT_EQ(genes.find("TP53"), std::nullopt);
    EXPECT_EQ(genes.intern("TP53"), 0U);
    EXPECT_EQ(genes.intern("CASP3"), 1U);
    EXPECT_EQ(genes.intern("TP53"), 0U);
    EXPECT_EQ(genes.size(), 2U);
    EXPECT_EQ(genes.symbol(1), "CASP3");
    EXPECT_EQ(genes.find("CASP3"), 1U);
    EXPECT_EQ(genes.find("casp3"), std::nullopt);
}

TEST(GeneTable, KeepsItsNumbersWhileItGrows)
{
    constexpr Gene kMany = 20'000;
    GeneTable genes;
    for (Gene number = 0; number < kMany; ++number) {
        ASSERT_EQ(genes.intern("G" + std::to_string(number)), number);
    }
    for (Gene number = 0; number < kMany; ++number) {
        ASSERT_EQ(genes.find("G" + std::to_string(number)), number);
        ASSERT_EQ(genes.symbol(number), "G" + std::to_string(number));
    }
    EXPECT_EQ(genes.find("G20000"), std::nullopt);
}

}  // namespace
}  // namespace kewp::corpus
