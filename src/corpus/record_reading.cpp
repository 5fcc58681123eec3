#include "corpus/record_reading.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <tuple>

namespace kewp::corpus {
namespace {

constexpr std::string_view kNotCanonical = "ids are not in the canonical form and were normalised";

/// For ids of AOP-Wiki, which have many spellings.
template <class Id>
std::optional<Id> read_wiki_id(JsonNode const& at, std::string_view text, Repairs& repairs)
{
    auto const id = Id::parse(text);
    if (!id) {
        at.report_problem(id.error().message);
        return std::nullopt;
    }
    if (id->str() != text) {
        repairs.add(kNotCanonical, text);
    }
    return *id;
}

/// The id without the version that some releases append.
std::string_view without_version(Resource resource, std::string_view text)
{
    switch (resource) {
        case Resource::wikipathways: return text.substr(0, text.find('_'));
        case Resource::reactome: return text.substr(0, text.find('.'));
        case Resource::go: break;
    }
    return text;
}

JsonNode gene_list_of(JsonNode const& record)
{
    return record.is_object() ? record.member("genes") : record;
}

}  // namespace

std::optional<KeId> read_ke_id(JsonNode const& at, std::string_view text, Repairs& repairs)
{
    return read_wiki_id<KeId>(at, text, repairs);
}

std::optional<AopId> read_aop_id(JsonNode const& at, std::string_view text, Repairs& repairs)
{
    return read_wiki_id<AopId>(at, text, repairs);
}

std::optional<TargetId> read_target_id(JsonNode const& at, Resource resource, std::string_view text, Repairs& repairs)
{
    auto const plain = text::trim(without_version(resource, text));
    auto const id = TargetId::parse(resource, plain);
    if (!id) {
        at.report_problem(id.error().message);
        return std::nullopt;
    }
    if (plain.size() != text.size()) {  // cheaper than to format each of a million ids
        repairs.add(kNotCanonical, text);
    }
    return *id;
}

std::vector<TargetId> read_target_ids(JsonNode const& array, Resource resource, Repairs& repairs)
{
    std::vector<TargetId> ids;
    ids.reserve(array.size());
    array.each_element([&](JsonNode const& element) {
        if (auto const id = read_target_id(element, resource, element.string(), repairs)) {
            ids.push_back(*id);
        }
    });
    return ids;
}

std::vector<Gene> read_genes(JsonNode const& record, GeneTable& genes, Repairs& repairs)
{
    auto const list = gene_list_of(record);
    std::vector<Gene> found;
    found.reserve(list.size());
    list.each_element([&](JsonNode const& element) {
        auto const symbol = text::trim(element.string());
        if (symbol.empty()) {
            repairs.add("gene symbols are empty and were left out", symbol);
        } else {
            found.push_back(genes.intern(symbol));
        }
    });
    return found;
}

void check_genes(JsonNode const& record)
{
    gene_list_of(record).each_element([](JsonNode const& element) { std::ignore = element.string(); });
}

std::vector<Gene> as_set(std::vector<Gene> genes)
{
    std::ranges::sort(genes);
    genes.erase(std::unique(genes.begin(), genes.end()), genes.end());
    genes.shrink_to_fit();
    return genes;
}

}  // namespace kewp::corpus
