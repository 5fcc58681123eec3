#include "web/deposit_staging.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/md5.hpp"

#include <fmt/format.h>
#include <fstream>

namespace kewp::web {
namespace {

namespace fs = std::filesystem;

Result<StagedFile> stage(fs::path const& folder, publish::ArchiveFile const& file)
{
    StagedFile staged{.name = file.name, .path = folder / file.name, .md5 = {}, .sha256 = {}};
    std::ofstream out{staged.path, std::ios::binary};
    auto const full = [&] { return fail(ErrorCode::io, staged.path.string() + ": cannot be written; is there room?"); };
    auto const written = file.write([&](std::string_view bytes) -> Result<void> {
        staged.bytes += bytes.size();
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return out ? Result<void>{} : full();
    });
    if (!written) {
        return fail_in(file.name, written.error());
    }
    out.close();
    if (!out) {
        return full();
    }
    auto md5 = crypto::md5_of_file(staged.path);
    auto sha256 = crypto::sha256_of_file(staged.path);
    if (!md5 || !sha256) {
        return fail(md5 ? sha256.error() : md5.error());
    }
    staged.md5 = std::move(*md5);
    staged.sha256 = std::move(*sha256);
    return staged;
}

}  // namespace

Result<Staging> Staging::make(fs::path const& parent, std::vector<publish::ArchiveFile> const& files)
{
    auto name = (parent / "deposit-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return fail(ErrorCode::io, fmt::format("{}: no folder can be made in it: {}", parent.string(), errno_text()));
    }
    Staging staging{name};
    for (auto const& file : files) {
        auto staged = stage(staging.folder_, file);
        if (!staged) {
            return fail(staged.error());
        }
        staging.files_.push_back(std::move(*staged));
    }
    return staging;
}

Staging::Staging(Staging&& other) noexcept : folder_(std::move(other.folder_)), files_(std::move(other.files_))
{
    other.folder_.clear();
}

Staging::~Staging()
{
    if (!folder_.empty()) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
}

std::string Staging::content_sha256() const
{
    std::string text;
    for (auto const& file : files_) {
        if (file.name.ends_with(".zip")) {
            text += fmt::format("{}  {}\n", file.sha256, file.name);
        }
    }
    return crypto::hex(crypto::sha256(text));
}

}  // namespace kewp::web
