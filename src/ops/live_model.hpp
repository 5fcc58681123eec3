#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"
#include "embed/model.hpp"
#include "suggest/embedding_files.hpp"

#include <memory>
#include <string>

namespace kewp::ops {

/// The language model of a generation of workers, for texts that have no stored vector.
struct LiveModel {
    std::shared_ptr<embed::Model const> model;  ///< null: none is installed, or it is switched off
    bool comparable = false;                    ///< its vectors compare with the stored ones: searches may use it
    std::string message;                        ///< for people: why there is none, or why it is not used in searches
};

/// Loads the model that the settings name. Starts no thread. A folder that is not there is no error; a damaged one is.
[[nodiscard]] Result<LiveModel> load_live_model(config::Settings const& settings,
                                                suggest::Embeddings const& embeddings);

}  // namespace kewp::ops
