#include "web/deposit_state.hpp"

#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
namespace fs = std::filesystem;

array counts_of(publish::Release const& release)
{
    array all;
    for (auto const& one : release.counts) {
        all.emplace_back(array{one.all, one.high, one.medium, one.low});
    }
    return all;
}

/// Throws what Boost.JSON throws when the file is not what `keep_draft` wrote.
DepositDraft draft_of(boost::json::value const& parsed)
{
    auto const& from = parsed.as_object();
    auto const text = [&](std::string_view name) { return std::string{from.at(name).as_string()}; };
    DepositDraft draft;
    draft.id = from.at("deposition_id").to_number<std::int64_t>();
    draft.service = text("service");
    draft.previous = from.at("previous").to_number<std::int64_t>();
    draft.page = text("page");
    draft.started_at = text("started_at");
    draft.cleared = from.at("cleared").as_bool();
    draft.release.version = text("version");
    draft.release.content = text("content_sha256");
    auto const& counts = from.at("counts").as_array();
    for (std::size_t i = 0; i < draft.release.counts.size(); ++i) {
        auto const& one = counts.at(i).as_array();
        draft.release.counts[i] = {one.at(0).to_number<std::uint64_t>(), one.at(1).to_number<std::uint64_t>(),
                                   one.at(2).to_number<std::uint64_t>(), one.at(3).to_number<std::uint64_t>()};
    }
    return draft;
}

}  // namespace

fs::path DepositState::release_file() const
{
    return folder_ / (sandbox_ ? "zenodo_sandbox_meta.json" : publish::kReleaseFile);
}

fs::path DepositState::draft_file() const
{
    return folder_ / (sandbox_ ? "zenodo_sandbox_draft.json" : "zenodo_draft.json");
}

Result<std::vector<publish::Release>> DepositState::releases() const
{
    return publish::read_releases(release_file());
}

Result<std::optional<DepositDraft>> DepositState::draft() const
{
    auto const text = read_file(draft_file());
    if (!text) {
        return text.error().code == ErrorCode::not_found ? Result<std::optional<DepositDraft>>{} : fail(text.error());
    }
    try {
        return draft_of(boost::json::parse(*text));
    } catch (std::exception const& error) {  // of Boost.JSON: text, types, or members that are not there
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: is not what kewp wrote about the draft of a deposit: {}; look for the draft at "
                                "Zenodo, publish or discard it there, then remove this file",
                                draft_file().string(), error.what()));
    }
}

Result<void> DepositState::keep_draft(DepositDraft const& draft) const
{
    return write_file_atomically(draft_file(), to_json_text(object{{"deposition_id", draft.id},
                                                                   {"service", draft.service},
                                                                   {"previous", draft.previous},
                                                                   {"page", draft.page},
                                                                   {"started_at", draft.started_at},
                                                                   {"cleared", draft.cleared},
                                                                   {"version", draft.release.version},
                                                                   {"content_sha256", draft.release.content},
                                                                   {"counts", counts_of(draft.release)}}) +
                                                   "\n");
}

Result<fs::path> DepositState::keep_release(publish::Release const& release) const
{
    auto all = releases();
    if (!all) {
        return fail(all.error());
    }
    all->push_back(release);
    auto const text = publish::releases_text(*all);
    auto file = release_file();
    auto written = write_file_atomically(file, text);
    if (written) {
        std::error_code ignored;  // left over, the next run finds the deposition published and comes here again
        fs::remove(draft_file(), ignored);
        return file;
    }
    file = fs::temp_directory_path() / fmt::format("zenodo_meta-{}.json", release.deposition_id);
    auto const elsewhere = write_file_atomically(file, text);
    return elsewhere ? Result<fs::path>{file} : fail(written.error());
}

Result<UniqueFd> DepositState::lock() const
{
    constexpr mode_t kMode = 0640;
    auto const path = folder_ / "zenodo.lock";
    UniqueFd lock{::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, kMode)};
    if (!lock) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(ErrorCode::busy, fmt::format("{}: another deposit is being made; wait for it", path.string()));
    }
    return lock;
}

}  // namespace kewp::web
