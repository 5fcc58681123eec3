#include "corpus/source_versions.hpp"

#include "corpus/json_document.hpp"
#include "corpus/readers.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

constexpr std::size_t index_of(Source source)
{
    return static_cast<std::size_t>(source);
}

std::optional<Source> source_named(std::string_view name)
{
    for (auto const source : kSources) {
        if (name == name_of(source)) {
            return source;
        }
    }
    return std::nullopt;
}

std::optional<std::string> known(std::string_view value)
{
    return value.empty() ? std::nullopt : std::optional<std::string>{value};
}

/// A field's text; releases are written as strings by some tools and as numbers by others.
std::string text_of(JsonNode const& field)
{
    if (field.is_number()) {
        return std::to_string(field.integer().value_or(0));
    }
    return std::string{field.string_or_empty()};
}

SourceVersions versions_in(JsonNode const& root, Repairs& repairs)
{
    SourceVersions versions;
    auto const captured_at = std::string{root.member("captured_at").string_or_empty()};
    root.member("sources").each_member([&](std::string_view name, JsonNode const& entry) {
        auto const source = source_named(name);
        if (!source) {
            repairs.add("sources are not known here and were left out", name);
            return;
        }
        SourceVersion version;
        entry.each_member([&](std::string_view key, JsonNode const& field) {
            if (!field.is_null()) {
                version.fields.emplace_back(key, text_of(field));
            }
        });
        versions.set(*source, std::move(version), captured_at);
    });
    return versions;
}

}  // namespace

char const* name_of(Source source)
{
    switch (source) {
        case Source::wikipathways: return "wikipathways";
        case Source::gene_ontology: return "gene_ontology";
        case Source::reactome: return "reactome";
        case Source::aopwiki: return "aopwiki";
    }
    return "";
}

char const* title_of(Source source)
{
    switch (source) {
        case Source::wikipathways: return "WikiPathways";
        case Source::gene_ontology: return "Gene Ontology";
        case Source::reactome: return "Reactome";
        case Source::aopwiki: return "AOP-Wiki";
    }
    return "";
}

Source source_of(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return Source::wikipathways;
        case Resource::go: return Source::gene_ontology;
        case Resource::reactome: break;
    }
    return Source::reactome;
}

std::string_view SourceVersion::field(std::string_view name) const
{
    auto const found = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
    return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

Result<SourceVersions> SourceVersions::parse(std::string_view json, std::string_view name)
{
    auto const document = JsonDocument::parse(json, std::string{name});
    if (!document) {
        return fail(document.error());
    }
    Repairs repairs;
    auto const root = (*document)->root();
    auto versions = versions_in(root, repairs);
    if (auto finished = (*document)->finish(); !finished) {
        return fail(std::move(finished.error()));
    }
    return versions;
}

SourceVersion const* SourceVersions::find(Source source) const
{
    auto const& found = sources_[index_of(source)];
    return found ? &*found : nullptr;
}

std::optional<std::string> SourceVersions::display(Source source) const
{
    auto const* version = find(source);
    if (version == nullptr || !version->ok()) {
        return std::nullopt;
    }
    if (source == Source::aopwiki) {
        return known(version->field("snapshot_date"));
    }
    if (auto const release = version->field("release_version"); source == Source::reactome && !release.empty()) {
        bool const is_number = release.find_first_not_of("0123456789") == std::string_view::npos;
        return fmt::format("{}{}", is_number ? "v" : "", release);
    }
    return known(version->field("release_date"));
}

ReleaseStamps SourceVersions::stamps(Resource resource) const
{
    auto const field = [&](Source source, std::string_view name) {
        auto const* version = find(source);
        return version != nullptr && version->ok() ? known(version->field(name)) : std::nullopt;
    };
    ReleaseStamps stamps;
    stamps.aopwiki_snapshot_date = field(Source::aopwiki, "snapshot_date");
    switch (resource) {
        case Resource::wikipathways: stamps.wp_release_date = field(Source::wikipathways, "release_date"); break;
        case Resource::go: stamps.go_release_date = field(Source::gene_ontology, "release_date"); break;
        case Resource::reactome:
            stamps.reactome_release_version = field(Source::reactome, "release_version");
            stamps.reactome_release_date = field(Source::reactome, "release_date");
            break;
    }
    return stamps;
}

void SourceVersions::set(Source source, SourceVersion version, std::string captured_at)
{
    sources_[index_of(source)] = std::move(version);
    captured_at_ = std::move(captured_at);
}

std::string SourceVersions::to_json() const
{
    return to_json({std::begin(kSources), std::end(kSources)});
}

std::string SourceVersions::to_json(std::vector<Source> const& only) const
{
    auto json = fmt::format("{{\n  \"captured_at\": {},\n  \"sources\": {{", json_string(captured_at_));
    char const* before_source = "\n";
    for (auto const source : only) {
        if (auto const* version = find(source)) {
            json += fmt::format("{}    {}: {{", before_source, json_string(name_of(source)));
            before_source = ",\n";
            char const* before_field = "\n";
            for (auto const& [key, value] : version->fields) {
                json += fmt::format("{}      {}: {}", before_field, json_string(key), json_string(value));
                before_field = ",\n";
            }
            json += "\n    }";
        }
    }
    return json + "\n  }\n}\n";
}

Result<void> read_source_versions(FolderReader& folder, CorpusParts& parts)
{
    auto const read = folder.read(kSourceVersions, [&](JsonNode const& root, Repairs& repairs) {
        parts.versions = versions_in(root, repairs);
        return root.member("sources").size();
    });
    return read ? Result<void>{} : fail(read.error());
}

}  // namespace kewp::corpus
