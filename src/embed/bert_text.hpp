#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// How BERT's basic tokenizer treats text before word pieces are looked up.
struct BertTextOptions {
    bool lower_case = true;
    bool strip_accents = true;  ///< decompose (NFD) and drop combining marks
    bool split_chinese = true;  ///< each CJK ideograph is a word
};

/// UTF-8 text cleaned as BERT does it: control characters and U+FFFD dropped, white space made plain, ideographs set
/// apart, accents stripped, lowered. Ill-formed bytes count as U+FFFD.
[[nodiscard]] std::u32string clean_bert_text(std::string_view utf8, BertTextOptions const& options);

/// The words of cleaned text: white space separates, each punctuation character is a word of its own.
/// Views into `clean`.
[[nodiscard]] std::vector<std::u32string_view> split_bert_words(std::u32string_view clean);

}  // namespace kewp::embed
