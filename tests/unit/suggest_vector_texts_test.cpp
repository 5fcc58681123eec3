#include "suggest/vector_texts.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using corpus::Target;
using corpus::TargetKind;

/// A corpus of one of each kind.
corpus::Corpus const& sample()
{
    static corpus::Corpus const made = [] {
        corpus::CorpusParts parts;
        parts.key_events.push_back({.id = KeId::parse("KE 1").value(),
                                    .title = "Increase, CYP2E1",
                                    .description = "The <b>enzyme</b> &amp; more"});
        parts.key_events.push_back({.id = KeId::parse("KE 2").value(), .title = "Activation of EGFR signaling"});
        auto const add = [&](TargetKind kind, char const* id, char const* title, char const* description) {
            parts.targets[static_cast<std::size_t>(kind)].push_back(
                Target{.id = TargetId::parse(corpus::resource_of(kind), id).value(),
                       .title = title,
                       .description = description});
        };
        add(TargetKind::wikipathways, "WP1", "Activation of <i>NRF2</i>", "");
        add(TargetKind::go_bp, "GO:0006915", "induction of apoptosis", "A process.");
        add(TargetKind::reactome, "R-HSA-1", "Signaling by EGFR", "Text");
        parts.targets[static_cast<std::size_t>(TargetKind::go_bp)][0].synonyms = {
            {"cell death", "EXACT"}, {"dying", "RELATED"}, {"type I death", "EXACT"}};
        return corpus::Corpus{std::move(parts)};
    }();
    return made;
}

std::vector<std::string> texts_of(std::string_view file, TextProfile profile)
{
    auto const sets = vector_texts(sample(), "all", profile, {});
    auto const found = std::ranges::find(sets, file, &embed::VectorTexts::file);
    return found == sets.end() ? std::vector<std::string>{} : found->texts;
}

TEST(VectorTexts, OfTheReferenceProfileAreThoseOfTheReplacedApplication)
{
    auto const of = [](std::string_view file) { return texts_of(file, TextProfile::reference); };
    using testing::ElementsAre;
    EXPECT_THAT(of("ke_embeddings_title_only.npz"), ElementsAre(", CYP2E1", "of EGFR signaling"));
    EXPECT_THAT(of("ke_embeddings_with_desc.npz"),
                ElementsAre(", CYP2E1. The <b>enzyme</b> &amp; more", "of EGFR signaling"));
    EXPECT_THAT(of("ke_embeddings.npz"), testing::ElementsAreArray(of("ke_embeddings_with_desc.npz")));
    EXPECT_THAT(of("ke_embeddings_title_entities.npz"), ElementsAre("CYP2E1", "EGFR signaling"));
    EXPECT_THAT(of("pathway_embeddings.npz"), ElementsAre("Activation of <i>NRF2</i>. "));
    EXPECT_THAT(of("pathway_title_embeddings.npz"), ElementsAre("NRF2"));
    EXPECT_THAT(of("go_bp_name_embeddings.npz"), ElementsAre("apoptosis cell death type death"));
    EXPECT_THAT(of("go_bp_embeddings.npz"), ElementsAre("apoptosis process"));
    EXPECT_THAT(of("reactome_pathway_name_embeddings.npz"), ElementsAre("Signaling by EGFR"));
    EXPECT_THAT(of("reactome_pathway_embeddings.npz"), ElementsAre("Signaling by EGFR. Text"));
}

TEST(VectorTexts, OfTheCleanProfileAreFreeOfMarkupAndKeepTheirWords)
{
    auto const of = [](std::string_view file) { return texts_of(file, TextProfile::clean); };
    using testing::ElementsAre;
    EXPECT_THAT(of("ke_embeddings_title_only.npz"), ElementsAre("CYP2E1", "of EGFR signaling"));
    EXPECT_THAT(of("ke_embeddings_with_desc.npz"), ElementsAre("CYP2E1. The enzyme & more", "of EGFR signaling"));
    EXPECT_THAT(of("ke_embeddings_title_entities.npz"), testing::IsEmpty());
    EXPECT_THAT(of("pathway_embeddings.npz"), ElementsAre("Activation of NRF2"));
    EXPECT_THAT(of("go_bp_name_embeddings.npz"), ElementsAre("induction of apoptosis. cell death. type I death"));
    EXPECT_THAT(of("go_bp_embeddings.npz"), ElementsAre("induction of apoptosis. A process."));
}

TEST(VectorTexts, GiveOneSetForEachFileOfAPart)
{
    auto const files = [](std::string_view part) {
        std::vector<std::string> names;
        for (auto const& set : vector_texts(sample(), part, TextProfile::clean, {})) {
            EXPECT_EQ(set.ids.size(), set.texts.size());
            names.push_back(set.file);
        }
        return names;
    };
    EXPECT_THAT(files("go"), testing::ElementsAre("go_bp_embeddings.npz", "go_bp_name_embeddings.npz"))
        << "there is no molecular function here";
    EXPECT_THAT(files("reactome"),
                testing::ElementsAre("reactome_pathway_embeddings.npz", "reactome_pathway_name_embeddings.npz"));
    EXPECT_EQ(files("all").size(), 9U);
    EXPECT_THAT(obsolete_vector_files("ke", TextProfile::clean),
                testing::ElementsAre("ke_embeddings_title_entities.npz"));
    EXPECT_THAT(obsolete_vector_files("go", TextProfile::clean), testing::IsEmpty());
    EXPECT_FALSE(is_vector_part("mf"));
}

}  // namespace
}  // namespace kewp::suggest
