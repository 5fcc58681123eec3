#pragma once

#include "embed/bert_config.hpp"
#include "embed/safetensors.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// The tensors of a BERT in a file, found by their short names and checked. Holds the first failure.
class BertTensors {
public:
    explicit BertTensors(Safetensors const& file);

    /// `name` as in `encoder.layer.0.output.dense.weight`; a float tensor of exactly `shape`. Layer norms of old
    /// checkpoints call theirs `gamma` and `beta`. Null after an error.
    [[nodiscard]] Tensor const* find(std::string const& name, std::initializer_list<std::size_t> shape);
    /// The same for later.
    void check(std::string const& name, std::initializer_list<std::size_t> shape)
    {
        static_cast<void>(find(name, shape));
    }
    /// Puts its values behind those in `to`, none after an error.
    void append(std::string const& name, std::initializer_list<std::size_t> shape, std::vector<float>& to);
    /// Its values, none after an error.
    [[nodiscard]] std::vector<float> values(std::string const& name, std::initializer_list<std::size_t> shape);

    [[nodiscard]] std::optional<Error> const& error() const { return error_; }

private:
    Safetensors const& file_;
    std::string prefix_;
    std::optional<Error> error_;
};

}  // namespace kewp::embed
