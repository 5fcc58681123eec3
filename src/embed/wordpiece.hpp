#pragma once

#include "base/result.hpp"
#include "embed/bert_text.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

using TokenId = std::uint32_t;

/// What a model folder says about its tokenizer.
struct TokenizerOptions {
    BertTextOptions text;
    std::size_t max_length = 512;  ///< tokens of one text, [CLS] and [SEP] included
};

/// The pieces of a text as a model reads them.
struct Tokens {
    std::vector<TokenId> ids;  ///< [CLS] … [SEP]
    bool truncated = false;    ///< the text had more pieces than the model reads
};

/// BERT's tokenizer: basic tokenizer, then the longest pieces of a vocabulary (WordPiece). Gives the ids that Hugging
/// Face's BertTokenizer gives. Immutable; safe to use from several threads.
class WordPiece {
public:
    /// Reads `vocab.txt`, a piece in each line; the line's number is the id. Errors: not_found, io, corrupt (ill-formed
    /// UTF-8, one of [PAD] [UNK] [CLS] [SEP] is missing), invalid_argument (`max_length` below 3).
    [[nodiscard]] static Result<WordPiece> open(std::filesystem::path const& vocab, TokenizerOptions const& options);
    /// The same from the file's text. `name` stands for the file in errors.
    [[nodiscard]] static Result<WordPiece> parse(std::string_view vocab, std::string const& name,
                                                 TokenizerOptions const& options);
    WordPiece(WordPiece&&) noexcept;
    WordPiece& operator=(WordPiece&&) noexcept;
    WordPiece(WordPiece const&) = delete;
    WordPiece& operator=(WordPiece const&) = delete;
    ~WordPiece();

    /// The ids of `utf8`, at most `max_length`: a longer text is cut at its end. An empty text has [CLS] and [SEP].
    [[nodiscard]] Tokens encode(std::string_view utf8) const;

    /// Lines of the vocabulary: ids are below this.
    [[nodiscard]] std::size_t vocabulary_size() const;
    [[nodiscard]] TokenizerOptions const& options() const { return options_; }

private:
    struct Vocabulary;
    WordPiece(std::unique_ptr<Vocabulary> vocabulary, TokenizerOptions const& options);

    void add_text(std::string_view utf8, std::size_t limit, std::vector<TokenId>& ids) const;
    void add_word(std::u32string_view word, std::vector<TokenId>& ids) const;

    std::unique_ptr<Vocabulary> vocabulary_;
    TokenizerOptions options_;
};

/// Options from `tokenizer_config.json` in `folder`: do_lower_case, strip_accents (default: as do_lower_case),
/// tokenize_chinese_chars, model_max_length. Without the file text is lowered, as Hugging Face's tokenizer does then.
/// `most` bounds the length (the model's positions). Errors: io, corrupt.
[[nodiscard]] Result<TokenizerOptions> read_tokenizer_options(std::filesystem::path const& folder, std::size_t most);

}  // namespace kewp::embed
