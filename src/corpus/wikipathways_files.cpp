#include "base/ids.hpp"
#include "base/text.hpp"
#include "corpus/table.hpp"
#include "corpus/wikipathways_model.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

constexpr std::string_view kInfo = "-info.json";
constexpr std::string_view kNodes = "-datanodes.tsv";
constexpr std::string_view kReferences = "-refs.tsv";
constexpr std::string_view kPage = ".md";

/// One file of a pathway.
struct PathwayFile {
    std::string_view path;    // for messages
    std::uint32_t number;     // of the pathway
    std::string_view ending;  // one of the constants above
};

std::optional<PathwayFile> recognise(std::string_view path)
{
    auto const slash = path.rfind('/');
    auto const name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    for (auto const ending : {kInfo, kNodes, kReferences, kPage}) {
        if (name.ends_with(ending)) {
            auto const id = TargetId::parse(Resource::wikipathways, name.substr(0, name.size() - ending.size()));
            return id ? std::optional{PathwayFile{path, id->number(), ending}} : std::nullopt;
        }
    }
    return std::nullopt;
}

/// Calls `visit(line, number)` for each line that is not blank.
template <class Visit>
void each_line(std::string_view text, Visit&& visit)
{
    std::size_t number = 0;
    for (auto line : text::split(text, '\n')) {
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!text::trim(line).empty()) {
            visit(line, number);
        }
    }
}

Verdict take_info(std::string_view text, PathwayFacts& facts, WikiPathwaysModel& model)
{
    json::error_code error;
    auto const info = json::parse(text, error);
    if (error) {
        return bad("no JSON: " + error.message());
    }
    auto const title = text::trim(string_member(info, "title"));
    if (title.empty()) {
        return bad("the pathway has no title");
    }
    facts.title = std::string{title};
    facts.description = std::string{text::trim(string_member(info, "description"))};
    auto const* const object = info.if_object();
    auto const* const organisms = object == nullptr ? nullptr : object->if_contains("organisms");
    if (organisms != nullptr && organisms->is_array()) {
        auto const& list = organisms->get_array();
        facts.is_human = std::any_of(list.begin(), list.end(), [](json::value const& organism) {
            return organism.is_string() && organism.get_string() == "Homo sapiens";
        });
    }
    auto const edited = string_member(info, "last-edited").substr(0, 10);
    if (facts.is_human && edited > model.last_edited) {
        model.last_edited = std::string{edited};
    }
    return good();
}

/// `hgnc.symbol:ACE;hgnc.symbol:ACE2` → each part without what is before its colon.
template <class Visit>
void each_id(std::string_view list, Visit&& visit)
{
    for (auto part : text::split(list, ';')) {
        part = text::trim(part);
        auto const id = part.substr(part.find(':') == std::string_view::npos ? 0 : part.find(':') + 1);
        if (!id.empty()) {
            visit(id);
        }
    }
}

void take_node(TableColumns const& columns, std::vector<std::string_view> const& fields, PathwayFacts& facts,
               WikiPathwaysModel& model)
{
    auto const hgnc = columns.field(fields, {"hgnc"});
    each_id(hgnc, [&](std::string_view symbol) { model.add_gene(facts, symbol); });
    if (!hgnc.empty() || model.gene_ids == nullptr) {
        return;
    }
    // Some nodes have a gene's id only; the table of ids, when given, knows the symbol.
    auto const before = facts.genes->size();
    each_id(columns.field(fields, {"ncbi gene"}),
            [&](std::string_view id) { model.add_gene(facts, model.gene_ids->by_ncbi(id)); });
    if (facts.genes->size() == before) {
        each_id(columns.field(fields, {"ensembl"}),
                [&](std::string_view id) { model.add_gene(facts, model.gene_ids->by_ensembl(id)); });
    }
}

void take_nodes(PathwayFile const& file, std::string_view text, PathwayFacts& facts, WikiPathwaysModel& model,
                RecordLog& log)
{
    TableColumns columns;
    facts.genes.emplace();
    each_line(text, [&](std::string_view line, std::size_t number) {
        if (number == 1) {
            columns = TableColumns{line};
            return;
        }
        auto const fields = text::split(line, '\t');
        if (fields.size() != columns.size()) {
            log.bad(file.path, number, fmt::format("expected {} columns, found {}", columns.size(), fields.size()));
        } else if (!text::is_utf8(line)) {
            log.bad(file.path, number, "is not UTF-8");
        } else {
            take_node(columns, fields, facts, model);
            log.good();
        }
    });
}

/// The `annotations:` part of the front matter: up to the next key at the margin.
std::string annotations_part(std::string_view text)
{
    std::string part;
    bool inside = false;
    for (auto const line : text::split(text, '\n')) {
        if (line.starts_with("annotations:")) {
            inside = true;
        } else if (inside && !line.starts_with(' ') && (!line.starts_with('-') || line.starts_with("---"))) {
            break;
        }
        if (inside) {
            part.append(line).append("\n");
        }
    }
    return part;
}

Verdict take_page(std::string_view text, PathwayFacts& facts)
{
    facts.tags.emplace();
    try {
        auto const root = YAML::Load(annotations_part(text));
        auto const annotations = root["annotations"];
        for (auto const& annotation : annotations) {
            auto const value = annotation["value"].as<std::string>("");
            // Diseases and cell types are ontologies of their own.
            if (annotation["type"].as<std::string>("") == "Pathway Ontology" && !value.empty() &&
                std::find(facts.tags->begin(), facts.tags->end(), value) == facts.tags->end()) {
                facts.tags->push_back(value);
            }
        }
    } catch (YAML::Exception const& problem) {
        return bad(fmt::format("the annotations are no YAML: {}", problem.what()));
    }
    return good();
}

void take_references(std::string_view text, PathwayFacts& facts)
{
    facts.pubmed_ids.emplace();
    each_line(text, [&](std::string_view line, std::size_t) {
        auto const fields = text::split(line, '\t');
        auto const id = text::trim(fields[0]);
        auto const is_number = id.find_first_not_of("0123456789") == std::string_view::npos && !id.empty();
        auto& ids = *facts.pubmed_ids;
        if (fields.size() > 1 && is_number && text::ascii_iequals(text::trim(fields[1]), "pubmed") &&
            std::find(ids.begin(), ids.end(), id) == ids.end()) {
            ids.emplace_back(id);
        }
    });
}

}  // namespace

bool is_pathway_file(std::string_view file)
{
    return recognise(file).has_value();
}

bool take_pathway_file(std::string_view path, std::string_view text, WikiPathwaysModel& model, RecordLog& log)
{
    auto const file = recognise(path);
    if (!file) {
        return false;
    }
    auto& facts = model.pathways[file->number];
    if (file->ending == kNodes) {
        take_nodes(*file, text, facts, model, log);
        return true;
    }
    if (file->ending == kReferences) {
        take_references(text, facts);
        return true;
    }
    auto verdict = !text::is_utf8(text)    ? bad("is not UTF-8")
                   : file->ending == kInfo ? take_info(text, facts, model)
                                           : take_page(text, facts);
    if (verdict.kind == Verdict::Kind::bad) {
        log.bad(path, 1, std::move(verdict.reason));
    } else {
        log.good();
    }
    return true;
}

}  // namespace kewp::corpus
