#include "publish/release.hpp"

#include "base/file.hpp"
#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::publish {
namespace {

using boost::json::object;

constexpr std::string_view kResourceKeys[] = {"wp", "go", "reactome"};

std::string text_of(object const& from, std::string_view name)
{
    auto const* const found = from.if_contains(name);
    return found == nullptr ? std::string{} : plain_text(*found);
}

std::uint64_t count_of(object const& from, std::string_view name)
{
    auto const* const found = from.if_contains(name);
    boost::system::error_code error;
    auto const number = found == nullptr ? 0 : found->to_number<std::uint64_t>(error);
    return error ? 0 : number;
}

Release release_of(object const& from)
{
    Release release;
    auto const* const id = from.if_contains("deposition_id");
    boost::system::error_code error;
    release.deposition_id = id == nullptr ? 0 : id->to_number<std::int64_t>(error);
    release.doi = text_of(from, "doi");
    release.concept_doi = text_of(from, "concept_doi");
    release.published_at = text_of(from, "published_at");
    release.version = text_of(from, "version");
    release.content = text_of(from, "content_sha256");
    auto const* const counts = from.if_contains("counts");
    for (std::size_t i = 0; i < std::size(kResourceKeys) && counts != nullptr && counts->is_object(); ++i) {
        auto const* const one = counts->get_object().if_contains(kResourceKeys[i]);
        if (one != nullptr && one->is_object()) {
            auto const& tiers = one->get_object();
            release.counts[i] = {count_of(tiers, "All"), count_of(tiers, "High"), count_of(tiers, "Medium"),
                                 count_of(tiers, "Low")};
        }
    }
    return release;
}

/// `pad` before each line but the first; the forms of these two levels only, so no general printer.
std::string text_of(Release const& release, std::string const& pad)
{
    std::string counts;
    for (std::size_t i = 0; i < std::size(kResourceKeys); ++i) {
        auto const& one = release.counts[i];
        counts += fmt::format("{0}    \"{1}\": {{\"All\": {2}, \"High\": {3}, \"Medium\": {4}, \"Low\": {5}}}{6}\n",
                              pad, kResourceKeys[i], one.all, one.high, one.medium, one.low, i < 2 ? "," : "");
    }
    auto const quoted = [](std::string const& text) { return to_json_text(boost::json::value(text)); };
    return fmt::format(
        "{0}  \"deposition_id\": {1},\n{0}  \"doi\": {2},\n{0}  \"concept_doi\": {3},\n{0}  \"published_at\": {4},\n"
        "{0}  \"version\": {5},\n{0}  \"counts\": {{\n{6}{0}  }},\n{0}  \"content_sha256\": {7}",
        pad, release.deposition_id, quoted(release.doi), quoted(release.concept_doi), quoted(release.published_at),
        quoted(release.version), counts, quoted(release.content));
}

}  // namespace

Result<std::vector<Release>> read_releases(std::filesystem::path const& file)
{
    auto const text = read_file(file);
    if (!text) {
        return text.error().code == ErrorCode::not_found ? Result<std::vector<Release>>{} : fail(text.error());
    }
    boost::system::error_code error;
    auto const parsed = boost::json::parse(*text, error);
    if (error || !parsed.is_object()) {
        return fail(ErrorCode::corrupt, fmt::format("{}: expected a JSON object about the last deposit, found {}",
                                                    file.string(), error ? error.message() : "something else"));
    }
    std::vector<Release> releases;
    auto const* const list = parsed.get_object().if_contains("releases");
    if (list != nullptr && list->is_array()) {
        for (auto const& one : list->get_array()) {
            if (one.is_object()) {
                releases.push_back(release_of(one.get_object()));
            }
        }
    } else {
        releases.push_back(release_of(parsed.get_object()));
    }
    return releases;
}

std::string releases_text(std::vector<Release> const& releases)
{
    std::string list;
    for (auto const& release : releases) {
        list += fmt::format("{}    {{\n{}\n    }}", list.empty() ? "" : ",\n", text_of(release, "    "));
    }
    return fmt::format("{{\n{},\n  \"releases\": [\n{}\n  ]\n}}\n",
                       text_of(releases.empty() ? Release{} : releases.back(), ""), list);
}

}  // namespace kewp::publish
