#pragma once

#include "config/settings.hpp"
#include "corpus/corpus.hpp"
#include "curate/identity.hpp"
#include "curate/workflow.hpp"
#include "embed/live_encoder.hpp"
#include "http/rate_limit.hpp"
#include "http/static_files.hpp"
#include "store/readers.hpp"
#include "store/writer.hpp"
#include "suggest/suggester.hpp"

#include <atomic>
#include <cstdint>

namespace kewp::web {

/// What the routes of one worker work with. All of it outlives the server; `revision` and `rates` are shared
/// by all workers.
struct Services {
    config::Settings const& settings;
    corpus::Corpus const& corpus;
    suggest::Suggester const& suggester;
    curate::Administrators const& administrators;
    store::Readers& readers;
    store::Writer& writer;
    curate::Workflow& workflow;
    std::atomic<std::uint64_t> const& revision;  ///< grows with every commit that changes public data
    http::RateTable& rates;
    std::uint64_t rate_seed = 0;                     ///< the same in all workers
    embed::LiveEncoder* encoder = nullptr;           ///< null without a language model
    http::StaticFiles const* application = nullptr;  ///< the built web application; null where there is none
    bool search_by_meaning = false;                  ///< the encoder's vectors compare with the stored ones
};

}  // namespace kewp::web
