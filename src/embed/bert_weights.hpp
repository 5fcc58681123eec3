#pragma once

#include "base/result.hpp"
#include "embed/bert_config.hpp"
#include "embed/matmul.hpp"
#include "embed/packed_memory.hpp"
#include "embed/safetensors.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kewp::embed {

/// Gain and offset of a layer normalisation.
struct NormWeights {
    std::vector<float> weight;
    std::vector<float> bias;
};

/// A linear layer: packed weights somewhere in `BertWeights`' memory.
struct LinearWeights {
    LinearShape shape;
    std::byte const* packed = nullptr;
    std::vector<float> bias;
};

struct LayerWeights {
    LinearWeights query_key_value;  ///< the three in one: outputs are 3 × hidden
    LinearWeights attention_output;
    NormWeights attention_norm;
    LinearWeights expand;
    LinearWeights shrink;
    NormWeights output_norm;
};

/// All weights of a BERT, read-only and ready to be multiplied. The table of word vectors, of which a text needs few
/// rows, stays in the mapped file; everything else is packed once. Make it before fork: children share every page.
class BertWeights {
public:
    /// Checks that each tensor is there with its shape (names with `bert.` in front or not) and packs. Values are not
    /// looked at: `check_weights` does that once, when a model is installed. Starts no thread.
    /// Errors: corrupt, naming file and tensor.
    [[nodiscard]] static Result<BertWeights> load(Safetensors file, BertConfig const& config, Precision precision);

    [[nodiscard]] BertConfig const& config() const { return config_; }
    [[nodiscard]] Precision precision() const { return precision_; }
    [[nodiscard]] std::vector<LayerWeights> const& layers() const { return layers_; }
    [[nodiscard]] NormWeights const& embedding_norm() const { return embedding_norm_; }
    /// The sum of word, position and type vectors of a token. `token` and `position` are in range.
    void embed(std::uint32_t token, std::size_t position, std::span<float> out) const;
    /// Bytes of packed weights.
    [[nodiscard]] std::size_t packed_size() const { return memory_.size(); }

private:
    explicit BertWeights(Safetensors file) : file_(std::move(file)) {}

    Safetensors file_;
    BertConfig config_;
    Precision precision_ = Precision::fp32;
    Tensor const* words_ = nullptr;
    std::vector<float> positions_;  ///< with the vector of the first token type added
    NormWeights embedding_norm_;
    std::vector<LayerWeights> layers_;
    PackedMemory memory_;
};

/// Refuses a model with a NaN or an infinity in a tensor that is used. Reads all weights.
/// Errors: corrupt, naming file and tensor.
[[nodiscard]] Result<void> check_weights(Safetensors const& file, BertConfig const& config);

}  // namespace kewp::embed
