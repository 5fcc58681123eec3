#include "embed/vector_journal.hpp"

#include "embed/inflate.hpp"
#include "embed/little_endian.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kewp::embed {
namespace {

namespace fs = std::filesystem;

std::uint32_t checksum(std::string_view record)
{
    return crc32_of(std::as_bytes(std::span(record)));
}

}  // namespace

VectorJournal::VectorJournal(fs::path folder, std::string label, std::size_t columns)
    : folder_(std::move(folder)), label_(std::move(label)), columns_(columns)
{
}

std::string VectorJournal::header() const
{
    return fmt::format("kewp vectors 1\n{}\n{}\n", label_, columns_);
}

Result<VectorsByText> VectorJournal::read() const
{
    VectorsByText vectors;
    auto const first = header();
    auto const row_bytes = columns_ * sizeof(float);
    auto const checked = sizeof(crypto::Digest) + row_bytes;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator{folder_, error}) {
        auto const file = MappedFile::open(entry.path());
        if (!file) {
            return fail(file.error());
        }
        auto text = file->text();
        if (!text.starts_with(first)) {
            continue;
        }
        text.remove_prefix(first.size());
        for (; text.size() >= checked + sizeof(std::uint32_t); text.remove_prefix(checked + sizeof(std::uint32_t))) {
            auto const record = text.substr(0, checked);
            if (load<std::uint32_t>(std::as_bytes(std::span(text)), checked) != checksum(record)) {
                break;
            }
            crypto::Digest digest;
            std::memcpy(digest.data(), record.data(), digest.size());
            std::vector<float> row(columns_);
            std::memcpy(row.data(), record.data() + digest.size(), row_bytes);
            vectors.insert_or_assign(digest, std::move(row));
        }
    }
    return vectors;
}

Result<UniqueFd> VectorJournal::start_file() const
{
    std::error_code error;
    fs::create_directories(folder_, error);
    auto const path = folder_ / crypto::random_hex(8);
    UniqueFd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644)};
    auto const first = header();
    if (!fd || ::write(fd.get(), first.data(), first.size()) != static_cast<ssize_t>(first.size())) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    return fd;
}

Result<void> VectorJournal::append(UniqueFd const& file, std::span<crypto::Digest const> texts,
                                   std::span<float const> rows) const
{
    std::string records;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string record{reinterpret_cast<char const*>(texts[i].data()), texts[i].size()};
        auto const row = rows.subspan(i * columns_, columns_);
        record.append(reinterpret_cast<char const*>(row.data()), row.size_bytes());
        kewp::embed::append(record, checksum(record));
        records += record;
    }
    if (::write(file.get(), records.data(), records.size()) != static_cast<ssize_t>(records.size())) {
        return fail(ErrorCode::io, fmt::format("{}: {}", folder_.string(), errno_text()));
    }
    return {};
}

void VectorJournal::clear() const
{
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

}  // namespace kewp::embed
