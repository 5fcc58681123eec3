#include "publish/zip_writer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <fmt/format.h>

namespace kewp::publish {
namespace {

constexpr std::uint64_t kMaxEntryBytes = 0xFFFF'FFFE;
constexpr unsigned kFileMode = 0644;

struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

}  // namespace

void ZipWriter::Free::operator()(struct archive* handle) const
{
    archive_write_free(handle);
}

long ZipWriter::write_to_sink(struct archive* handle, void* target, void const* bytes, unsigned long size)
{
    auto& to = *static_cast<Target*>(target);
    if (to.abandoned) {  // freeing an unfinished archive would still write its directory
        return static_cast<long>(size);
    }
    to.state = (*to.sink)({static_cast<char const*>(bytes), size});
    if (!to.state) {
        to.abandoned = true;
        archive_set_error(handle, EIO, "%s", to.state.error().message.c_str());
        return -1;
    }
    return static_cast<long>(size);
}

ZipWriter::ZipWriter(Sink const& sink) : target_(std::make_unique<Target>()), handle_(archive_write_new())
{
    target_->sink = &sink;
    auto* const handle = handle_.get();
    archive_write_set_format_zip(handle);
    // The options exist in every libarchive with zip support, so there is nothing to check.
    archive_write_set_options(handle, "zip:compression=deflate,zip:compression-level=9,!zip:zip64");
    archive_write_set_bytes_in_last_block(handle, 1);  // no padding
    archive_write_open(handle, target_.get(), nullptr, &ZipWriter::write_to_sink, nullptr);
}

ZipWriter::~ZipWriter()
{
    if (!finished_) {
        target_->abandoned = true;
    }
}

Result<void> ZipWriter::checked(long long code)
{
    if (code >= ARCHIVE_WARN) {
        return {};
    }
    if (!target_->state) {
        return target_->state;
    }
    auto const* const reason = archive_error_string(handle_.get());
    return fail(ErrorCode::internal, fmt::format("{}: cannot be put into the archive: {}", name_,
                                                 reason == nullptr ? "unknown reason" : reason));
}

Result<void> ZipWriter::begin(std::string const& name)
{
    name_ = name;
    entry_bytes_ = 0;
    std::unique_ptr<archive_entry, FreeEntry> const entry{archive_entry_new()};
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), kFileMode);
    return checked(archive_write_header(handle_.get(), entry.get()));
}

Result<void> ZipWriter::write(std::string_view bytes)
{
    entry_bytes_ += bytes.size();
    if (entry_bytes_ > kMaxEntryBytes) {
        return fail(ErrorCode::too_large, fmt::format("{}: over 4 GiB, which a plain ZIP archive cannot hold", name_));
    }
    return checked(archive_write_data(handle_.get(), bytes.data(), bytes.size()));
}

Result<void> ZipWriter::finish()
{
    finished_ = true;
    return checked(archive_write_close(handle_.get()));
}

}  // namespace kewp::publish
