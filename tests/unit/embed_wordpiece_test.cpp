#include "embed/wordpiece.hpp"
#include "golden_model.hpp"

#include <chrono>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::embed {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nin\n##hibit\n##ion\nliver\n,\nrate\n細\n胞\nÉ\ne\n";

WordPiece tokenizer(TokenizerOptions const& options = {})
{
    auto parsed = WordPiece::parse(kVocabulary, "vocab.txt", options);
    EXPECT_TRUE(parsed) << parsed.error().message;
    return std::move(*parsed);
}

TEST(WordPiece, GivesTheIdsOfHuggingFaceForTheGoldenTexts)
{
    for (auto const* const name : {"tiny_cased", "tiny_uncased"}) {
        auto const folder = test::golden_folder(name);
        auto const options = read_tokenizer_options(folder, 48);
        ASSERT_TRUE(options) << options.error().message;
        auto const pieces = WordPiece::open(folder / "vocab.txt", *options);
        ASSERT_TRUE(pieces) << pieces.error().message;
        auto const golden = test::golden_texts(folder);
        ASSERT_GT(golden.size(), 10U);
        for (auto const& text : golden) {
            EXPECT_EQ(pieces->encode(text.text).ids, text.ids) << name << ": " << text.text;
        }
    }
}

TEST(WordPiece, TakesTheLongestPieces)
{
    EXPECT_THAT(tokenizer().encode("Inhibition, LIVER").ids, ElementsAre(2, 4, 5, 6, 8, 7, 3));
    EXPECT_THAT(tokenizer().encode("inhibiting").ids, ElementsAre(2, 1, 3))
        << "no piece for its end: the word is unknown";
    EXPECT_THAT(tokenizer().encode("hibit").ids, ElementsAre(2, 1, 3)) << "only continues a word";
}

TEST(WordPiece, KeepsCaseAndAccentsWhenTold)
{
    TokenizerOptions cased;
    cased.text.lower_case = false;
    cased.text.strip_accents = false;
    EXPECT_THAT(tokenizer(cased).encode("\u00C9 E\u0301 liver Liver").ids, ElementsAre(2, 12, 1, 7, 1, 3))
        << "a letter with a combining accent is another word";
    EXPECT_THAT(tokenizer().encode("\u00C9 E\u0301").ids, ElementsAre(2, 13, 13, 3));
}

TEST(WordPiece, SetsIdeographsApart)
{
    EXPECT_THAT(tokenizer().encode("liver細胞rate").ids, ElementsAre(2, 7, 10, 11, 9, 3));
    TokenizerOptions together;
    together.text.split_chinese = false;
    EXPECT_THAT(tokenizer(together).encode("細胞").ids, ElementsAre(2, 1, 3));
}

TEST(WordPiece, CutsATextThatIsTooLongAndSaysSo)
{
    TokenizerOptions shorter;
    shorter.max_length = 5;
    auto const fits = tokenizer(shorter).encode("liver rate in");
    EXPECT_THAT(fits.ids, ElementsAre(2, 7, 9, 4, 3));
    EXPECT_FALSE(fits.truncated);
    auto const cut = tokenizer(shorter).encode("liver rate in liver");
    EXPECT_THAT(cut.ids, ElementsAre(2, 7, 9, 4, 3));
    EXPECT_TRUE(cut.truncated);
}

TEST(WordPiece, StopsReadingWhenTheModelIsFull)
{
    std::string book;
    for (int i = 0; i < 200'000; ++i) {
        book += std::string(99, 'q') + " ";
    }
    auto const start = std::chrono::steady_clock::now();
    EXPECT_EQ(tokenizer().encode(book).ids.size(), 512U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{10}) << "20 MB took too long";
}

TEST(WordPiece, TakesIllFormedBytesAsNothing)
{
    EXPECT_THAT(tokenizer().encode("li\xFFver \xC3").ids, ElementsAre(2, 7, 3));
    EXPECT_THAT(tokenizer().encode("").ids, ElementsAre(2, 3));
}

TEST(WordPiece, RefusesAVocabularyThatIsNone)
{
    auto const refusal = [](std::string_view vocabulary) {
        auto const parsed = WordPiece::parse(vocabulary, "vocab.txt", {});
        return parsed ? "accepted" : parsed.error().message;
    };
    EXPECT_THAT(refusal(""), HasSubstr("vocab.txt: lacks the piece [PAD]"));
    EXPECT_THAT(refusal("[PAD]\n[UNK]\n[CLS]\n"), HasSubstr("lacks the piece [SEP]"));
    EXPECT_THAT(refusal("\xFF\xFE"), HasSubstr("no UTF-8"));
    EXPECT_EQ(refusal("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n"), "accepted");
}

}  // namespace
}  // namespace kewp::embed
