#pragma once

#include "config/scoring.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// How texts are prepared before they are embedded. Vectors of two profiles must not be compared.
enum class TextProfile {
    reference,  ///< as the replaced application made its vectors: direction words and entities, no HTML cleaning
    clean,      ///< ours: HTML stripped, entities decoded, leading punctuation trimmed, no entity extraction
};

/// `reference`, `clean`.
[[nodiscard]] char const* name_of(TextProfile profile);

/// Which way a Key Event's title or a GO term's name points.
enum class Direction { unspecified, positive, negative };

[[nodiscard]] char const* name_of(Direction direction);

/// `text` without the words that state a direction ("increased", "inhibition of"): whole words, any case;
/// white space folded. When less than 30 % of the code points would remain, only the plainest of these
/// words are cut; when nothing would remain, the text stays as it is.
///
/// The list has gaps ("increases", "up-regulation") on purpose: stored vectors were made with it.
[[nodiscard]] std::string strip_direction(std::string_view text);

/// Lower-case letters, digits and underscores of any script; everything else a single space.
[[nodiscard]] std::string clean(std::string_view text);

/// The words worth embedding, in their order and case; the text itself when there are none.
[[nodiscard]] std::string entities(std::string_view text, config::EntityExtraction const& options);

/// The words of a Key Event's title that are looked up among ontology tags.
[[nodiscard]] std::vector<std::string> keywords(std::string_view title);

/// What the words of a Key Event's title say; unspecified when they say both.
[[nodiscard]] Direction key_event_direction(std::string_view title);

/// From "positive regulation of …" and "negative regulation of …".
[[nodiscard]] Direction go_direction(std::string_view name);

/// True for a GO name that states a direction: such terms are left out of suggestions.
[[nodiscard]] bool is_signed_go_name(std::string_view name);

/// How a GO name compares with a title, both through `clean`.
enum class NameMatch { none, phrase, equal };

/// `phrase`: one stands in the other, between word boundaries.
[[nodiscard]] NameMatch compare_names(std::string_view clean_a, std::string_view clean_b);

/// Text of a Key Event for the `title_only` set.
[[nodiscard]] std::string key_event_text(std::string_view title, TextProfile profile);
/// Text of a Key Event for the `with_desc` set.
[[nodiscard]] std::string key_event_text(std::string_view title, std::string_view description, TextProfile profile);

}  // namespace kewp::suggest
