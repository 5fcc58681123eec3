#include "embed/bert_tensors.hpp"

#include "embed/array_error.hpp"
#include "embed/npy_header.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::embed {
namespace {

constexpr std::string_view kWordTable = "embeddings.word_embeddings.weight";

/// The name that old checkpoints use, "" when they use the same.
std::string old_name(std::string const& name)
{
    auto const norm = name.find("LayerNorm.");
    if (norm == std::string::npos) {
        return {};
    }
    return name.substr(0, norm) + (name.ends_with("weight") ? "LayerNorm.gamma" : "LayerNorm.beta");
}

}  // namespace

BertTensors::BertTensors(Safetensors const& file) : file_(file)
{
    for (auto const* const prefix : {"", "bert.", "model.", "0.auto_model."}) {
        if (file_.find(prefix + std::string{kWordTable}) != nullptr) {
            prefix_ = prefix;
            return;
        }
    }
}

Tensor const* BertTensors::find(std::string const& name, std::initializer_list<std::size_t> shape)
{
    if (error_) {
        return nullptr;
    }
    auto const* found = file_.find(prefix_ + name);
    if (found == nullptr) {
        found = file_.find(prefix_ + old_name(name));
    }
    std::vector<std::uint64_t> const wanted(shape.begin(), shape.end());
    if (found == nullptr) {
        error_ = Error{ErrorCode::corrupt,
                       fmt::format("{}: tensor '{}' is missing; expected it with shape {} as config.json says",
                                   file_.name(), prefix_ + name, shape_text(wanted))};
    } else if (found->shape != wanted) {
        error_ =
            Error{ErrorCode::corrupt, fmt::format("{}: tensor '{}' has shape {}; config.json says {}", file_.name(),
                                                  found->name, shape_text(found->shape), shape_text(wanted))};
    } else if (!found->is_float()) {
        error_ = Error{ErrorCode::corrupt, fmt::format("{}: tensor '{}' has type {}; expected F32, F16 or BF16",
                                                       file_.name(), found->name, in_quotes(found->dtype))};
    }
    return error_ ? nullptr : found;
}

void BertTensors::append(std::string const& name, std::initializer_list<std::size_t> shape, std::vector<float>& to)
{
    if (auto const* const tensor = find(name, shape)) {
        auto const before = to.size();
        to.resize(before + tensor->elements());
        read_floats(*tensor, 0, std::span{to}.subspan(before));
    }
}

std::vector<float> BertTensors::values(std::string const& name, std::initializer_list<std::size_t> shape)
{
    std::vector<float> floats;
    append(name, shape, floats);
    return floats;
}

}  // namespace kewp::embed
