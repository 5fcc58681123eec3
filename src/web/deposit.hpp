#pragma once

#include "config/settings.hpp"
#include "corpus/corpus.hpp"
#include "publish/release.hpp"
#include "store/readers.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace kewp::web {

/// What `kewp deposit` is asked for.
struct DepositRequest {
    bool sandbox = false;
    bool publish = false;                             ///< else the draft is left for a person to look at and publish
    bool dry_run = false;                             ///< tell what would be done; ask nobody
    bool force = false;                               ///< also when the data are those of the last release
    std::optional<std::int64_t> new_version_of = {};  ///< a deposition that was not made from here
};

struct DepositOutcome {
    enum class State { unchanged, rehearsed, drafted, published };
    State state = State::drafted;
    publish::Release release = {};  ///< DOIs of a published one
    std::string page = {};          ///< where a person sees it
    std::string text = {};          ///< to print
};

/// Brings the data set to Zenodo: the draft of a first or a new version, the files of `publish::deposit_files`, the
/// metadata of section [dataset], and publishes it if asked to.
///
/// The id of the draft is kept in the data folder as soon as it is known (`DepositState`), so after a failure of
/// any kind the next run goes on with the same draft: files that have arrived whole are not sent again, and a draft
/// that was published although the answer got lost is taken down as published. One run at a time holds a lock.
///
/// Errors: invalid_argument (no token, no mappings, what Zenodo refuses), busy (another run), those of `Zenodo`,
/// database and disk. Messages never hold the token. Blocks for as long as the uploads take.
[[nodiscard]] Result<DepositOutcome> deposit(config::Settings const& settings, corpus::Corpus const& corpus,
                                             store::Readers& readers, DepositRequest const& request);

}  // namespace kewp::web
