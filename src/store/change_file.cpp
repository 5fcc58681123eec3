#include "store/change_file.hpp"

#include "base/crypto.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kFormat = "kewp changes 1";
constexpr std::size_t kSealBytes = 65;  // SHA-256 as hex, end of line
constexpr mode_t kMode = 0640;          // as the database: there are e-mail addresses inside

json::array to_json(LogPosition const& position)
{
    return {position.salt, position.frames, position.checksum.first, position.checksum.second};
}

LogPosition position_from(json::value const& value)
{
    auto const& fields = value.as_array();
    auto const word = [&](std::size_t i) { return fields.at(i).to_number<std::uint32_t>(); };
    return {fields.at(0).to_number<std::uint64_t>(), word(1), {word(2), word(3)}};
}

std::string header_line(ChangeFileHeader const& header)
{
    json::object object;
    object["format"] = kFormat;
    object["chain"] = header.chain;
    object["first"] = header.first_batch;
    object["log"] = to_json(header.start);
    return json::serialize(object) + "\n";
}

std::string encode(ChangeBatch const& batch)
{
    json::object object;
    object["batch"] = batch.number;
    object["time"] = format_utc(batch.time);
    object["log"] = to_json(batch.position);
    object["page_size"] = batch.changes.page_size;
    object["database_pages"] = batch.changes.database_pages;
    json::array numbers;
    for (auto const& [number, content] : batch.changes.pages) {
        numbers.emplace_back(number);
    }
    object["pages"] = std::move(numbers);
    auto bytes = json::serialize(object) + "\n";
    for (auto const& [number, content] : batch.changes.pages) {
        bytes += content;
    }
    return bytes + crypto::hex(crypto::sha256(bytes)) + "\n";
}

/// Takes the first line off `rest`; empty when there is none.
std::string_view take_line(std::string_view& rest)
{
    auto const end = rest.find('\n');
    if (end == std::string_view::npos) {
        return {};
    }
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

/// Takes one batch off `rest`; nothing when it is not whole.
std::optional<ChangeBatch> take_batch(std::string_view& rest)
try {
    auto const whole = rest;
    auto const line = take_line(rest);
    if (line.empty()) {
        return {};
    }
    auto const parsed = json::parse(json::string_view{line.data(), line.size()});
    auto const& object = parsed.as_object();
    ChangeBatch batch;
    batch.number = object.at("batch").to_number<std::uint64_t>();
    batch.time = parse_utc(std::string{object.at("time").as_string()}).value();
    batch.position = position_from(object.at("log"));
    batch.changes.page_size = object.at("page_size").to_number<std::uint32_t>();
    batch.changes.database_pages = object.at("database_pages").to_number<std::uint32_t>();
    auto const& pages = object.at("pages").as_array();
    std::size_t const payload = pages.size() * batch.changes.page_size;
    if (rest.size() < payload + kSealBytes) {
        return {};
    }
    auto const seal = rest.substr(payload, kSealBytes - 1);
    if (crypto::hex(crypto::sha256(whole.substr(0, line.size() + 1 + payload))) != seal) {
        return {};
    }
    for (auto const& number : pages) {
        batch.changes.pages.emplace(number.to_number<std::uint32_t>(), rest.substr(0, batch.changes.page_size));
        rest.remove_prefix(batch.changes.page_size);
    }
    rest.remove_prefix(kSealBytes);
    return batch;
} catch (std::exception const&) {
    return {};  // the line was cut or damaged: no batch
}

Result<ChangeFileHeader> take_header(std::string_view& rest, fs::path const& path)
try {
    auto const line = take_line(rest);
    auto const parsed = json::parse(json::string_view{line.data(), line.size()});
    auto const& object = parsed.as_object();
    std::string const format{object.at("format").as_string()};
    if (format != kFormat) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: the format is '{}', expected '{}'", path.string(), format, kFormat));
    }
    return ChangeFileHeader{std::string{object.at("chain").as_string()}, object.at("first").to_number<std::uint64_t>(),
                            position_from(object.at("log"))};
} catch (std::exception const&) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: this is not a file of captured changes (its first line is not)", path.string()));
}

Result<void> write_all(int fd, std::string_view bytes, std::uint64_t offset)
{
    while (!bytes.empty()) {
        auto const written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno != EINTR) {
            return fail(ErrorCode::io, errno_text());
        }
        bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
        offset += written > 0 ? static_cast<std::uint64_t>(written) : 0;
    }
    return {};
}

Result<void> write_durably(int fd, std::string_view bytes, std::uint64_t offset)
{
    auto written = write_all(fd, bytes, offset);
    if (written && ::fdatasync(fd) != 0) {
        written = fail(ErrorCode::io, errno_text());
    }
    return written;
}

}  // namespace

Result<ChangeFile> ChangeFile::create(fs::path const& path, ChangeFileHeader const& header)
{
    UniqueFd fd{::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kMode)};
    if (!fd) {
        return fail(errno == EEXIST ? ErrorCode::conflict : ErrorCode::io,
                    fmt::format("{}: {}", path.string(), errno_text()));
    }
    ChangeFile file{path, std::move(fd)};
    auto const line = header_line(header);
    auto written = write_durably(file.fd_.get(), line, 0);
    written = written ? sync_folder(path.parent_path()) : written;
    if (!written) {
        ::unlink(path.c_str());
        return fail_in(path.string(), written.error());
    }
    file.chain_ = header.chain;
    file.next_number_ = header.first_batch;
    file.position_ = header.start;
    file.bytes_ = line.size();
    return file;
}

Result<ChangeFile> ChangeFile::open(fs::path const& path)
{
    auto const mapped = MappedFile::open(path);
    if (!mapped) {
        return fail(mapped.error());
    }
    auto rest = mapped->text();
    auto header = take_header(rest, path);
    if (!header) {
        return fail(header.error());
    }
    UniqueFd fd{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!fd) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    ChangeFile file{path, std::move(fd)};
    file.chain_ = std::move(header->chain);
    file.next_number_ = header->first_batch;
    file.position_ = header->start;
    file.bytes_ = mapped->text().size() - rest.size();
    while (auto const batch = take_batch(rest)) {
        file.next_number_ = batch->number + 1;
        file.position_ = batch->position;
        file.bytes_ = mapped->text().size() - rest.size();
    }
    if (::ftruncate(file.fd_.get(), static_cast<off_t>(file.bytes_)) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    return file;
}

Result<void> ChangeFile::append(Instant time, LogPosition const& position, PageChanges const& changes)
{
    auto const bytes = encode({next_number_, time, position, changes});
    if (auto const written = write_durably(fd_.get(), bytes, bytes_); !written) {
        // What was written of it is no whole batch, so that it is ignored even if it cannot be cut off.
        [[maybe_unused]] auto const cut = ::ftruncate(fd_.get(), static_cast<off_t>(bytes_));
        return fail_in(path_.string(), written.error());
    }
    bytes_ += bytes.size();
    ++next_number_;
    position_ = position;
    return {};
}

Result<ChangeFileHeader> read_change_file(fs::path const& path, std::function<bool(ChangeBatch const&)> const& visit)
{
    auto const mapped = MappedFile::open(path);
    if (!mapped) {
        return fail(mapped.error());
    }
    auto rest = mapped->text();
    auto header = take_header(rest, path);
    if (!header) {
        return header;
    }
    auto expected = header->first_batch;
    for (auto batch = take_batch(rest); batch && batch->number == expected++; batch = take_batch(rest)) {
        if (!visit(*batch)) {
            break;
        }
    }
    return header;
}

Result<void> apply_changes(fs::path const& database, PageChanges const& changes)
{
    UniqueFd const fd{::open(database.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!fd) {
        return fail(ErrorCode::io, fmt::format("{}: {}", database.string(), errno_text()));
    }
    std::uint64_t const page_size = changes.page_size;
    for (auto const& [number, content] : changes.pages) {
        if (number <= changes.database_pages) {
            if (auto const written = write_all(fd.get(), content, (number - 1) * page_size); !written) {
                return fail_in(database.string(), written.error());
            }
        }
    }
    if (changes.database_pages > 0 &&
        ::ftruncate(fd.get(), static_cast<off_t>(changes.database_pages * page_size)) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: {}", database.string(), errno_text()));
    }
    return {};
}

}  // namespace kewp::store
