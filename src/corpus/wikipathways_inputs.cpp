#include "base/file.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"
#include "corpus/gmt.hpp"
#include "corpus/wikipathways_model.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <system_error>

namespace kewp::corpus {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 64ULL << 20U;  // of one file of a pathway; the largest known has 1 MB

Result<void> close_books(ImportContext& context)
{
    auto const bad = context.log.input_bad();
    context.progress.finish(
        fmt::format("{} records{}", context.log.input_good(), bad == 0 ? "" : fmt::format(", {} bad", bad)));
    return context.log.end_input();
}

void take_set(WikiPathwaysModel& model, GeneSet const& set, PathwayFacts& facts)
{
    facts.title = facts.title.value_or(set.name);
    if (facts.genes) {
        return;  // a pathway's own file has said it, with more than NCBI ids
    }
    facts.genes.emplace();
    for (auto const gene : set.genes) {
        auto const is_ncbi_id = gene.find_first_not_of("0123456789") == std::string_view::npos;
        auto const symbol = !is_ncbi_id                 ? gene
                            : model.gene_ids == nullptr ? std::string_view{}
                                                        : model.gene_ids->by_ncbi(gene);
        model.unresolved_genes += symbol.empty() ? 1U : 0U;
        model.add_gene(facts, symbol);
    }
}

}  // namespace

void WikiPathwaysModel::add_gene(PathwayFacts& facts, std::string_view symbol) const
{
    auto const current = symbols == nullptr ? symbol : (*symbols)(symbol);
    if (!current.empty()) {
        facts.genes->emplace(current);
    }
}

Result<void> read_wikipathways_folder(ImportContext& context, Input const& input, WikiPathwaysModel& model)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator it{input.path(), error}, end; !error && it != end; it.increment(error)) {
        if (it->path().filename() == ".git") {
            it.disable_recursion_pending();
        } else if (it->is_regular_file(error) && is_pathway_file(it->path().filename().string())) {
            files.push_back(it->path());
        }
    }
    if (error) {
        return fail(ErrorCode::io, fmt::format("{}: {}", input.given(), error.message()));
    }
    std::sort(files.begin(), files.end());
    context.log.begin_input(input.given());
    context.progress.begin("reading " + input.name(), files.size(), Progress::Unit::items);
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const file = MappedFile::open(files[i]);
        if (!file) {
            return fail(file.error());
        }
        take_pathway_file(files[i].string(), file->text(), model, context.log);
        context.progress.advance_to(i + 1);
    }
    return close_books(context);
}

Result<void> read_wikipathways_archive(ImportContext& context, Input const& input, WikiPathwaysModel& model)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    context.log.begin_input(input.given());
    auto& archive = reader->archive();
    for (;;) {
        if (is_pathway_file(archive.name())) {
            auto const text = reader->read_all(kMaxFileBytes);
            if (!text) {
                return fail(text.error());
            }
            take_pathway_file(fmt::format("{}/{}", input.given(), archive.name()), *text, model, context.log);
        }
        auto const more = archive.next();
        if (!more) {
            return fail(more.error());
        }
        if (!*more) {
            return close_books(context);
        }
    }
}

Result<void> read_wikipathways_gmt(ImportContext& context, Input const& input, WikiPathwaysModel& model,
                                   ReleaseInfo& release)
{
    std::set<std::string> seen;
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        auto const set = parse_wikipathways_set(line);
        if (!set) {
            return bad(set.error().message);
        }
        if (set->species != "Homo sapiens") {
            return ignored();
        }
        if (!seen.insert(set->id).second) {
            return bad(fmt::format("{} occurs a second time", set->id));
        }
        // Within the line is the date of the release; a file's name can differ from it.
        release.offer(set->date, "gmt-line");
        auto const id = TargetId::parse(Resource::wikipathways, set->id);
        take_set(model, *set, model.pathways[id->number()]);
        return good();
    });
}

std::size_t fill_from_metadata(json::value const& metadata, WikiPathwaysModel& model)
{
    if (!metadata.is_array()) {
        return 0;
    }
    std::size_t filled = 0;
    for (auto const& entry : metadata.get_array()) {
        auto const id = TargetId::parse(Resource::wikipathways, string_member(entry, "pathwayID"));
        auto const found = id ? model.pathways.find(id->number()) : model.pathways.end();
        if (found == model.pathways.end()) {
            continue;
        }
        auto& facts = found->second;
        filled += !facts.description || !facts.tags || !facts.pubmed_ids ? 1U : 0U;
        auto const strings = [&](char const* key, char const* inner) {
            std::vector<std::string> values;
            auto const* const list = entry.get_object().if_contains(key);
            if (list != nullptr && list->is_array()) {
                for (auto const& item : list->get_array()) {
                    auto const text = inner != nullptr   ? string_member(item, inner)
                                      : item.is_string() ? std::string_view{item.get_string()}
                                                         : std::string_view{};
                    if (!text.empty()) {
                        values.emplace_back(text);
                    }
                }
            }
            return values;
        };
        if (!facts.description) {
            facts.description = std::string{string_member(entry, "pathwayDescription")};
        }
        if (!facts.tags) {
            facts.tags = strings("ontologyTags", nullptr);
        }
        if (!facts.pubmed_ids) {
            facts.pubmed_ids = strings("publications", "pmid");
        }
    }
    return filled;
}

}  // namespace kewp::corpus
