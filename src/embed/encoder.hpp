#pragma once

#include "embed/model.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kewp::embed {

/// Turns texts into unit vectors: a forward pass, pooling, division by the norm.
///
/// Holds the scratch memory of one thread and starts none. The tokens of several texts are multiplied together without
/// padding, and everything between the products is done row by row, so a text's vector is the same whatever it is
/// encoded with.
class Encoder {
public:
    /// `model` must outlive it.
    explicit Encoder(Model const& model);
    ~Encoder();
    Encoder(Encoder const&) = delete;
    Encoder& operator=(Encoder const&) = delete;

    /// A row of `model.columns()` values for each text, in order. `out` has room for all.
    void encode(std::span<Tokens const* const> texts, std::span<float> out);
    /// The same from text.
    [[nodiscard]] std::vector<float> encode(std::string_view text);

    /// Most tokens that are multiplied together; more texts than that are encoded in turns.
    static constexpr std::size_t kTokensAtOnce = 512;

private:
    struct Scratch;

    void run(std::span<Tokens const* const> texts, std::span<float> out);
    void attend(std::span<Tokens const* const> texts);
    void linear(LinearWeights const& layer, void const* input, void* output);
    void add_and_norm(NormWeights const& norm);

    Model const& model_;
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace kewp::embed
