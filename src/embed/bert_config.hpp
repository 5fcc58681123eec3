#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace kewp::embed {

/// The function between the two layers of a feed-forward block.
enum class Activation { gelu, gelu_tanh, relu };

/// The shape of a BERT, from its `config.json`. All numbers have been checked for plausibility.
struct BertConfig {
    std::size_t hidden = 0;  ///< values of a token's vector; a multiple of `heads`
    std::size_t layers = 0;
    std::size_t heads = 0;
    std::size_t intermediate = 0;  ///< width of the feed-forward block
    std::size_t vocabulary = 0;
    std::size_t positions = 0;  ///< longest text in tokens
    std::size_t token_types = 0;
    float norm_epsilon = 1e-12F;
    Activation activation = Activation::gelu;
    std::string origin;  ///< `_name_or_path`, "" when absent
};

/// Errors: not_found, io, corrupt (a number is missing or out of range), invalid_argument (a model of another kind: not
/// `bert`, relative positions, an unknown activation).
[[nodiscard]] Result<BertConfig> read_bert_config(std::filesystem::path const& file);
[[nodiscard]] Result<BertConfig> parse_bert_config(std::string_view json, std::string const& name);

}  // namespace kewp::embed
