#include "base/ids.hpp"
#include "base/text.hpp"
#include "corpus/gmt.hpp"
#include "corpus/hgnc.hpp"
#include "corpus/import_context.hpp"
#include "corpus/json_records.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

constexpr std::uint32_t kDisease = 1643685;  // the top-level pathway whose branch repeats the others when broken
constexpr std::string_view kHuman = "R-HSA-";

struct ReactomePathway {
    std::string name;
    std::set<std::string, std::less<>> genes;
};

struct ReactomeModel {
    std::map<std::uint32_t, ReactomePathway> pathways;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> children;
    std::unordered_map<std::uint32_t, std::string> descriptions;
    bool states_descriptions = false;
};

/// The number of a human stable id, a version behind it dropped (`R-HSA-109581.4`); nothing for others.
std::optional<std::uint32_t> human_number(std::string_view id)
{
    auto const parsed = TargetId::parse(Resource::reactome, id.substr(0, id.find('.')));
    return parsed ? std::optional{parsed->number()} : std::nullopt;
}

bool is_relation_line(std::string_view line)
{
    auto const fields = text::split(line, '\t');
    return fields.size() == 2 && fields[0].starts_with("R-") && fields[1].starts_with("R-");
}

bool is_description_line(std::string_view line)
{
    auto const fields = text::split(line, '\t');
    return fields.size() == 2 && fields[0].starts_with("R-") && !fields[1].starts_with("R-");
}

/// A line of Reactome's list of pathways: id, name, species.
bool is_list_line(std::string_view line)
{
    auto const fields = text::split(line, '\t');
    return fields.size() == 3 && fields[0].starts_with("R-") && fields[2].find(' ') != std::string_view::npos;
}

Result<void> read_sets(ImportContext& context, Input const& input, SymbolUpdater& symbols, ReactomeModel& model)
{
    std::size_t first_gene = 0;
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        if (first_gene == 0) {
            first_gene = reactome_first_gene(line);
        }
        auto const set = parse_reactome_set(line, first_gene == 0 ? 3 : first_gene);
        if (!set) {
            return bad(set.error().message);
        }
        if (!set->id.starts_with(kHuman)) {
            return ignored();
        }
        auto const number = human_number(set->id);
        if (!number) {
            return bad(fmt::format("expected a stable id such as R-HSA-109581, found '{}'", set->id));
        }
        auto const [place, added] = model.pathways.try_emplace(*number, ReactomePathway{set->name, {}});
        if (!added) {
            return bad(fmt::format("{} occurs a second time", set->id));
        }
        for (auto const gene : set->genes) {
            if (auto const symbol = symbols(gene); !symbol.empty()) {
                place->second.genes.emplace(symbol);
            }
        }
        return good();
    });
}

Result<void> read_relations(ImportContext& context, Input const& input, ReactomeModel& model)
{
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        if (!is_relation_line(line)) {
            return bad("expected two stable ids, parent and child, separated by a tab");
        }
        auto const tab = line.find('\t');
        auto const parent = human_number(text::trim(line.substr(0, tab)));
        auto const child = human_number(text::trim(line.substr(tab + 1)));
        if (!parent || !child) {
            return good();  // another species
        }
        model.children[*parent].push_back(*child);
        return good();
    });
}

Result<void> read_description_table(ImportContext& context, Input const& input, ReactomeModel& model)
{
    model.states_descriptions = true;
    return read_lines(context, input, [&](std::string_view line, std::size_t) -> Verdict {
        auto const tab = line.find('\t');
        auto const number = human_number(text::trim(line.substr(0, tab)));
        if (tab == std::string_view::npos || !line.starts_with("R-")) {
            return bad("expected a stable id, a tab and a description");
        }
        if (number) {
            model.descriptions[*number] = text::strip_html(line.substr(tab + 1));
        }
        return good();
    });
}

/// The text of a record: a string, `description`, or the first `summation` of the content service.
std::string description_in(json::value const& record)
{
    if (auto const* const text = record.if_string(); text != nullptr) {
        return text::strip_html(std::string_view{text->data(), text->size()});
    }
    auto const* const object = record.if_object();
    auto const* const summation = object == nullptr ? nullptr : object->if_contains("summation");
    if (summation != nullptr && summation->is_array() && !summation->get_array().empty()) {
        return text::strip_html(string_member(summation->get_array().front(), "text"));
    }
    return text::strip_html(string_member(record, "description"));
}

Result<void> read_description_json(ImportContext& context, Input const& input, ReactomeModel& model)
{
    model.states_descriptions = true;
    return read_json_records(context, input, [&](std::string_view key, json::value const& record, std::size_t) {
        auto const id = string_member(record, "stId");
        auto const number = human_number(id.empty() ? key : id);
        if (!number) {
            return bad(fmt::format("expected a stable id such as R-HSA-109581, found '{}'", id.empty() ? key : id));
        }
        model.descriptions[*number] = description_in(record);
        return good();
    });
}

/// Removes the Disease pathway and all below it; returns how many.
std::size_t drop_disease(ReactomeModel& model)
{
    std::vector<std::uint32_t> open{kDisease};
    std::unordered_set<std::uint32_t> seen{kDisease};
    std::size_t dropped = 0;
    while (!open.empty()) {
        auto const number = open.back();
        open.pop_back();
        dropped += model.pathways.erase(number);
        for (auto const child : model.children[number]) {
            if (seen.insert(child).second) {
                open.push_back(child);
            }
        }
    }
    return dropped;
}

void keep_previous_descriptions(ImportContext& context, ReactomeModel& model)
{
    std::size_t kept = 0;
    if (auto const previous = previous_file(context, "reactome_pathway_metadata.json");
        previous && previous->is_object()) {
        for (auto const& member : previous->get_object()) {
            auto const number = human_number({member.key().data(), member.key().size()});
            auto const description = string_member(member.value(), "description");
            if (number && model.pathways.contains(*number) && !description.empty()) {
                model.descriptions[*number] = std::string{description};
                ++kept;
            }
        }
    }
    context.log.warn(
        fmt::format("no input has descriptions of pathways; {} kept from the file that is replaced", kept));
}

Result<void> write_files(ImportContext& context, ReactomeModel const& model)
{
    std::string metadata = "{";
    std::string genes = "{";
    for (auto const& [number, pathway] : model.pathways) {
        auto const id = fmt::format("{}\"{}{}\": ", metadata.size() == 1 ? "\n" : ",\n", kHuman, number);
        auto const description = model.descriptions.find(number);
        metadata += id + "{\"name\": ";
        append_json(metadata, pathway.name);
        metadata += ", \"description\": ";
        append_json(metadata, description == model.descriptions.end() ? "" : description->second);
        metadata += '}';
        genes += id;
        append_json_array(genes, pathway.genes);
    }
    auto const rows = model.pathways.size();
    if (auto written = context.stage.write("reactome_pathway_metadata.json", metadata + "\n}\n", rows); !written) {
        return written;
    }
    return context.stage.write("reactome_gene_annotations.json", genes + "\n}\n", rows);
}

Result<void> read_one(ImportContext& context, Input const& input, SymbolUpdater& symbols, ReactomeModel& model,
                      ReleaseInfo& release)
{
    auto const line = input.first_line();
    if (input.looks_like_json()) {
        return read_description_json(context, input, model);
    }
    if (is_relation_line(line)) {
        return read_relations(context, input, model);
    }
    if (is_description_line(line)) {
        return read_description_table(context, input, model);
    }
    if (is_list_line(line)) {
        context.log.warn(fmt::format("{}: passed over, the names of pathways come from the GMT", input.given()));
        return {};
    }
    if (!parse_reactome_set(line, 2)) {
        return not_recognised(input.given(), "reactome");
    }
    // No file of Reactome states its release; the name may.
    release.offer(date_in_name(input.name()), "file-name");
    return read_sets(context, input, symbols, model);
}

}  // namespace

Result<ReleaseInfo> import_reactome(ImportContext& context)
{
    std::optional<HgncTable> hgnc;
    std::vector<Input const*> others;
    for (auto const& input : context.inputs) {
        if (!HgncTable::recognises(input)) {
            others.push_back(&input);
            continue;
        }
        auto table = HgncTable::read(context, input);
        if (!table) {
            return fail(table.error());
        }
        hgnc = std::move(*table);
    }
    SymbolUpdater symbols{hgnc ? &*hgnc : nullptr, SymbolUpdater::Aliases::refused};
    ReactomeModel model;
    ReleaseInfo release;
    for (auto const* const input : others) {
        if (auto read = read_one(context, *input, symbols, model, release); !read) {
            return fail(read.error());
        }
    }
    if (model.pathways.empty()) {
        return fail(ErrorCode::invalid_argument, "no input has human pathways with genes; add ReactomePathways.gmt");
    }
    if (model.children.empty()) {
        context.log.warn(
            "no input has the relations of pathways (ReactomePathwaysRelation.txt): the Disease branch "
            "could not be left out");
    } else if (drop_disease(model) == 0) {
        context.log.warn("the relations name no pathway of the Disease branch; nothing was left out");
    }
    if (!model.states_descriptions) {
        keep_previous_descriptions(context, model);
    }
    symbols.report(context.log);
    if (auto written = write_files(context, model); !written) {
        return fail(written.error());
    }
    return release;
}

}  // namespace kewp::corpus
