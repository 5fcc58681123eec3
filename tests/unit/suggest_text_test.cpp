#include "suggest/text_prep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct TitleCase {
    char const* title;
    char const* stripped;
    char const* entities;
    Direction direction;
};

// EX-01 of spec/reference/suggestions.md.
constexpr TitleCase kTitles[] = {
    {"Increase, CYP2E1", ", CYP2E1", "CYP2E1", Direction::positive},
    {"Activation of EGFR signaling", "of EGFR signaling", "EGFR signaling", Direction::positive},
    {"Decreased mitochondrial function", "mitochondrial function", "mitochondrial function", Direction::negative},
    {"Increased", "Increased", "Increased", Direction::positive},
    {"Binding, Estrogen Receptor", ", Estrogen Receptor", "Estrogen Receptor", Direction::unspecified},
    {"Increases in cell number", "Increases in cell number", "Increases cell number", Direction::positive},
    {"Up-regulation of IL-6", "Up-regulation of IL-6", "regulation", Direction::unspecified},
    {"Upregulated IL-6 and TNF-α", "IL-6 and TNF-α", "TNF", Direction::positive},
    {"Activation, AhR", ", AhR", "AhR", Direction::positive},
    {"Decreased, Triiodothyronine (T3)", ", Triiodothyronine (T3)", "Triiodothyronine", Direction::negative},
    {"Under development of bone", "development of bone", "development bone", Direction::negative},
    {"Increased activation of inhibition of loss of X", "of of loss of X", "loss", Direction::unspecified},
    {"Presence", "Presence", "Presence", Direction::unspecified},
    {"", "", "", Direction::unspecified},
    {"Lack of response", "of response", "response", Direction::unspecified},
};

TEST(TextPreparation, StripsDirectionsAndExtractsEntitiesAsTheStoredVectorsWereMade)
{
    for (auto const& [title, stripped, joined, direction] : kTitles) {
        EXPECT_EQ(strip_direction(title), stripped) << title;
        EXPECT_EQ(entities(strip_direction(title), {}), joined) << title;
        EXPECT_EQ(key_event_direction(title), direction) << title;
    }
}

TEST(TextPreparation, CutsHyphenatedVerbsWhole)
{
    EXPECT_EQ(strip_direction("Up-regulated IL6 in liver"), "IL6 in liver");
    EXPECT_EQ(strip_direction("DOWN-REGULATE the receptor"), "the receptor");
    EXPECT_EQ(key_event_direction("Down-regulated receptor"), Direction::negative);
}

TEST(TextPreparation, LeavesWordsAloneThatOnlyContainADirection)
{
    EXPECT_EQ(strip_direction("Overload of iron"), "Overload of iron");
    EXPECT_EQ(strip_direction("rebound of β_increase activity"), "rebound of β_increase activity");
}

TEST(TextPreparation, ExtractsEntitiesByTheOptions)
{
    EXPECT_EQ(entities("Binding of TNF-α to the TNF receptor via p53 and IL6", {}), "Binding TNF TNF receptor p53 IL6");
    EXPECT_EQ(entities("of to T3", {}), "of to T3");
    EXPECT_EQ(entities("Increase in IL6", {.include_numbers = false}), "Increase in IL6");
    EXPECT_EQ(entities("oxidative stress CYP2E1 liver IL6 foo", {.biological_terms_only = true}),
              "oxidative stress CYP2E1 IL6");
    EXPECT_EQ(entities("Any text, as it is", {.enabled = false}), "Any text, as it is");
}

TEST(TextPreparation, CleansForComparison)
{
    EXPECT_EQ(clean("  TNF-α/IL_6:  Signalling! "), "tnf α il_6 signalling");
    EXPECT_EQ(clean("Cell (Death), programmed"), "cell death programmed");
    EXPECT_EQ(clean("—"), "");
}

TEST(TextPreparation, FindsTheKeywordsOfATitle)
{
    EXPECT_THAT(keywords("Increase, Oxidative Stress"), ElementsAre("oxidative", "stress"));
    EXPECT_THAT(keywords("Activation, AhR"), ElementsAre("ahr"));
    EXPECT_THAT(keywords("Decreased, T4"), IsEmpty());
    EXPECT_THAT(keywords("Stress leading to stress of the cell"), ElementsAre("stress", "cell"));
}

TEST(TextPreparation, ReadsTheDirectionOfAGoTermFromItsBeginningOnly)
{
    EXPECT_EQ(go_direction(" Positive regulation of apoptotic process"), Direction::positive);
    EXPECT_EQ(go_direction("negative regulation of growth"), Direction::negative);
    EXPECT_EQ(go_direction("regulation of growth"), Direction::unspecified);
    EXPECT_EQ(go_direction("B cell positive regulation of growth"), Direction::unspecified);
    EXPECT_EQ(go_direction(""), Direction::unspecified);
}

TEST(TextPreparation, RecognisesGoNamesThatStateADirection)
{
    for (auto const* const name :
         {"positive regulation of growth", "T cell activation of B cells", "up-regulation of X", "upregulation of X",
          "down regulation of X", "increased heart rate", "activated T cell proliferation", "inhibition of Y",
          "decrease in size", "suppression of viral release by host"}) {
        EXPECT_TRUE(is_signed_go_name(name)) << name;
    }
    for (auto const* const name :
         {"T cell activation", "regulation of growth", "apoptotic process", "inhibitory synapse", "induction", "of"}) {
        EXPECT_FALSE(is_signed_go_name(name)) << name;
    }
}

TEST(TextPreparation, ComparesNamesByWholeWords)
{
    EXPECT_EQ(compare_names("oxidative stress", "oxidative stress"), NameMatch::equal);
    EXPECT_EQ(compare_names("response to oxidative stress", "oxidative stress"), NameMatch::phrase);
    EXPECT_EQ(compare_names("stress", "oxidative stress of lung"), NameMatch::phrase);
    EXPECT_EQ(compare_names("tress", "oxidative stress"), NameMatch::none);
    EXPECT_EQ(compare_names("", "oxidative stress"), NameMatch::none);
}

TEST(TextPreparation, PreparesTextsOfBothProfiles)
{
    EXPECT_EQ(key_event_text("Increase, CYP2E1", TextProfile::reference), ", CYP2E1");
    EXPECT_EQ(key_event_text("Increase, CYP2E1", TextProfile::clean), "CYP2E1");
    EXPECT_EQ(key_event_text("Increased, <i>TNF</i>&alpha;", "It <b>rises</b>.", TextProfile::clean),
              "TNFα. It rises.");
    EXPECT_EQ(key_event_text("Increased TNF", "It <b>rises</b>.", TextProfile::reference), "TNF. It <b>rises</b>.");
    EXPECT_EQ(key_event_text("Increased TNF", " ", TextProfile::reference), "TNF");
}

}  // namespace
}  // namespace kewp::suggest
