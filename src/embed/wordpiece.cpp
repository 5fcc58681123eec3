#include "embed/wordpiece.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "corpus/json_document.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <unordered_map>

namespace kewp::embed {
namespace {

constexpr std::size_t kMaxWord = 100;  // code points; BERT gives longer words up
constexpr std::size_t kMaxVocabulary = 1'000'000;
constexpr std::size_t kShortest = 3;  // [CLS], a piece, [SEP]

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::u32string_view text) const { return std::hash<std::u32string_view>{}(text); }
};

using PieceIds = std::unordered_map<std::u32string, TokenId, TextHash, std::equal_to<>>;

}  // namespace

struct WordPiece::Vocabulary {
    /// A token that stands for itself in raw text, as Hugging Face's tokenizer has it.
    struct Special {
        std::string_view text;
        std::optional<TokenId> id = {};
    };

    PieceIds words;          ///< beginnings of words
    PieceIds continuations;  ///< without their `##`
    std::size_t size = 0;
    std::size_t longest = 0;  ///< code points of the longest piece
    std::array<Special, 5> specials = {{{"[PAD]"}, {"[UNK]"}, {"[CLS]"}, {"[SEP]"}, {"[MASK]"}}};
    TokenId unknown = 0, begin = 0, end = 0;
};

WordPiece::WordPiece(std::unique_ptr<Vocabulary> vocabulary, TokenizerOptions const& options)
    : vocabulary_(std::move(vocabulary)), options_(options)
{
}
WordPiece::WordPiece(WordPiece&&) noexcept = default;
WordPiece& WordPiece::operator=(WordPiece&&) noexcept = default;
WordPiece::~WordPiece() = default;

std::size_t WordPiece::vocabulary_size() const
{
    return vocabulary_->size;
}

Result<WordPiece> WordPiece::open(std::filesystem::path const& vocab, TokenizerOptions const& options)
{
    auto const content = read_file(vocab);
    return content ? parse(*content, vocab.string(), options) : fail(content.error());
}

Result<WordPiece> WordPiece::parse(std::string_view vocab, std::string const& name, TokenizerOptions const& options)
{
    if (options.max_length < kShortest) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}: a text of {} tokens holds nothing; expected {} or more", name, options.max_length,
                                kShortest));
    }
    if (!text::is_utf8(vocab)) {
        return fail(ErrorCode::corrupt, name + ": is no UTF-8 text; expected a vocabulary, one piece in each line");
    }
    auto lines = text::split(vocab, '\n');
    if (!lines.empty() && lines.back().empty()) {
        lines.pop_back();
    }
    if (lines.size() > kMaxVocabulary) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: has {} pieces; at most {} are supported", name, lines.size(), kMaxVocabulary));
    }
    auto vocabulary = std::make_unique<Vocabulary>();
    vocabulary->size = lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto line = lines[i];
        auto const id = static_cast<TokenId>(i);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        for (auto& special : vocabulary->specials) {
            if (line == special.text) {
                special.id = id;
            }
        }
        bool const continues = line.starts_with("##") && line.size() > 2;
        auto piece = text::to_utf32(continues ? line.substr(2) : line);
        vocabulary->longest = std::max(vocabulary->longest, piece.size());
        (continues ? vocabulary->continuations : vocabulary->words).insert_or_assign(std::move(piece), id);
    }
    for (std::size_t i = 0; i < 4; ++i) {  // [MASK] is for training
        auto const& special = vocabulary->specials[i];
        if (!special.id) {
            return fail(ErrorCode::corrupt,
                        fmt::format("{}: lacks the piece {}; expected the vocabulary of a BERT", name, special.text));
        }
    }
    vocabulary->unknown = *vocabulary->specials[1].id;
    vocabulary->begin = *vocabulary->specials[2].id;
    vocabulary->end = *vocabulary->specials[3].id;
    return WordPiece{std::move(vocabulary), options};
}

Tokens WordPiece::encode(std::string_view utf8) const
{
    // One more than fits tells whether something was cut; a book of words is not tokenised to its end.
    auto const limit = options_.max_length;
    Tokens tokens;
    tokens.ids.push_back(vocabulary_->begin);
    for (std::size_t at = 0; at < utf8.size() && tokens.ids.size() < limit;) {
        auto const* special = vocabulary_->specials.end();
        auto bracket = utf8.find('[', at);
        for (; bracket != std::string_view::npos; bracket = utf8.find('[', bracket + 1)) {
            special = std::ranges::find_if(vocabulary_->specials, [&](auto const& candidate) {
                return candidate.id && utf8.substr(bracket).starts_with(candidate.text);
            });
            if (special != vocabulary_->specials.end()) {
                break;
            }
        }
        add_text(utf8.substr(at, bracket == std::string_view::npos ? bracket : bracket - at), limit, tokens.ids);
        if (bracket == std::string_view::npos) {
            break;
        }
        tokens.ids.push_back(*special->id);
        at = bracket + special->text.size();
    }
    if (tokens.ids.size() > limit - 1) {
        tokens.truncated = true;
        tokens.ids.resize(limit - 1);
    }
    tokens.ids.push_back(vocabulary_->end);
    return tokens;
}

void WordPiece::add_text(std::string_view utf8, std::size_t limit, std::vector<TokenId>& ids) const
{
    auto const clean = clean_bert_text(utf8, options_.text);
    for (auto const word : split_bert_words(clean)) {
        add_word(word, ids);
        if (ids.size() >= limit) {
            return;
        }
    }
}

void WordPiece::add_word(std::u32string_view word, std::vector<TokenId>& ids) const
{
    auto const first = ids.size();
    auto const give_up = [&] {
        ids.resize(first);
        ids.push_back(vocabulary_->unknown);
    };
    if (word.size() > kMaxWord) {
        return give_up();
    }
    for (std::size_t at = 0; at < word.size();) {
        auto const& pieces = at == 0 ? vocabulary_->words : vocabulary_->continuations;
        auto length = std::min(word.size() - at, vocabulary_->longest);
        auto found = pieces.end();
        for (; length > 0 && found == pieces.end(); --length) {
            found = pieces.find(word.substr(at, length));
        }
        if (found == pieces.end()) {
            return give_up();
        }
        ids.push_back(found->second);
        at += length + 1;  // the loop went one further
    }
}

Result<TokenizerOptions> read_tokenizer_options(std::filesystem::path const& folder, std::size_t most)
{
    TokenizerOptions options;
    options.max_length = most;
    auto const document = corpus::JsonDocument::open(folder / "tokenizer_config.json");
    if (!document) {
        return document.error().code == ErrorCode::not_found ? Result<TokenizerOptions>{options}
                                                             : fail(document.error());
    }
    auto const root = (*document)->root();
    options.text.lower_case = root.member("do_lower_case").boolean_or(true);
    options.text.strip_accents = root.member("strip_accents").boolean_or(options.text.lower_case);
    options.text.split_chinese = root.member("tokenize_chinese_chars").boolean_or(true);
    // The absence of a limit is written as a huge number (1e30).
    if (auto const length = root.member("model_max_length").number(); length && *length < static_cast<double>(most)) {
        options.max_length = static_cast<std::size_t>(std::max(*length, 0.0));
    }
    if (auto const read = (*document)->finish(); !read) {
        return fail(read.error());
    }
    return options;
}

}  // namespace kewp::embed
