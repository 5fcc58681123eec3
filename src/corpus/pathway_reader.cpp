#include "corpus/readers.hpp"
#include "corpus/record_reading.hpp"
#include "corpus/target_genes.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

Target read_pathway(TargetId id, JsonNode const& record)
{
    Target target{.id = id};
    target.title = record.member("pathwayTitle").string();
    target.description = record.member("pathwayDescription").string_or_empty();
    target.link = record.member("pathwayLink").string_or_empty();
    if (target.link.empty()) {
        target.link = fmt::format("https://identifiers.org/wikipathways/{}", id.str());
    }
    target.svg = record.member("pathwaySvgUrl").string_or_empty();
    if (target.svg.empty()) {
        target.svg = fmt::format("https://www.wikipathways.org/wikipathways-assets/pathways/{0}/{0}.svg", id.str());
    }
    record.member("ontologyTags").each_element([&](JsonNode const& tag) { target.tags.emplace_back(tag.string()); });
    record.member("publications").each_element([&](JsonNode const& publication) {
        target.publications.push_back({std::string{publication.member("pmid").string_or_empty()},
                                       std::string{publication.member("url").string_or_empty()}});
    });
    target.species = "Homo sapiens";
    return target;
}

Result<TargetIndex> read_metadata(FolderReader& folder, std::vector<Target>& targets)
{
    TargetIndex index;
    auto const read = folder.read(kPathwayMetadata, [&](JsonNode const& root, Repairs& repairs) {
        targets.reserve(root.size());
        each_record(root, {"pathwayID", "id"}, [&](std::string_view text, JsonNode const& record) {
            auto const id = read_target_id(record, Resource::wikipathways, text, repairs);
            if (!id) {
                return;
            }
            auto target = read_pathway(*id, record);
            if (index.emplace(*id, targets.size()).second) {
                targets.push_back(std::move(target));
            } else {
                repairs.add("rows repeat a pathway; the first was kept", id->str());
            }
        });
        return targets.size();
    });
    return read ? Result<TargetIndex>{std::move(index)} : fail(read.error());
}

}  // namespace

Result<void> read_wikipathways(FolderReader& folder, CorpusParts& parts)
{
    auto& targets = parts.targets[static_cast<std::size_t>(TargetKind::wikipathways)];
    auto const index = read_metadata(folder, targets);
    if (!index) {
        return fail(index.error());
    }
    // A pathway that the file does not list has an unknown number of genes, not none: the replaced
    // application left those below 10 and above 500 out.
    auto const read = read_target_genes(folder, kPathwayGenes, Resource::wikipathways, *index, parts.genes,
                                        [&](std::size_t target, std::vector<Gene> set) {
                                            targets[target].genes = std::move(set);
                                            targets[target].genes_known = true;
                                        });
    return read ? Result<void>{} : fail(read.error());
}

}  // namespace kewp::corpus
