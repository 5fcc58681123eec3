#include "store/write_ahead_log.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "store/kv_repository.hpp"
#include "store/sql.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
/// Row of table `kv`.
constexpr std::string_view kNoteKey = "capture_note";
constexpr std::uint32_t kMagic = 0x377f0682;  // the last bit says that checksums are over big-endian words

std::uint32_t big_endian(char const* bytes)
{
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap32(value) : value;
}

LogChecksum add_to(LogChecksum sum, std::string_view bytes, bool big_endian_words)
{
    static_assert(std::endian::native == std::endian::little);
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
        std::array<std::uint32_t, 2> words{};
        std::memcpy(words.data(), bytes.data() + i, sizeof words);
        if (big_endian_words) {
            words = {__builtin_bswap32(words[0]), __builtin_bswap32(words[1])};
        }
        sum.first += words[0] + sum.second;
        sum.second += words[1] + sum.first;
    }
    return sum;
}

struct Header {
    std::uint64_t salt = 0;
    std::uint32_t page_size = 0;
    bool big_endian_words = false;
    LogChecksum checksum;
};

/// False at the end of the file.
Result<bool> read_at(int fd, std::uint64_t offset, std::string& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        auto const got = ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno != EINTR) {
            return fail(ErrorCode::io, errno_text());
        }
        if (got == 0) {
            return false;
        }
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return true;
}

/// Nothing when the file is empty or its header not whole: SQLite takes such a log as empty, too.
Result<std::optional<Header>> read_header(int fd)
{
    std::string bytes(kHeaderBytes, '\0');
    auto const whole = read_at(fd, 0, bytes);
    if (!whole) {
        return fail(whole.error());
    }
    auto const magic = big_endian(bytes.data());
    if (!*whole || (magic & ~1U) != kMagic) {
        return std::nullopt;
    }
    Header header;
    header.big_endian_words = (magic & 1U) != 0;
    header.page_size = big_endian(&bytes[8]);
    header.salt = std::uint64_t{big_endian(&bytes[16])} << 32U | big_endian(&bytes[20]);
    header.checksum = add_to({}, std::string_view{bytes}.substr(0, 24), header.big_endian_words);
    auto const sane = header.page_size >= 512 && header.page_size <= 65536 && std::has_single_bit(header.page_size);
    if (!sane || header.checksum != LogChecksum{big_endian(&bytes[24]), big_endian(&bytes[28])}) {
        return std::nullopt;
    }
    return header;
}

std::uint64_t offset_of(Header const& header, std::uint64_t frame)
{
    return kHeaderBytes + frame * (kFrameHeaderBytes + header.page_size);
}

LogChecksum stored_checksum(std::string_view frame)
{
    return {big_endian(&frame[16]), big_endian(&frame[20])};
}

/// The frames of the log from `read.position` to its last whole commit.
Result<void> read_frames(int fd, Header const& header, LogRead& read)
{
    std::string frame(kFrameHeaderBytes + header.page_size, '\0');
    std::map<std::uint32_t, std::string> uncommitted;
    auto at = read.position;
    for (;;) {
        auto const whole = read_at(fd, offset_of(header, at.frames), frame);
        if (!whole) {
            return fail(whole.error());
        }
        auto const salt = std::uint64_t{big_endian(&frame[8])} << 32U | big_endian(&frame[12]);
        auto const page = big_endian(frame.data());
        if (!*whole || salt != header.salt || page == 0) {
            return {};
        }
        auto const bytes = std::string_view{frame};
        auto sum = add_to(at.checksum, bytes.substr(0, 8), header.big_endian_words);
        sum = add_to(sum, bytes.substr(kFrameHeaderBytes), header.big_endian_words);
        if (sum != stored_checksum(bytes)) {
            return {};
        }
        at.checksum = sum;
        ++at.frames;
        uncommitted.insert_or_assign(page, frame.substr(kFrameHeaderBytes));
        if (auto const size_after_commit = big_endian(&frame[4]); size_after_commit != 0) {
            for (auto& [number, content] : uncommitted) {
                read.changes.pages.insert_or_assign(number, std::move(content));
            }
            uncommitted.clear();
            read.changes.database_pages = size_after_commit;
            read.position = at;
        }
    }
}

/// Whether the frames that were read before are still there.
Result<bool> still_there(int fd, Header const& header, LogPosition const& position)
{
    if (position.frames == 0) {
        return position.checksum == header.checksum;
    }
    std::string frame(kFrameHeaderBytes, '\0');
    auto const whole = read_at(fd, offset_of(header, position.frames - 1), frame);
    return whole ? Result<bool>{*whole && stored_checksum(frame) == position.checksum} : whole;
}

}  // namespace

Result<LogRead> read_log(fs::path const& database, LogPosition const& after)
{
    auto const path = database.string() + "-wal";
    LogRead read;
    UniqueFd const fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd && errno == ENOENT) {
        return read;
    }
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path, errno_text()));
    }
    auto const header = read_header(fd.get());
    if (!header) {
        return fail_in(path, header.error());
    }
    if (!*header) {
        return read;
    }
    auto const& log = **header;
    read.changes.page_size = log.page_size;
    read.position = {log.salt, 0, log.checksum};
    read.log_frames = static_cast<std::uint64_t>(status.st_size) / (kFrameHeaderBytes + log.page_size);
    if (after.salt == log.salt) {
        auto const known = still_there(fd.get(), log, after);
        if (!known) {
            return fail_in(path, known.error());
        }
        if (!*known) {
            return fail(ErrorCode::corrupt, path + ": frames that were read before are no longer there");
        }
        read.position = after;
    }
    if (auto frames = read_frames(fd.get(), log, read); !frames) {
        return fail_in(path, frames.error());
    }
    return read;
}

Result<void> hold_log(Connection& connection)
{
    return attempt([&]() -> Result<void> {
        connection.session() << "BEGIN";
        // BEGIN alone takes no lock; the first read does.
        auto const tables = select_number(connection.session(), "SELECT count(*) FROM sqlite_schema");
        return tables > 0 ? Result<void>{} : fail(ErrorCode::corrupt, "the database has no tables");
    });
}

Result<void> release_log(Connection& connection)
{
    return attempt([&]() -> Result<void> {
        if (dialect::in_transaction(connection.session())) {
            connection.session() << "ROLLBACK";
        }
        return {};
    });
}

Result<LogRead> note_in_log(Connection& connection, fs::path const& database, LogPosition const& after)
{
    auto const written = attempt([&]() -> Result<void> {
        Transaction transaction(connection.session());
        return put_value(transaction, kNoteKey, crypto::uuid4());  // commits by itself; the same value would not
    });
    auto read = written ? read_log(database, after) : fail(written.error());
    if (read && read->changes.pages.empty()) {
        return fail(ErrorCode::internal,
                    fmt::format("{}: a commit left no trace in the write-ahead log", database.string()));
    }
    return read;
}

Result<bool> checkpoint(Connection& connection)
{
    using namespace sqlite_api;
    auto* const handle = connection.handle();
    int const rc = sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (rc != SQLITE_OK && rc != SQLITE_BUSY) {
        return fail(ErrorCode::io,
                    fmt::format("the write-ahead log cannot be put into the database: {}", sqlite3_errmsg(handle)));
    }
    return rc == SQLITE_OK;
}

}  // namespace kewp::store
