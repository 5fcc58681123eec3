#include "publish/ro_crate.hpp"

#include "base/crypto.hpp"
#include "base/json_text.hpp"
#include "publish/zip_writer.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::publish {
namespace {

using boost::json::array;
using boost::json::object;

constexpr char const* kMetadataName = "ro-crate-metadata.json";
constexpr char const* kSumsName = "SHA256SUMS";

/// Adds one file, or nothing where there is nothing to hold.
Result<std::optional<ArchivedFile>> add_file(ZipWriter& zip, ArchiveFile const& file)
{
    ArchivedFile archived{.name = file.name, .media_type = file.media_type, .description = file.description};
    crypto::Sha256 hash;
    bool begun = false;
    auto const written = file.write([&](std::string_view bytes) -> Result<void> {
        if (!begun) {
            begun = true;
            if (auto header = zip.begin(file.name); !header) {
                return header;
            }
        }
        hash.add(bytes);
        archived.bytes += bytes.size();
        return zip.write(bytes);
    });
    if (!written) {
        bool const nothing = !begun && written.error().code == ErrorCode::unavailable;
        return nothing ? Result<std::optional<ArchivedFile>>{} : fail_in(file.name, written.error());
    }
    if (!begun) {
        return std::optional<ArchivedFile>{};
    }
    archived.sha256 = crypto::hex(hash.finish());
    return archived;
}

Result<std::vector<ArchivedFile>> add_files(ZipWriter& zip, std::vector<ArchiveFile> const& files)
{
    std::vector<ArchivedFile> all;
    for (auto const& file : files) {
        auto added = add_file(zip, file);
        if (!added) {
            return fail(added.error());
        }
        if (*added) {
            all.push_back(std::move(**added));
        }
    }
    return all;
}

Result<void> add_text(ZipWriter& zip, char const* name, std::string_view text)
{
    auto begun = zip.begin(name);
    return begun ? zip.write(text) : begun;
}

object reference(std::string_view id)
{
    return {{"@id", id}};
}

/// Creators by their ORCID, or by a name within this document.
std::string id_of(config::Creator const& creator, std::size_t number)
{
    return creator.orcid.empty() ? fmt::format("#creator-{}", number + 1) : "https://orcid.org/" + creator.orcid;
}

object creator_entity(config::Creator const& creator, std::size_t number)
{
    bool const person = !creator.orcid.empty() || creator.name.find(',') != std::string::npos;
    object entity{
        {"@id", id_of(creator, number)}, {"@type", person ? "Person" : "Organization"}, {"name", creator.name}};
    if (!creator.affiliation.empty()) {
        entity["affiliation"] = creator.affiliation;
    }
    return entity;
}

std::string_view address_of(corpus::Source source)
{
    switch (source) {
        case corpus::Source::wikipathways: return "https://www.wikipathways.org/";
        case corpus::Source::gene_ontology: return "https://geneontology.org/";
        case corpus::Source::reactome: return "https://reactome.org/";
        case corpus::Source::aopwiki: return "https://aopwiki.org/";
    }
    return {};
}

object root_entity(DatasetInfo const& info, std::vector<ArchivedFile> const& files)
{
    array parts;
    for (auto const& file : files) {
        parts.push_back(reference(file.name));
    }
    array creators;
    for (std::size_t i = 0; i < info.about.creators.size(); ++i) {
        creators.push_back(reference(id_of(info.about.creators[i], i)));
    }
    object root{{"@id", "./"},
                {"@type", "Dataset"},
                {"name", info.about.title},
                {"description", info.about.description},
                // Of the data, not of the archive: the same data make the same bytes.
                {"datePublished", format_utc(info.changed_at.value_or(Instant{})).substr(0, 10)},
                {"version", info.version()},
                {"license", reference(info.licence_url())},
                {"creator", std::move(creators)},
                {"publisher", reference("#publisher")},
                {"keywords", boost::json::value_from(info.about.keywords)},
                {"identifier", info.doi().empty() ? info.iri : "https://doi.org/" + info.doi()},
                {"hasPart", std::move(parts)}};
    if (!info.address.empty()) {
        root["url"] = info.address;
    }
    array sources;
    for (auto const source : corpus::kSources) {
        if (info.sources.display(source)) {
            sources.push_back(reference(address_of(source)));
        }
    }
    if (!sources.empty()) {
        root["isBasedOn"] = std::move(sources);
    }
    return root;
}

std::string metadata_text(DatasetInfo const& info, std::vector<ArchivedFile> const& files)
{
    // `sha256` came to schema.org after the context of RO-Crate 1.1 was made.
    array graph{object{{"@id", kMetadataName},
                       {"@type", "CreativeWork"},
                       {"conformsTo", reference("https://w3id.org/ro/crate/1.1")},
                       {"about", reference("./")}},
                root_entity(info, files)};
    for (auto const& file : files) {
        graph.push_back(object{{"@id", file.name},
                               {"@type", "File"},
                               {"name", file.name},
                               {"description", file.description},
                               {"encodingFormat", file.media_type},
                               {"contentSize", std::to_string(file.bytes)},
                               {"sha256", file.sha256}});
    }
    graph.push_back(object{{"@id", info.licence_url()},
                           {"@type", "CreativeWork"},
                           {"name", info.licence_name()},
                           {"identifier", info.about.licence}});
    graph.push_back(object{{"@id", "#publisher"}, {"@type", "Organization"}, {"name", info.about.publisher}});
    for (std::size_t i = 0; i < info.about.creators.size(); ++i) {
        graph.push_back(creator_entity(info.about.creators[i], i));
    }
    for (auto const source : corpus::kSources) {
        if (auto const release = info.sources.display(source)) {
            graph.push_back(object{{"@id", address_of(source)},
                                   {"@type", "Dataset"},
                                   {"name", corpus::title_of(source)},
                                   {"version", *release}});
        }
    }
    return to_json_text(object{{"@context", array{"https://w3id.org/ro/crate/1.1/context",
                                                  object{{"sha256", "https://schema.org/sha256"}}}},
                               {"@graph", std::move(graph)}}) +
           "\n";
}

}  // namespace

Result<std::vector<ArchivedFile>> write_zip(std::vector<ArchiveFile> const& files, Sink const& sink)
{
    ZipWriter zip{sink};
    auto added = add_files(zip, files);
    if (!added) {
        return added;
    }
    auto const finished = zip.finish();
    return finished ? added : fail(finished.error());
}

Result<void> write_ro_crate(std::vector<ArchiveFile> files, DatasetInfo const& info, Sink const& sink)
{
    std::ranges::sort(files, {}, &ArchiveFile::name);
    ZipWriter zip{sink};
    auto added = add_files(zip, files);
    if (!added) {
        return fail(added.error());
    }
    std::string sums;
    for (auto const& file : *added) {
        sums += fmt::format("{}  {}\n", file.sha256, file.name);
    }
    added->push_back({kSumsName, "text/plain", "SHA-256 of every file, for sha256sum -c", sums.size(),
                      crypto::hex(crypto::sha256(sums))});
    if (auto written = add_text(zip, kSumsName, sums); !written) {
        return written;
    }
    if (auto written = add_text(zip, kMetadataName, metadata_text(info, *added)); !written) {
        return written;
    }
    return zip.finish();
}

}  // namespace kewp::publish
