#pragma once

#include "base/result.hpp"
#include "corpus/progress.hpp"
#include "embed/model_manifest.hpp"

#include <filesystem>
#include <string>

namespace kewp::embed {

/// Where `kewp model import` puts the model of a data folder.
[[nodiscard]] std::filesystem::path model_folder(std::filesystem::path const& data_folder);

/// What `kewp model import` is asked to do.
struct ModelImportRequest {
    std::string source;                 ///< a folder, or the http(s) address of one (or of a model's page)
    std::filesystem::path data_folder;  ///< made when it does not exist
    std::string name;                   ///< to record; "" takes it from the source
};

/// Installs a model as Hugging Face publishes it: `config.json`, `vocab.txt`, `model.safetensors`, and if they are
/// there `tokenizer_config.json`, `1_Pooling/config.json`, `sentence_bert_config.json`.
///
/// Everything is copied beside the present model, checked (every weight is looked at, a text is encoded), and takes its
/// place in one step; a server that runs goes on with the old one until it is told to reload. A model that is only
/// there as a pickle (`pytorch_model.bin`) is refused unread, with the command that converts it. Errors: not_found,
/// unavailable (downloads), corrupt, invalid_argument, conflict (another import runs), io.
[[nodiscard]] Result<ModelManifest> import_model(ModelImportRequest const& request, corpus::Progress& progress);

/// For people: name, origin, size and settings of the model in `folder`. Reads every byte, as the import did.
/// Errors: what is wrong with it.
[[nodiscard]] Result<std::string> describe_model(std::filesystem::path const& folder);

}  // namespace kewp::embed
