#include "corpus/readers.hpp"
#include "corpus/record_reading.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace kewp::corpus {
namespace {

using KeIndex = std::unordered_map<KeId, std::size_t>;

KeyEvent read_key_event(KeId id, JsonNode const& record)
{
    KeyEvent event{.id = id};
    event.title = record.member("KEtitle").string();
    event.description = record.member("KEdescription").string_or_empty();
    event.level = record.member("biolevel").string_or_empty();
    event.page = record.member("KEpage").string_or_empty();
    if (event.page.empty()) {
        event.page = fmt::format("https://identifiers.org/aop.events/{}", id.number());
    }
    return event;
}

/// AOP-Wiki's export repeats a Key Event for each description and level that it has.
void merge(KeyEvent& event, KeyEvent other)
{
    if (other.description.size() > event.description.size()) {
        event.description = std::move(other.description);
    }
    if (event.level.empty()) {
        event.level = std::move(other.level);
    }
}

Result<KeIndex> read_metadata(FolderReader& folder, std::vector<KeyEvent>& events)
{
    KeIndex index;
    auto const read = folder.read(kKeMetadata, [&](JsonNode const& root, Repairs& repairs) {
        events.reserve(root.size());
        each_record(root, {"KElabel", "ke_id"}, [&](std::string_view text, JsonNode const& record) {
            auto const id = read_ke_id(record, text, repairs);
            if (!id) {
                return;
            }
            auto event = read_key_event(*id, record);
            if (auto const [at, is_new] = index.emplace(*id, events.size()); !is_new) {
                repairs.add("rows repeat a Key Event and were merged (longest description, first level)", id->str());
                merge(events[at->second], std::move(event));
            } else {
                events.push_back(std::move(event));
            }
        });
        return events.size();
    });
    return read ? Result<KeIndex>{std::move(index)} : fail(read.error());
}

/// The first of each symbol, in the order of the file.
std::vector<std::string> symbols_of(std::vector<Gene> const& genes, GeneTable const& table)
{
    std::vector<std::string> symbols;
    for (auto const gene : genes) {
        if (std::ranges::find(symbols, table.symbol(gene)) == symbols.end()) {
            symbols.push_back(table.symbol(gene));
        }
    }
    return symbols;
}

Result<void> read_genes_of(FolderReader& folder, CorpusParts& parts, KeIndex const& index)
{
    auto const read = folder.read(kKeGenes, [&](JsonNode const& root, Repairs& repairs) {
        std::size_t rows = 0;
        each_record(root, {"KElabel", "ke_id"}, [&](std::string_view text, JsonNode const& record) {
            auto const id = read_ke_id(record, text, repairs);
            auto const found = id ? index.find(*id) : index.end();
            if (found == index.end()) {
                check_genes(record);
                repairs.add("ids are not in ke_metadata.json and were left out", text);
                return;
            }
            auto const genes = read_genes(record, parts.genes, repairs);
            auto& event = parts.key_events[found->second];
            event.gene_symbols = symbols_of(genes, parts.genes);
            event.genes = as_set(genes);
            ++rows;
        });
        return rows;
    });
    if (!read) {
        return fail(read.error());
    }
    parts.ke_genes_known = *read;
    return {};
}

}  // namespace

Result<void> read_key_events(FolderReader& folder, CorpusParts& parts)
{
    auto const index = read_metadata(folder, parts.key_events);
    return index ? read_genes_of(folder, parts, *index) : fail(index.error());
}

}  // namespace kewp::corpus
