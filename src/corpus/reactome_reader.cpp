#include "corpus/readers.hpp"
#include "corpus/record_reading.hpp"
#include "corpus/target_genes.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

Target read_pathway(TargetId id, JsonNode const& record)
{
    Target target{.id = id};
    target.title = record.member_of({"name", "pathway_name"}).string();
    target.description = record.member("description").string_or_empty();
    target.link = fmt::format("https://reactome.org/content/detail/{}", id.str());
    target.species = record.member("species").string_or_empty();
    if (target.species.empty()) {
        target.species = "Homo sapiens";
    }
    return target;
}

Result<TargetIndex> read_metadata(FolderReader& folder, std::vector<Target>& targets)
{
    TargetIndex index;
    auto const read = folder.read(kReactomeMetadata, [&](JsonNode const& root, Repairs& repairs) {
        targets.reserve(root.size());
        each_record(root, {"reactome_id", "stId", "id"}, [&](std::string_view text, JsonNode const& record) {
            auto const id = read_target_id(record, Resource::reactome, text, repairs);
            if (!id) {
                return;
            }
            auto target = read_pathway(*id, record);
            if (index.emplace(*id, targets.size()).second) {
                targets.push_back(std::move(target));
            } else {
                repairs.add("records repeat a pathway; the first was kept", id->str());
            }
        });
        return targets.size();
    });
    return read ? Result<TargetIndex>{std::move(index)} : fail(read.error());
}

}  // namespace

Result<void> read_reactome(FolderReader& folder, CorpusParts& parts)
{
    auto& targets = parts.targets[static_cast<std::size_t>(TargetKind::reactome)];
    auto const index = read_metadata(folder, targets);
    if (!index) {
        return fail(index.error());
    }
    // As for WikiPathways: a pathway that the file does not list has an unknown number of genes.
    auto const read = read_target_genes(folder, kReactomeGenes, Resource::reactome, *index, parts.genes,
                                        [&](std::size_t target, std::vector<Gene> set) {
                                            targets[target].genes = std::move(set);
                                            targets[target].genes_known = true;
                                        });
    return read ? Result<void>{} : fail(read.error());
}

}  // namespace kewp::corpus
