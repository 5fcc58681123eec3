#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "publish/sink.hpp"
#include "web/services.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace kewp::web {

/// Files of a whole data set, made when first asked for and kept until the data change.
///
/// A file is written in one consistent read of the database into a temporary file that has no name, and sent from
/// there: its length and its ETag (of the content) are known before the first byte, a slow client holds no read
/// transaction open, and memory does not grow with the file. Files are kept per worker; those of an older data
/// revision are dropped, then those not asked for longest when `limit_bytes` are exceeded. Thread-safe.
class WholeFiles {
public:
    /// Writes the file; `revision` is the database's number of the last change of public data.
    using Write = std::function<Result<void>(store::Session& session, std::uint64_t revision, publish::Sink const&)>;

    struct Kind {
        std::string content_type;
        std::string file_name = {};  ///< offered for download; `{revision}` in it is filled in; empty: shown in place
    };

    /// Temporary files go to the database's folder, which has room (`/tmp` may be memory).
    WholeFiles(Services const& services, std::uint64_t limit_bytes);
    ~WholeFiles();

    /// The file kept under `key`, or a fresh one: 200 with ETag and Last-Modified, in gzip where type and client allow,
    /// or 304. An error of `write` becomes an error answer, and nothing is kept. Call it from the pool.
    [[nodiscard]] http::Response respond(http::Request const& request, std::string_view key, Kind const& kind,
                                         Write const& write);

private:
    struct Slot;

    [[nodiscard]] std::shared_ptr<Slot> slot_of(std::string_view key, std::uint64_t revision);
    [[nodiscard]] Result<void> fill(Slot& slot, Kind const& kind, Write const& write);
    void drop_beyond_limit();

    Services const& services_;
    std::filesystem::path folder_;
    Instant reference_changed_at_;
    std::uint64_t limit_bytes_;
    std::mutex mutex_;
    std::list<std::shared_ptr<Slot>> slots_;  // most recently used first
};

}  // namespace kewp::web
