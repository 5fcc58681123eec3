#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace kewp::embed {

/// What an operator does about a bad embeddings file: `run 'kewp precompute go'` for `go_bp_embeddings.npz`.
[[nodiscard]] std::string remedy_for(std::string_view file);

/// A `corrupt` error about a whole file: `FILE: TEXT; run 'kewp precompute …'`.
[[nodiscard]] Error file_error(std::string_view file, std::string_view text);

/// A `corrupt` error about one array: `FILE: array 'ARRAY' TEXT; run 'kewp precompute …'`.
[[nodiscard]] Error array_error(std::string_view file, std::string_view array, std::string_view text);

/// `text` in single quotes, fit for a one-line message: bytes that are not printable ASCII become `?`, at most 48.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace kewp::embed
