#include "publish/dataset_info.hpp"

#include "base/text.hpp"
#include "publish/mapping_rdf.hpp"
#include "store/kv_repository.hpp"

#include <charconv>
#include <fmt/format.h>
#include <numeric>

namespace kewp::publish {
namespace {

std::string day_of(Instant time)
{
    constexpr std::size_t kDay = std::string_view{"2026-11-24"}.size();
    return format_utc(time).substr(0, kDay);
}

}  // namespace

std::uint64_t DatasetInfo::total() const
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                           [](auto sum, auto const& one) { return sum + one.all; });
}

std::string DatasetInfo::version() const
{
    if (!about.version.empty()) {
        return about.version;
    }
    return changed_at ? day_of(*changed_at) : "1.0.0";
}

std::string DatasetInfo::doi() const
{
    if (!about.doi.empty()) {
        return about.doi;
    }
    return releases.empty() ? std::string{} : releases.back().doi;
}

int DatasetInfo::year() const
{
    auto const text = format_utc(changed_at.value_or(now()));
    int year = 0;
    std::from_chars(text.data(), text.data() + 4, year);
    return year;
}

std::string DatasetInfo::link() const
{
    if (auto const known = doi(); !known.empty()) {
        return "https://doi.org/" + known;
    }
    return address.empty() ? iri : address;
}

std::string DatasetInfo::licence_url() const
{
    return about.licence == "CC-BY-4.0" ? "https://creativecommons.org/licenses/by/4.0/"
                                        : "https://creativecommons.org/publicdomain/zero/1.0/";
}

std::string DatasetInfo::licence_name() const
{
    return about.licence == "CC-BY-4.0" ? "Creative Commons Attribution 4.0 International"
                                        : "Creative Commons Zero v1.0 Universal";
}

std::string DatasetInfo::source_line() const
{
    std::string line;
    auto const add = [&](std::string_view label, corpus::Source source) {
        if (auto const shown = sources.display(source)) {
            auto const date = source == corpus::Source::reactome ? sources.find(source)->field("release_date") : "";
            line += fmt::format("{}{} {}{}", line.empty() ? "" : " · ", label, *shown,
                                date.empty() ? "" : fmt::format(" ({})", date));
        }
    };
    add("WP", corpus::Source::wikipathways);
    add("GO", corpus::Source::gene_ontology);
    add("Reactome", corpus::Source::reactome);
    add("AOP-Wiki", corpus::Source::aopwiki);
    return line;
}

Result<DatasetInfo> dataset_info(store::Session& session, corpus::Corpus const& corpus,
                                 config::Settings const& settings, std::vector<Release> releases)
{
    DatasetInfo info{.about = settings.dataset,
                     .iri = iri_of_dataset(settings.mapping_iri),
                     .address = settings.public_url,
                     .sources = corpus.versions(),
                     .releases = std::move(releases)};
    auto const revision = store::data_revision(session);
    auto const changed = time_of_data(session, {});
    if (!revision || !changed) {
        return fail(revision ? changed.error() : revision.error());
    }
    info.revision = *revision;
    info.changed_at = *changed;
    for (auto const resource : kResources) {
        auto& counts = info.counts[static_cast<std::size_t>(resource)];
        std::pair<std::optional<store::Confidence>, std::uint64_t*> const tiers[] = {
            {std::nullopt, &counts.all},
            {store::Confidence::high, &counts.high},
            {store::Confidence::medium, &counts.medium},
            {store::Confidence::low, &counts.low}};
        for (auto const& [tier, slot] : tiers) {
            auto const count = count_selected(session, {.resource = resource, .confidence = tier});
            if (!count) {
                return fail(count.error());
            }
            *slot = *count;
        }
    }
    return info;
}

NameParts name_parts(std::string const& name)
{
    auto const comma = name.find(',');
    if (comma == std::string::npos) {
        return {name, ""};
    }
    return {std::string{text::trim(std::string_view{name}.substr(0, comma))},
            std::string{text::trim(std::string_view{name}.substr(comma + 1))}};
}

}  // namespace kewp::publish
