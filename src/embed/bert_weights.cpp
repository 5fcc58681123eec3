#include "embed/bert_weights.hpp"

#include "embed/array_error.hpp"
#include "embed/bert_tensors.hpp"
#include "embed/vector_ops.hpp"

#include <fmt/format.h>

namespace kewp::embed {
namespace {

constexpr std::size_t kAlignment = 64;

std::size_t aligned(std::size_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

After after_of(Activation activation)
{
    switch (activation) {
        case Activation::gelu: return After::gelu;
        case Activation::gelu_tanh: return After::gelu_tanh;
        case Activation::relu: break;
    }
    return After::relu;
}

/// The four linear layers of a block.
struct Shapes {
    LinearShape query_key_value, attention_output, expand, shrink;
};

Shapes shapes_of(BertConfig const& config, Precision precision)
{
    auto const h = config.hidden;
    auto const shape = [&](std::size_t inputs, std::size_t outputs) {
        return LinearShape{.inputs = inputs, .outputs = outputs, .precision = precision};
    };
    Shapes shapes{shape(h, 3 * h), shape(h, h), shape(h, config.intermediate), shape(config.intermediate, h)};
    shapes.expand.after = after_of(config.activation);
    shapes.expand.bf16_result = precision == Precision::bf16;
    return shapes;
}

/// Fills packed memory from its beginning.
class Packer {
public:
    Packer(BertTensors& tensors, PackedMemory& memory) : tensors_(tensors), memory_(memory) {}

    /// One layer of the library made of the `names.size()` layers of the model, one below the other.
    LinearWeights pack(LinearShape const& shape, std::initializer_list<std::string> names)
    {
        LinearWeights layer;
        layer.shape = shape;
        weights_.clear();
        auto const outputs = shape.outputs / names.size();
        for (auto const& name : names) {
            tensors_.append(name + ".weight", {outputs, shape.inputs}, weights_);
            tensors_.append(name + ".bias", {outputs}, layer.bias);
        }
        if (!tensors_.error()) {
            auto* const place = memory_.data() + used_;
            pack_weights(shape, weights_, place);
            layer.packed = place;
            used_ += aligned(packed_bytes(shape));
        }
        return layer;
    }

private:
    BertTensors& tensors_;
    PackedMemory& memory_;
    std::size_t used_ = 0;
    std::vector<float> weights_;  // of one layer; kept, since memory anew from the system for each is slow
};

NormWeights norm_of(BertTensors& tensors, std::string const& name, std::size_t width)
{
    return {tensors.values(name + ".weight", {width}), tensors.values(name + ".bias", {width})};
}

/// The short names of all tensors that a forward pass reads.
std::vector<std::string> names_of(BertConfig const& config)
{
    std::vector<std::string> names{"embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight",
                                   "embeddings.token_type_embeddings.weight", "embeddings.LayerNorm.weight",
                                   "embeddings.LayerNorm.bias"};
    for (std::size_t i = 0; i < config.layers; ++i) {
        for (auto const* const part :
             {"attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
              "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"}) {
            for (auto const* const kind : {"weight", "bias"}) {
                names.push_back(fmt::format("encoder.layer.{}.{}.{}", i, part, kind));
            }
        }
    }
    return names;
}

}  // namespace

Result<BertWeights> BertWeights::load(Safetensors file, BertConfig const& config, Precision precision)
{
    BertWeights weights{std::move(file)};
    weights.config_ = config;
    weights.precision_ = precision;
    BertTensors tensors{weights.file_};
    auto const h = config.hidden;
    tensors.check("embeddings.word_embeddings.weight", {config.vocabulary, h});
    weights.positions_ = tensors.values("embeddings.position_embeddings.weight", {config.positions, h});
    auto const types = tensors.values("embeddings.token_type_embeddings.weight", {config.token_types, h});
    weights.embedding_norm_ = norm_of(tensors, "embeddings.LayerNorm", h);
    // Shapes are known to fit the file's size before memory is taken after this.
    auto const last = fmt::format("encoder.layer.{}.output.dense.weight", config.layers - 1);
    tensors.check(last, {h, config.intermediate});
    if (tensors.error()) {
        return fail(*tensors.error());
    }
    for (std::size_t i = 0; i < config.positions; ++i) {
        add_row(std::span(weights.positions_).subspan(i * h, h), std::span(types).first(h));
    }
    auto const shapes = shapes_of(config, precision);
    weights.memory_ =
        PackedMemory{config.layers *
                     (aligned(packed_bytes(shapes.query_key_value)) + aligned(packed_bytes(shapes.attention_output)) +
                      aligned(packed_bytes(shapes.expand)) + aligned(packed_bytes(shapes.shrink)))};
    Packer packer{tensors, weights.memory_};
    for (std::size_t i = 0; i < config.layers && !tensors.error(); ++i) {
        auto const layer = fmt::format("encoder.layer.{}.", i);
        auto const self = layer + "attention.self.";
        auto& made = weights.layers_.emplace_back();
        made.query_key_value = packer.pack(shapes.query_key_value, {self + "query", self + "key", self + "value"});
        made.attention_output = packer.pack(shapes.attention_output, {layer + "attention.output.dense"});
        made.attention_norm = norm_of(tensors, layer + "attention.output.LayerNorm", h);
        made.expand = packer.pack(shapes.expand, {layer + "intermediate.dense"});
        made.shrink = packer.pack(shapes.shrink, {layer + "output.dense"});
        made.output_norm = norm_of(tensors, layer + "output.LayerNorm", h);
    }
    if (tensors.error()) {
        return fail(*tensors.error());
    }
    weights.memory_.seal();
    weights.file_.release_pages();
    // Points into a vector of the file that does not move with this object.
    weights.words_ = BertTensors{weights.file_}.find("embeddings.word_embeddings.weight", {config.vocabulary, h});
    return weights;
}

void BertWeights::embed(std::uint32_t token, std::size_t position, std::span<float> out) const
{
    read_floats(*words_, token * config_.hidden, out);
    add_row(out, std::span(positions_).subspan(position * config_.hidden, config_.hidden));
}

Result<void> check_weights(Safetensors const& file, BertConfig const& config)
{
    for (auto const& name : names_of(config)) {
        for (auto const& tensor : file.tensors()) {
            if (!tensor.name.ends_with(name) || !tensor.is_float()) {
                continue;
            }
            if (auto const bad = first_not_finite(tensor)) {
                return fail(ErrorCode::corrupt,
                            fmt::format("{}: tensor {} holds a NaN or an infinity at place {}; expected finite values",
                                        file.name(), in_quotes(tensor.name), *bad));
            }
        }
    }
    return {};
}

}  // namespace kewp::embed
