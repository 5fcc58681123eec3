#pragma once

#include "base/result.hpp"
#include "embed/bert_weights.hpp"
#include "embed/wordpiece.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace kewp::embed {

/// How the vectors of a text's tokens become one.
enum class Pooling {
    mean,  ///< of all tokens, [CLS] and [SEP] included
    first  ///< that of [CLS]
};

[[nodiscard]] char const* name_of(Pooling pooling);

/// Everything that turns text into vectors. Made before fork, then constant: all workers share it, and any number of
/// `Encoder`s run on it.
struct Model {
    std::filesystem::path folder;
    std::string name;      ///< as installed (`model.json`), else the folder's name
    std::string revision;  ///< of weights, vocabulary and settings: vectors of unlike revisions must not be mixed
    WordPiece tokenizer;
    BertWeights weights;
    Pooling pooling = Pooling::mean;

    [[nodiscard]] std::size_t columns() const { return weights.config().hidden; }
};

/// What a folder says about its model, without the weights.
struct ModelSettings {
    BertConfig config;
    TokenizerOptions tokenizer;
    Pooling pooling = Pooling::mean;
};

/// Reads `config.json`, `tokenizer_config.json`, and if they are there `1_Pooling/config.json` and
/// `sentence_bert_config.json`. Errors: not_found, io, corrupt, invalid_argument (a kind of model that cannot be run).
[[nodiscard]] Result<ModelSettings> read_model_settings(std::filesystem::path const& folder);

/// Reads a model folder as Hugging Face publishes it: settings, `vocab.txt`, `model.safetensors`. Without `precision`
/// the fastest of this processor is taken. Starts no thread. Errors name file and place.
[[nodiscard]] Result<Model> load_model(std::filesystem::path const& folder,
                                       std::optional<Precision> precision = std::nullopt);

}  // namespace kewp::embed
