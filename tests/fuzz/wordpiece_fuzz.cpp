// Whatever the text, the tokenizer gives [CLS] … [SEP] with ids of the vocabulary, no more than the model reads, and
// the same with and without what it drops. The first byte chooses the options.

#include "embed/wordpiece.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using kewp::embed::TokenizerOptions;
using kewp::embed::WordPiece;

constexpr std::string_view kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\ne\ni\nliver\n##a\n##b\n##e\n##er\n.\n,\n[\n]\n細\nβ\n";

void require(bool holds, char const* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken promise: %s\n", what);
        std::abort();
    }
}

WordPiece make(unsigned bits)
{
    TokenizerOptions options;
    options.text = {
        .lower_case = (bits & 1U) != 0, .strip_accents = (bits & 2U) != 0, .split_chinese = (bits & 4U) != 0};
    options.max_length = (bits & 8U) != 0 ? 3 : 64;
    return WordPiece::parse(kVocabulary, "vocab.txt", options).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    auto const tokenizer = make(data[0]);
    std::string_view const text{reinterpret_cast<char const*>(data + 1), size - 1};
    auto const tokens = tokenizer.encode(text);
    require(tokens.ids.size() >= 2 && tokens.ids.size() <= tokenizer.options().max_length, "the length is in bounds");
    require(tokens.ids.front() == 2 && tokens.ids.back() == 3, "[CLS] … [SEP]");
    for (auto const id : tokens.ids) {
        require(id < tokenizer.vocabulary_size(), "an id is of the vocabulary");
    }
    require(tokenizer.encode(std::string(text)).ids == tokens.ids, "the same text gives the same ids");
    // The text as a vocabulary: refused or usable, never worse.
    (void)WordPiece::parse(text, "vocab.txt", {});
    return 0;
}
