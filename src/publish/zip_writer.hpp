#pragma once

#include "base/result.hpp"
#include "publish/sink.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace kewp::publish {

/// Writes a ZIP archive from front to back: the same entries give the same bytes, whenever and wherever.
///
/// Entries are deflated, without a time (they show as of 1980-01-01) and without owner; at most 4 GiB each, so that no
/// reader needs ZIP64.
class ZipWriter {
public:
    /// `sink` must outlive the writer. Nothing is written to it after `finish`, or when there was none.
    explicit ZipWriter(Sink const& sink);
    ZipWriter(ZipWriter const&) = delete;
    ZipWriter& operator=(ZipWriter const&) = delete;
    ~ZipWriter();

    /// Begins an entry; `name` is a path with `/`. Errors: internal, those of the sink.
    [[nodiscard]] Result<void> begin(std::string const& name);
    /// Content of the entry last begun. Errors: too_large, those of the sink.
    [[nodiscard]] Result<void> write(std::string_view bytes);
    /// Writes the directory.
    [[nodiscard]] Result<void> finish();

private:
    struct Free {
        void operator()(struct archive* handle) const;
    };
    struct Target {  // where libarchive's callback writes to
        Sink const* sink = nullptr;
        Result<void> state = {};
        bool abandoned = false;
    };
    static long write_to_sink(struct archive* handle, void* target, void const* bytes, unsigned long size);
    [[nodiscard]] Result<void> checked(long long code);

    std::unique_ptr<Target> target_;  // before the handle, whose end still may write
    std::unique_ptr<struct archive, Free> handle_;
    std::string name_;
    std::uint64_t entry_bytes_ = 0;
    bool finished_ = false;
};

}  // namespace kewp::publish
