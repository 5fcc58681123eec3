#include "publish/workbook.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>
#include <xlsxwriter.h>

namespace kewp::publish {
namespace {

constexpr std::size_t kPieceBytes = 32UL * 1024;

/// A file without a name: it goes with its last descriptor, however the process ends.
Result<UniqueFd> nameless_file(std::filesystem::path const& folder)
{
    UniqueFd file{::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    if (!file && (errno == EOPNOTSUPP || errno == EISDIR)) {  // some file systems have none
        auto name = (folder / ".kewp-workbook-XXXXXX").string();
        file.reset(::mkostemp(name.data(), O_CLOEXEC));
        if (file) {
            ::unlink(name.c_str());
        }
    }
    return file ? Result<UniqueFd>{std::move(file)}
                : fail(ErrorCode::io, fmt::format("{}: a temporary file cannot be made: {}; the service writes files "
                                                  "there before it sends them",
                                                  folder.string(), errno_text()));
}

}  // namespace

Result<Workbook> Workbook::create(std::filesystem::path const& folder, Properties const& properties)
{
    auto file = nameless_file(folder);
    if (!file) {
        return fail(file.error());
    }
    // The library wants a name: this one leads to the file that has none.
    auto const path = fmt::format("/proc/self/fd/{}", file->get());
    Workbook workbook{std::move(*file), folder.string()};
    lxw_workbook_options options{
        .constant_memory = LXW_TRUE, .tmpdir = workbook.folder_.data(), .use_zip64 = LXW_FALSE};
    workbook.book_ = ::workbook_new_opt(path.c_str(), &options);
    if (workbook.book_ == nullptr) {
        return fail(ErrorCode::internal, "the Excel writer could not be started");
    }
    auto title = properties.title;
    auto author = properties.author;
    lxw_doc_properties document{};
    document.title = title.data();
    document.author = author.data();
    document.created = std::chrono::system_clock::to_time_t(properties.time);
    if (::workbook_set_properties(workbook.book_, &document) != LXW_NO_ERROR) {
        return fail(ErrorCode::internal, "the Excel file's title could not be set");
    }
    workbook.bold_ = ::workbook_add_format(workbook.book_);
    ::format_set_bold(workbook.bold_);
    return workbook;
}

Workbook::Workbook(UniqueFd file, std::string folder) : file_(std::move(file)), folder_(std::move(folder)) {}

Workbook::Workbook(Workbook&& other) noexcept
    : file_(std::move(other.file_)),
      folder_(std::move(other.folder_)),
      book_(std::exchange(other.book_, nullptr)),
      sheet_(other.sheet_),
      bold_(other.bold_),
      failed_(other.failed_)
{
}

Workbook::~Workbook()
{
    if (book_ != nullptr) {
        ::lxw_workbook_free(book_);
    }
}

void Workbook::begin_sheet(std::string const& name)
{
    sheet_ = ::workbook_add_worksheet(book_, name.c_str());
    failed_ = failed_ || sheet_ == nullptr;
}

void Workbook::set_width(std::uint16_t column, double characters)
{
    failed_ = failed_ || ::worksheet_set_column(sheet_, column, column, characters, nullptr) != LXW_NO_ERROR;
}

void Workbook::freeze_first_row()
{
    if (!failed_) {
        ::worksheet_freeze_panes(sheet_, 1, 0);
    }
}

void Workbook::text(std::uint32_t row, std::uint16_t column, std::string const& text, bool bold)
{
    failed_ =
        failed_ || ::worksheet_write_string(sheet_, row, column, text.c_str(), bold ? bold_ : nullptr) != LXW_NO_ERROR;
}

void Workbook::number(std::uint32_t row, std::uint16_t column, double number)
{
    failed_ = failed_ || ::worksheet_write_number(sheet_, row, column, number, nullptr) != LXW_NO_ERROR;
}

Result<void> Workbook::finish(Sink const& sink) &&
{
    if (failed_) {
        return fail(ErrorCode::internal, "a sheet of the Excel file could not be written");
    }
    if (auto const error = ::workbook_close(std::exchange(book_, nullptr)); error != LXW_NO_ERROR) {
        return fail(ErrorCode::io,
                    fmt::format("{}: the Excel file could not be written: {}", folder_, ::lxw_strerror(error)));
    }
    std::string piece(kPieceBytes, '\0');
    for (off_t at = 0;;) {
        auto const got = ::pread(file_.get(), piece.data(), piece.size(), at);
        if (got < 0 && errno != EINTR) {
            return fail(ErrorCode::io, fmt::format("{}: the Excel file cannot be read: {}", folder_, errno_text()));
        }
        if (got == 0) {
            return {};
        }
        if (got > 0) {
            at += got;
            if (auto taken = sink({piece.data(), static_cast<std::size_t>(got)}); !taken) {
                return taken;
            }
        }
    }
}

}  // namespace kewp::publish
