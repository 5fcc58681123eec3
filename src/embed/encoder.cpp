#include "embed/encoder.hpp"

#include "embed/unit_rows.hpp"
#include "embed/vector_ops.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace kewp::embed {
namespace {

constexpr std::size_t kLanes = 16;  // floats of the widest register

/// Few different numbers of rows: the kernels of each are kept.
std::size_t rounded(std::size_t rows)
{
    std::size_t const step = rows <= 64 ? 8 : 16;
    return (rows + step - 1) / step * step;
}

}  // namespace

struct Encoder::Scratch {
    Multiplier multiplier;
    bool half = false;                      ///< layers read bfloat16
    std::size_t rows = 0;                   ///< tokens of the texts at hand
    std::size_t padded = 0;                 ///< rows that are multiplied
    std::vector<float> state;               ///< rows × hidden: the tokens' vectors
    std::vector<float> joined;              ///< rows × 3·hidden: query, key, value
    std::vector<float> context;             ///< rows × hidden: what attention gathered
    std::vector<float> change;              ///< rows × hidden: result of a block
    std::vector<float> wide;                ///< rows × intermediate, where layers read floats
    std::vector<std::uint16_t> half_state;  ///< the input of a layer as bfloat16
    std::vector<std::uint16_t> half_wide;
    std::vector<float> scores;  ///< of one head: tokens × tokens
};

Encoder::Encoder(Model const& model) : model_(model), scratch_(std::make_unique<Scratch>())
{
    scratch_->half = model.weights.precision() == Precision::bf16;
}

Encoder::~Encoder() = default;

void Encoder::encode(std::span<Tokens const* const> texts, std::span<float> out)
{
    auto const columns = model_.columns();
    for (std::size_t begin = 0; begin < texts.size();) {
        std::size_t end = begin;
        std::size_t tokens = 0;
        do {
            tokens += texts[end++]->ids.size();
        } while (end < texts.size() && tokens + texts[end]->ids.size() <= kTokensAtOnce);
        run(texts.subspan(begin, end - begin), out.subspan(begin * columns, (end - begin) * columns));
        begin = end;
    }
}

std::vector<float> Encoder::encode(std::string_view text)
{
    auto const tokens = model_.tokenizer.encode(text);
    Tokens const* const one[] = {&tokens};
    std::vector<float> vector(model_.columns());
    encode(one, vector);
    return vector;
}

void Encoder::run(std::span<Tokens const* const> texts, std::span<float> out)
{
    auto& s = *scratch_;
    auto const& weights = model_.weights;
    auto const& config = weights.config();
    auto const h = config.hidden;
    s.rows = 0;
    for (auto const* const text : texts) {
        s.rows += text->ids.size();
    }
    s.padded = rounded(s.rows);
    s.state.resize(s.padded * h);
    s.joined.resize(s.padded * 3 * h);
    s.context.resize(s.padded * h);
    s.change.resize(s.padded * h);
    (s.half ? s.half_state.resize(s.padded * h) : s.wide.resize(s.padded * config.intermediate));
    s.half_wide.resize(s.half ? s.padded * config.intermediate : 0);

    std::size_t row = 0;
    for (auto const* const text : texts) {
        for (std::size_t position = 0; position < text->ids.size(); ++position, ++row) {
            auto const state = std::span(s.state).subspan(row * h, h);
            weights.embed(text->ids[position], position, state);
            layer_norm(state, weights.embedding_norm().weight, weights.embedding_norm().bias, config.norm_epsilon);
        }
    }
    void* const wide = s.half ? static_cast<void*>(s.half_wide.data()) : s.wide.data();
    for (auto const& layer : weights.layers()) {
        linear(layer.query_key_value, s.state.data(), s.joined.data());
        attend(texts);
        linear(layer.attention_output, s.context.data(), s.change.data());
        add_and_norm(layer.attention_norm);
        linear(layer.expand, s.state.data(), wide);
        s.multiplier.linear(layer.shrink.shape, layer.shrink.packed, layer.shrink.bias.data(), wide, s.change.data(),
                            s.padded);
        add_and_norm(layer.output_norm);
    }
    row = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const tokens = texts[i]->ids.size();
        auto const vector = out.subspan(i * h, h);
        std::copy_n(s.state.begin() + static_cast<std::ptrdiff_t>(row * h), h, vector.begin());
        for (std::size_t t = 1; t < tokens && model_.pooling == Pooling::mean; ++t) {
            add_row(vector, std::span(s.state).subspan((row + t) * h, h));
        }
        normalise_for_storage(vector, vector);  // the mean and the sum have one direction
        row += tokens;
    }
}

/// A layer that reads rows of `hidden` floats, as they are or rounded.
void Encoder::linear(LinearWeights const& layer, void const* input, void* output)
{
    auto& s = *scratch_;
    if (s.half) {
        to_bf16({static_cast<float const*>(input), s.padded * model_.columns()}, s.half_state.data());
        input = s.half_state.data();
    }
    s.multiplier.linear(layer.shape, layer.packed, layer.bias.data(), input, output, s.padded);
}

/// Each token of a text gathers the values of all tokens of that text, in each head by itself.
void Encoder::attend(std::span<Tokens const* const> texts)
{
    auto& s = *scratch_;
    auto const h = model_.columns();
    auto const heads = model_.weights.config().heads;
    auto const width = h / heads;
    auto const scale = 1.0F / std::sqrt(static_cast<float>(width));
    std::size_t row = 0;
    for (auto const* const text : texts) {
        auto const n = text->ids.size();
        // Rows of whole registers; what is behind the last token weighs nothing.
        auto const stride = (n + kLanes - 1) / kLanes * kLanes;
        s.scores.resize(n * stride);
        for (std::size_t head = 0; head < heads; ++head) {
            float* const query = s.joined.data() + row * 3 * h + head * width;
            Multiplier::product({query, 3 * h}, {query + h, 3 * h}, true, {s.scores.data(), stride}, n, n, width,
                                scale);
            for (std::size_t i = 0; i < n; ++i) {
                auto const row_scores = std::span(s.scores).subspan(i * stride, stride);
                std::fill(row_scores.begin() + static_cast<std::ptrdiff_t>(n), row_scores.end(),
                          std::numeric_limits<float>::lowest());
                softmax(row_scores);
            }
            Multiplier::product({s.scores.data(), stride}, {query + 2 * h, 3 * h}, false,
                                {s.context.data() + row * h + head * width, h}, n, width, n, 1.0F);
        }
        row += n;
    }
}

/// state = norm(state + change).
void Encoder::add_and_norm(NormWeights const& norm)
{
    auto& s = *scratch_;
    auto const h = model_.columns();
    for (std::size_t row = 0; row < s.rows; ++row) {
        auto const state = std::span(s.state).subspan(row * h, h);
        add_row(state, std::span(s.change).subspan(row * h, h));
        layer_norm(state, norm.weight, norm.bias, model_.weights.config().norm_epsilon);
    }
}

}  // namespace kewp::embed
