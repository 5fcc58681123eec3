#include "publish/dataset_description.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::publish {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

struct Format {
    std::string_view name;
    std::string_view media_type;
    std::string_view path;
};

constexpr Format kFormats[] = {
    {"CSV", "text/csv", "/export/csv"},
    {"JSON", "application/json", "/export/json"},
    {"JSON-LD", "application/ld+json", "/export/jsonld"},
    {"Parquet", "application/vnd.apache.parquet", "/export/parquet"},
    {"Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "/export/excel"},
    {"SSSOM", "text/tab-separated-values", "/export/sssom"},
    {"Turtle", "text/turtle", "/export/rdf"},
    {"GMT", "text/tab-separated-values", "/exports/gmt/ke-wp"},
    {"RO-Crate", "application/zip", "/exports/ro-crate.zip"},
};

array single(object item)
{
    array list;
    list.emplace_back(std::move(item));
    return list;
}

object counts_object(std::array<TierCounts, 3> const& counts)
{
    object out;
    for (auto const resource : kResources) {
        auto const& one = counts[static_cast<std::size_t>(resource)];
        out[name_of(resource)] = object{{"all", one.all}, {"high", one.high}, {"medium", one.medium}, {"low", one.low}};
    }
    return out;
}

value or_null(std::string const& text)
{
    return text.empty() ? value(nullptr) : value(text);
}

std::string xml_creators(DatasetInfo const& info)
{
    std::string out;
    for (auto const& creator : info.about.creators) {
        auto const [family, given] = name_parts(creator.name);
        bool const person = !given.empty();
        out += fmt::format("    <creator>\n      <creatorName nameType=\"{}\">{}</creatorName>\n",
                           person ? "Personal" : "Organizational", text::escape_html(creator.name));
        if (person) {
            out += fmt::format("      <givenName>{}</givenName>\n      <familyName>{}</familyName>\n",
                               text::escape_html(given), text::escape_html(family));
        }
        if (!creator.orcid.empty()) {
            out += fmt::format(
                "      <nameIdentifier nameIdentifierScheme=\"ORCID\" schemeURI=\"https://orcid.org\">"
                "https://orcid.org/{}</nameIdentifier>\n",
                text::escape_html(creator.orcid));
        }
        if (!creator.affiliation.empty()) {
            out += fmt::format("      <affiliation>{}</affiliation>\n", text::escape_html(creator.affiliation));
        }
        out += "    </creator>\n";
    }
    return out;
}

}  // namespace

object dataset_metadata(DatasetInfo const& info)
{
    array creators;
    for (auto const& creator : info.about.creators) {
        object one{{"name", creator.name}};
        if (!creator.orcid.empty()) {
            one["name_identifier"] = "https://orcid.org/" + creator.orcid;
        }
        if (!creator.affiliation.empty()) {
            one["affiliation"] = creator.affiliation;
        }
        creators.push_back(std::move(one));
    }
    array subjects;
    for (auto const& keyword : info.about.keywords) {
        subjects.push_back(object{{"subject", keyword}});
    }
    array formats;
    for (auto const& format : kFormats) {
        formats.emplace_back(format.media_type);
    }
    array related;
    if (!info.releases.empty() && !info.releases.back().concept_doi.empty()) {
        related = single({{"related_identifier", info.releases.back().concept_doi},
                          {"related_identifier_type", "DOI"},
                          {"relation_type", "IsVersionOf"}});
    }
    object sources;
    for (auto const source : corpus::kSources) {
        auto const release = info.sources.display(source);
        sources[corpus::name_of(source)] = release ? value(*release) : value(nullptr);
    }
    return {{"titles", single({{"title", info.about.title}})},
            {"descriptions", single({{"description", info.about.description}, {"description_type", "Abstract"}})},
            {"creators", std::move(creators)},
            {"publisher", info.about.publisher},
            {"publication_year", info.year()},
            {"version", info.version()},
            {"language", "en"},
            {"rights_list", single({{"rights", info.licence_name()},
                                    {"rights_uri", info.licence_url()},
                                    {"rights_identifier", info.about.licence}})},
            {"subjects", std::move(subjects)},
            {"formats", std::move(formats)},
            {"related_identifiers", std::move(related)},
            {"identifier", info.iri},
            {"doi", or_null(info.doi())},
            {"revision", info.revision},
            {"updated", info.changed_at ? value(format_utc(*info.changed_at)) : value(nullptr)},
            {"counts", counts_object(info.counts)},
            {"sources", std::move(sources)}};
}

object dataset_versions(DatasetInfo const& info)
{
    array versions = single({{"version", info.version()},
                             {"status", "current"},
                             {"revision", info.revision},
                             {"published_at", nullptr},
                             {"doi", nullptr},
                             {"counts", counts_object(info.counts)}});
    for (auto release = info.releases.rbegin(); release != info.releases.rend(); ++release) {
        versions.push_back(object{{"version", release->version},
                                  {"status", "deposited"},
                                  {"revision", nullptr},
                                  {"published_at", or_null(release->published_at)},
                                  {"doi", or_null(release->doi)},
                                  {"counts", counts_object(release->counts)}});
    }
    return {{"versions", std::move(versions)}};
}

std::string datacite_xml(DatasetInfo const& info)
{
    auto const doi = info.doi();
    std::string subjects;
    for (auto const& keyword : info.about.keywords) {
        subjects += fmt::format("    <subject>{}</subject>\n", text::escape_html(keyword));
    }
    std::string formats;
    for (auto const& format : kFormats) {
        formats += fmt::format("    <format>{}</format>\n", format.media_type);
    }
    auto const updated = info.changed_at
                             ? fmt::format("  <dates>\n    <date dateType=\"Updated\">{}</date>\n  </dates>\n",
                                           format_utc(*info.changed_at))
                             : std::string{};
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<resource xmlns="http://datacite.org/schema/kernel-4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://datacite.org/schema/kernel-4 https://schema.datacite.org/meta/kernel-4.4/metadata.xsd">
  <identifier identifierType="DOI">{doi}</identifier>
  <creators>
{creators}  </creators>
  <titles>
    <title xml:lang="en">{title}</title>
  </titles>
  <publisher xml:lang="en">{publisher}</publisher>
  <publicationYear>{year}</publicationYear>
  <resourceType resourceTypeGeneral="Dataset">Dataset</resourceType>
  <subjects>
{subjects}  </subjects>
{updated}  <language>en</language>
  <alternateIdentifiers>
    <alternateIdentifier alternateIdentifierType="IRI">{iri}</alternateIdentifier>
  </alternateIdentifiers>
  <sizes>
    <size>{total} mappings</size>
  </sizes>
  <formats>
{formats}  </formats>
  <version>{version}</version>
  <rightsList>
    <rights rightsURI="{licence_url}" rightsIdentifier="{licence}" rightsIdentifierScheme="SPDX" schemeURI="https://spdx.org/licenses/">{licence_name}</rights>
  </rightsList>
  <descriptions>
    <description xml:lang="en" descriptionType="Abstract">{description}</description>
  </descriptions>
</resource>
)",
        fmt::arg("doi", doi.empty() ? ":tba" : text::escape_html(doi)), fmt::arg("creators", xml_creators(info)),
        fmt::arg("title", text::escape_html(info.about.title)),
        fmt::arg("publisher", text::escape_html(info.about.publisher)), fmt::arg("year", info.year()),
        fmt::arg("subjects", subjects), fmt::arg("updated", updated), fmt::arg("iri", text::escape_html(info.iri)),
        fmt::arg("total", info.total()), fmt::arg("formats", formats),
        fmt::arg("version", text::escape_html(info.version())), fmt::arg("licence_url", info.licence_url()),
        fmt::arg("licence", info.about.licence), fmt::arg("licence_name", info.licence_name()),
        fmt::arg("description", text::escape_html(info.about.description)));
}

std::string dataset_json_ld(DatasetInfo const& info)
{
    array creators;
    for (auto const& creator : info.about.creators) {
        bool const person = !name_parts(creator.name).given.empty();
        object one{{"@type", person ? "Person" : "Organization"}, {"name", creator.name}};
        if (!creator.orcid.empty()) {
            one["@id"] = "https://orcid.org/" + creator.orcid;
        }
        creators.push_back(std::move(one));
    }
    array downloads;
    for (auto const& format : kFormats) {
        downloads.push_back(object{{"@type", "DataDownload"},
                                   {"name", format.name},
                                   {"encodingFormat", format.media_type},
                                   {"contentUrl", info.address + std::string{format.path}}});
    }
    object document{{"@context", "https://schema.org/"},
                    {"@type", "Dataset"},
                    {"@id", info.iri},
                    {"name", info.about.title},
                    {"description", info.about.description},
                    {"url", info.address.empty() ? info.iri : info.address},
                    {"identifier", info.doi().empty() ? info.iri : "https://doi.org/" + info.doi()},
                    {"version", info.version()},
                    {"license", info.licence_url()},
                    {"isAccessibleForFree", true},
                    {"creator", std::move(creators)},
                    {"publisher", object{{"@type", "Organization"}, {"name", info.about.publisher}}},
                    {"keywords", boost::json::value_from(info.about.keywords)},
                    {"size", fmt::format("{} mapping records", info.total())},
                    {"distribution", std::move(downloads)}};
    if (info.changed_at) {
        document["dateModified"] = format_utc(*info.changed_at);
    }
    auto text = to_json_text(document);
    for (auto at = text.find("</"); at != std::string::npos; at = text.find("</", at)) {
        text.replace(at, 2, "<\\/");
    }
    return text;
}

ParquetNotes parquet_notes(DatasetInfo const& info)
{
    return {{"title", info.about.title},
            {"description", info.about.description},
            {"creator",
             [&] {
                 std::string names;
                 for (auto const& creator : info.about.creators) {
                     names += (names.empty() ? "" : "; ") + creator.name;
                 }
                 return names;
             }()},
            {"publisher", info.about.publisher},
            {"version", info.version()},
            {"publication_year", std::to_string(info.year())},
            {"license", info.about.licence},
            {"license_uri", info.licence_url()},
            {"language", "en"},
            {"subjects", fmt::format("{}", fmt::join(info.about.keywords, "; "))},
            {"revision", std::to_string(info.revision)},
            {"updated", info.changed_at ? format_utc(*info.changed_at) : ""},
            {"identifier", info.doi().empty() ? info.iri : "https://doi.org/" + info.doi()},
            {"sources", info.source_line()}};
}

DataSetFacts facts_of(DatasetInfo const& info, std::string mapping_iri)
{
    return {.title = info.about.title,
            .description = info.about.description,
            .publisher = info.about.publisher,
            .licence = info.licence_url(),
            .mapping_iri = std::move(mapping_iri)};
}

}  // namespace kewp::publish
