#include "corpus/readers.hpp"
#include "corpus/record_reading.hpp"
#include "corpus/target_genes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace kewp::corpus {
namespace {

/// Reads the files of one aspect in turn; each adds to the terms that the first of them named.
class GoReader {
public:
    GoReader(FolderReader& folder, GoFiles const& files, std::vector<Target>& terms, CorpusParts& parts)
        : folder_(folder), files_(files), terms_(terms), parts_(parts)
    {
    }

    Result<void> read_all()
    {
        return read_metadata()
            .and_then([&] { return read_hierarchy(); })
            .and_then([&] { return read_direct_genes(); })
            .and_then([&] { return read_propagated_genes(); });
    }

private:
    Result<void> read_metadata();
    Result<void> read_hierarchy();
    Result<void> read_direct_genes();
    Result<void> read_propagated_genes();
    void read_term(TargetId id, JsonNode const& record, Repairs& repairs);
    void read_place(TargetId id, JsonNode const& record, Repairs& repairs);
    Target* add(TargetId id);

    FolderReader& folder_;
    GoFiles const& files_;
    std::vector<Target>& terms_;
    CorpusParts& parts_;
    TargetIndex index_;
    bool has_metadata_ = false;
};

/// The new term, null when there is one of that id.
Target* GoReader::add(TargetId id)
{
    if (!index_.emplace(id, terms_.size()).second) {
        return nullptr;
    }
    terms_.push_back(Target{.id = id});
    auto& term = terms_.back();
    term.link = fmt::format("https://www.ebi.ac.uk/QuickGO/term/{}", id.str());
    term.species = "Homo sapiens";
    return &term;
}

void GoReader::read_term(TargetId id, JsonNode const& record, Repairs& repairs)
{
    auto* const term = add(id);
    if (term == nullptr) {
        repairs.add("records repeat a term; the first was kept", id.str());
        return;
    }
    term->title = record.member_of({"name", "go_name"}).string();
    term->description = record.member_of({"definition", "go_definition"}).string_or_empty();
    term->direction = record.member("direction").string_or_empty();
    record.member("synonyms").each_element([&](JsonNode const& synonym) {
        if (synonym.is_string()) {
            term->synonyms.push_back({std::string{synonym.string()}, "EXACT"});
        } else {
            term->synonyms.push_back(
                {std::string{synonym.member("text").string()}, std::string{synonym.member("type").string_or_empty()}});
        }
    });
    term->is_a = read_target_ids(record.member("is_a"), Resource::go, repairs);
    term->part_of = read_target_ids(record.member("part_of"), Resource::go, repairs);
}

Result<void> GoReader::read_metadata()
{
    auto const read = folder_.read(files_.metadata, [&](JsonNode const& root, Repairs& repairs) {
        terms_.reserve(root.size());
        index_.reserve(root.size());
        each_record(root, {"go_id", "id"}, [&](std::string_view text, JsonNode const& record) {
            if (auto const id = read_target_id(record, Resource::go, text, repairs)) {
                read_term(*id, record, repairs);
            }
        });
        return terms_.size();
    });
    if (!read) {
        return fail(read.error());
    }
    has_metadata_ = *read;
    return {};
}

std::optional<std::uint32_t> count_of(JsonNode const& node)
{
    auto const count = node.integer();
    if (!count) {
        return std::nullopt;
    }
    if (*count < 0 || *count > std::numeric_limits<std::int32_t>::max()) {
        node.report("a count");
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*count);
}

std::optional<int> depth_of(JsonNode const& node)
{
    constexpr std::int64_t kDeepest = 1000;  // GO is less than 20 deep
    auto const depth = node.integer();
    if (!depth) {
        return std::nullopt;
    }
    if (*depth < -1 || *depth > kDeepest) {
        node.report("a depth, -1 when the root cannot be reached");
        return std::nullopt;
    }
    return static_cast<int>(*depth);
}

void GoReader::read_place(TargetId id, JsonNode const& record, Repairs& repairs)
{
    if (record.member("is_obsolete").boolean_or(false)) {
        return;
    }
    auto const ic = record.member("ic_score").number();
    auto const depth = depth_of(record.member("depth"));
    auto const found = index_.find(id);
    if (has_metadata_ && found == index_.end()) {
        parts_.other_go_facts.emplace(id, GoFacts{ic, depth});
        return;
    }
    auto* const term = found == index_.end() ? add(id) : &terms_[found->second];
    if (!has_metadata_) {
        term->title = record.member("name").string();
    }
    term->ic = ic;
    term->depth = depth;
    term->propagated_gene_count = count_of(record.member("propagated_gene_count"));
    term->ancestors = read_target_ids(record.member("ancestors"), Resource::go, repairs);
    if (!std::ranges::is_sorted(term->ancestors)) {
        std::ranges::sort(term->ancestors);
    }
}

Result<void> GoReader::read_hierarchy()
{
    auto const read = folder_.read(
        files_.hierarchy,
        [&](JsonNode const& root, Repairs& repairs) {
            if (!has_metadata_) {
                terms_.reserve(root.size());
            }
            each_record(root, {"go_id", "id"}, [&](std::string_view text, JsonNode const& record) {
                if (auto const id = read_target_id(record, Resource::go, text, repairs)) {
                    read_place(*id, record, repairs);
                }
            });
            return root.size();
        },
        files_.old_hierarchy_name);
    if (!read) {
        return fail(read.error());
    }
    if (*read && !has_metadata_) {
        folder_.explain_missing(files_.metadata.name,
                                fmt::format("terms are taken from {}: they have no definitions and synonyms; {}",
                                            files_.hierarchy.name, files_.metadata.remedy));
    }
    return {};
}

Result<void> GoReader::read_direct_genes()
{
    auto const read = read_target_genes(folder_, files_.direct_genes, Resource::go, index_, parts_.genes,
                                        [&](std::size_t term, std::vector<Gene> set) {
                                            terms_[term].direct_gene_count = static_cast<std::uint32_t>(set.size());
                                            terms_[term].direct_genes = set;
                                            terms_[term].genes = std::move(set);
                                        });
    if (!read) {
        return fail(read.error());
    }
    if (*read) {
        for (auto& term : terms_) {
            term.genes_known = true;  // the file lists every annotated term: the others have none
            term.direct_gene_count = term.direct_gene_count.value_or(0);
        }
    }
    return {};
}

Result<void> GoReader::read_propagated_genes()
{
    auto const read =
        read_target_genes(folder_, files_.propagated_genes, Resource::go, index_, parts_.genes,
                          [&](std::size_t term, std::vector<Gene> set) { terms_[term].genes = std::move(set); });
    if (!read) {
        return fail(read.error());
    }
    if (*read) {
        for (auto& term : terms_) {
            term.genes_known = true;
        }
    }
    return {};
}

}  // namespace

Result<void> read_go(FolderReader& folder, CorpusParts& parts, TargetKind aspect)
{
    auto const& files = aspect == TargetKind::go_bp ? kGoBpFiles : kGoMfFiles;
    return GoReader{folder, files, parts.targets[static_cast<std::size_t>(aspect)], parts}.read_all();
}

}  // namespace kewp::corpus
