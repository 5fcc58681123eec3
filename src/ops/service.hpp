#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"
#include "corpus/corpus.hpp"
#include "curate/identity.hpp"
#include "http/static_files.hpp"
#include "ops/live_model.hpp"
#include "suggest/suggester.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace kewp::ops {

/// What a generation of workers runs on: read once, shared by fork, never changed.
struct LoadedService {
    config::Settings settings;
    std::shared_ptr<corpus::Corpus const> corpus;
    std::unique_ptr<suggest::Suggester const> suggester;
    curate::Administrators administrators;
    LiveModel live;
    std::optional<http::StaticFiles> application = {};  ///< absent: the pages of the service are not there
};

/// Reads configuration, data folder and embeddings. Starts no thread and keeps no file open.
/// Errors name file and place; nothing is half loaded.
[[nodiscard]] Result<std::shared_ptr<LoadedService const>> load_service(std::filesystem::path const& config_file);

/// The same with settings in hand.
[[nodiscard]] Result<std::shared_ptr<LoadedService const>> load_service(config::Settings settings);

/// `kewp serve`: prepares the database, listens, starts the workers and runs until told to stop.
[[nodiscard]] Result<void> serve(std::filesystem::path const& config_file);

}  // namespace kewp::ops
