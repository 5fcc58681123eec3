#include "web/whole_files.hpp"

#include "http/compression.hpp"
#include "http/etag.hpp"
#include "http/last_modified.hpp"
#include "http/spool_file.hpp"
#include "store/kv_repository.hpp"
#include "web/public_changes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace kewp::web {
namespace {

std::string with_revision(std::string name, std::uint64_t revision)
{
    constexpr std::string_view kPlace = "{revision}";
    if (auto const at = name.find(kPlace); at != std::string::npos) {
        name.replace(at, kPlace.size(), std::to_string(revision));
    }
    return name;
}

}  // namespace

/// One file, or the room for it while it is being made. `key` and `revision` never change.
struct WholeFiles::Slot {
    Slot(std::string_view name, std::uint64_t at) : key(name), revision(at) {}

    std::string key;
    std::uint64_t revision;
    std::mutex mutex;  // held while the file is made, so that it is made once
    std::optional<http::SpoolFile> plain;
    std::optional<http::SpoolFile> gzip;
    std::string etag;
    std::string file_name;
    Instant changed_at = {};
    std::atomic<std::uint64_t> bytes = 0;
};

WholeFiles::WholeFiles(Services const& services, std::uint64_t limit_bytes)
    : services_(services),
      folder_(services.settings.local_folder()),
      reference_changed_at_(reference_changed_at(services.corpus)),
      limit_bytes_(limit_bytes)
{
}

WholeFiles::~WholeFiles() = default;

std::shared_ptr<WholeFiles::Slot> WholeFiles::slot_of(std::string_view key, std::uint64_t revision)
{
    std::scoped_lock const lock{mutex_};
    slots_.remove_if([&](auto const& slot) { return slot->revision != revision; });
    auto found = std::ranges::find(slots_, key, [](auto const& slot) -> std::string_view { return slot->key; });
    if (found == slots_.end()) {
        slots_.push_front(std::make_shared<Slot>(key, revision));
    } else {
        slots_.splice(slots_.begin(), slots_, found);
    }
    return slots_.front();
}

void WholeFiles::drop_beyond_limit()
{
    std::scoped_lock const lock{mutex_};
    // Each holds a file or two open, however small they are.
    constexpr std::size_t kMostFiles = 64;
    std::uint64_t bytes = 0;
    std::size_t files = 0;
    std::erase_if(slots_, [&](auto const& slot) {
        bytes += slot->bytes.load();
        ++files;
        return files > kMostFiles || (bytes > limit_bytes_ && files > 1);  // the last one asked for stays, however big
    });
}

Result<void> WholeFiles::fill(Slot& slot, Kind const& kind, Write const& write)
{
    auto file = http::SpoolFile::create(folder_);
    if (!file) {
        return fail(file.error());
    }
    auto const written = services_.readers.read([&](store::Session& session) -> Result<void> {
        auto const revision = store::data_revision(session);
        if (!revision) {
            return fail(revision.error());
        }
        auto const changed_at = public_changed_at(session, reference_changed_at_);
        if (!changed_at) {
            return fail(changed_at.error());
        }
        slot.changed_at = *changed_at;
        slot.file_name = with_revision(kind.file_name, *revision);
        return write(session, *revision, [&](std::string_view bytes) { return file->write(bytes); });
    });
    if (!written) {
        return written;
    }
    slot.etag = file->etag();
    slot.bytes = file->size();
    slot.plain = std::move(*file);
    return {};
}

http::Response WholeFiles::respond(http::Request const& request, std::string_view key, Kind const& kind,
                                   Write const& write)
{
    auto const slot = slot_of(key, services_.revision.load());  // before reading: a newer commit makes this file old
    std::unique_lock lock{slot->mutex};
    if (!slot->plain) {
        if (auto const filled = fill(*slot, kind, write); !filled) {
            return http::error_response(filled.error(), request);
        }
    }
    bool const compressible =
        http::is_compressible(kind.content_type) && slot->plain->size() >= http::kMinimumCompressed;
    bool const packed =
        compressible && http::choose_encoding(request.header_list("Accept-Encoding"), false) == http::Encoding::gzip;
    if (packed && !slot->gzip) {
        auto file = slot->plain->gzipped();
        if (!file) {
            return http::error_response(file.error(), request);
        }
        slot->bytes += file->size();
        slot->gzip = std::move(*file);
    }
    auto const etag = packed ? http::etag_with(slot->etag, "gzip") : slot->etag;
    auto const body = (packed ? slot->gzip : slot->plain)->body();
    auto const file_name = slot->file_name;
    auto const changed_at = slot->changed_at;
    lock.unlock();
    drop_beyond_limit();

    http::Response response;
    if (http::none_match_hits(request.header("If-None-Match").value_or(""), etag)) {
        response.status = 304;
    } else {
        response = http::respond(kind.content_type, body);
        if (packed) {
            response.set("Content-Encoding", "gzip");
        }
        if (!file_name.empty()) {
            response = http::attachment(std::move(response), file_name);
        }
    }
    response.set("ETag", etag);
    response.set("Cache-Control", "no-cache");
    if (compressible) {
        response.add_token("Vary", "Accept-Encoding");
    }
    http::set_last_modified(response, request, changed_at);
    return response;
}

}  // namespace kewp::web
