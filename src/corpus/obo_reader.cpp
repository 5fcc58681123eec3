#include "base/text.hpp"
#include "corpus/line_reader.hpp"
#include "corpus/ontology.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

GoAspect aspect_named(std::string_view name)
{
    return name == "biological_process"   ? GoAspect::biological_process
           : name == "molecular_function" ? GoAspect::molecular_function
           : name == "cellular_component" ? GoAspect::cellular_component
                                          : GoAspect::unknown;
}

/// The character that stands for `\c`.
char unescaped(char c)
{
    switch (c) {
        case 'n': return '\n';
        case 't': return '\t';
        case 'W': return ' ';
        default: return c;
    }
}

std::string unescape(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i] == '\\' && i + 1 < text.size() ? unescaped(text[++i]) : text[i];
    }
    return out;
}

/// A value without `{qualifiers}` and without `! comment` at its end.
std::string_view bare(std::string_view value)
{
    return text::trim(value.substr(0, value.find_first_of("{!")));
}

/// `"text" rest`: the text unescaped, and what is behind the closing quote. Nothing without quotes.
std::optional<std::pair<std::string, std::string_view>> quoted(std::string_view value)
{
    if (!value.starts_with('"')) {
        return std::nullopt;
    }
    std::size_t end = 1;
    while (end < value.size() && value[end] != '"') {
        end += value[end] == '\\' ? 2U : 1U;
    }
    if (end >= value.size()) {
        return std::nullopt;
    }
    return std::pair{unescape(value.substr(1, end - 1)), text::trim(value.substr(end + 1))};
}

/// Puts lines together to terms.
class TermBuilder {
public:
    TermBuilder(Ontology& ontology, RecordLog& log) : ontology_(ontology), log_(log) {}

    void take(std::string_view line, std::size_t number)
    {
        if (line.starts_with('[')) {
            flush();
            in_header_ = false;
            in_term_ = line.starts_with("[Term]");
            line_ = number;
            return;
        }
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) {
            problem(number, "expected 'tag: value'");
            return;
        }
        auto const tag = text::trim(line.substr(0, colon));
        auto const value = text::trim(line.substr(colon + 1));
        if (in_header_) {
            take_header(tag, value);
        } else if (in_term_) {
            take_tag(tag, value, number);
        }
    }

    /// Enters the term that was being read. To be called at the end as well: a file need not end with a blank line.
    void flush()
    {
        if (!in_term_) {
            return;
        }
        auto term = std::exchange(term_, {});
        auto const id = std::exchange(id_, "");
        auto const alternatives = std::exchange(alternatives_, {});
        auto found = std::exchange(problem_, "");
        auto const line = std::exchange(problem_line_, 0);
        auto const number = go_number(id);
        if (found.empty() && !id.empty() && !id.starts_with("GO:")) {
            return;  // a term of another ontology, there to be referred to
        }
        if (term.aspect == GoAspect::unknown) {
            term.aspect = default_aspect_;
        }
        if (found.empty()) {
            found = id.empty()          ? "a term without id"
                    : !number           ? fmt::format("expected an id such as GO:0006915, found '{}'", id)
                    : term.name.empty() ? fmt::format("{} has no name", id)
                    : term.aspect == GoAspect::unknown && !term.is_obsolete ? fmt::format("{} has no namespace", id)
                                                                            : "";
        }
        if (found.empty() && ontology_.terms.contains(*number)) {
            found = fmt::format("{} occurs a second time", id);
        }
        if (!found.empty()) {
            log_.bad("", line == 0 ? line_ : line, std::move(found));
            return;
        }
        for (auto const alternative : alternatives) {
            ontology_.alternative_ids.emplace(alternative, *number);
        }
        ontology_.terms.emplace(*number, std::move(term));
        log_.good();
    }

private:
    /// The first thing that is wrong with the term makes it bad.
    void problem(std::size_t line, std::string what)
    {
        if (in_term_ && problem_.empty()) {
            problem_ = std::move(what);
            problem_line_ = line;
        }
    }

    void take_header(std::string_view tag, std::string_view value)
    {
        if (tag == "data-version") {
            ontology_.release = std::string{value};
        } else if (tag == "default-namespace") {
            default_aspect_ = aspect_named(value);
        }
    }

    void take_numbers(std::string_view value, std::vector<GoNumber>& into, std::size_t line)
    {
        auto const id = bare(value);
        if (auto const number = go_number(id); number) {
            into.push_back(*number);
        } else if (id.empty() || id.starts_with("GO:")) {
            problem(line, fmt::format("expected an id such as GO:0006915, found '{}'", id));
        }
    }

    void take_tag(std::string_view tag, std::string_view value, std::size_t line)
    {
        if (tag == "id") {
            id_ = std::string{bare(value)};
        } else if (tag == "name") {
            term_.name = unescape(value);
        } else if (tag == "namespace") {
            term_.aspect = aspect_named(bare(value));
        } else if (tag == "def") {
            take_definition(value, line);
        } else if (tag == "synonym") {
            take_synonym(value, line);
        } else if (tag == "is_a") {
            take_numbers(value, term_.is_a, line);
        } else if (tag == "relationship" && value.starts_with("part_of ")) {
            take_numbers(value.substr(value.find(' ') + 1), term_.part_of, line);
        } else if (tag == "alt_id") {
            take_numbers(value, alternatives_, line);
        } else if (tag == "replaced_by") {
            take_numbers(value, term_.replaced_by, line);
        } else if (tag == "consider") {
            take_numbers(value, term_.consider, line);
        } else if (tag == "is_obsolete") {
            term_.is_obsolete = bare(value) == "true";
        }
    }

    void take_definition(std::string_view value, std::size_t line)
    {
        if (auto const parts = quoted(value); parts) {
            term_.definition = parts->first;
        } else {
            problem(line, "expected a definition in quotes");
        }
    }

    void take_synonym(std::string_view value, std::size_t line)
    {
        auto const parts = quoted(value);
        if (!parts) {
            problem(line, "expected a synonym in quotes");
            return;
        }
        auto const type = parts->second.substr(0, parts->second.find_first_of(" ["));
        auto const known = type == "EXACT" || type == "BROAD" || type == "NARROW" || type == "RELATED";
        // Without a scope OBO means RELATED.
        term_.synonyms.push_back({parts->first, known ? std::string{type} : "RELATED"});
    }

    Ontology& ontology_;
    RecordLog& log_;
    GoTerm term_;
    std::string id_;
    std::vector<GoNumber> alternatives_;
    std::string problem_;
    std::size_t problem_line_ = 0;
    std::size_t line_ = 0;
    GoAspect default_aspect_ = GoAspect::unknown;
    bool in_header_ = true;
    bool in_term_ = false;
};

}  // namespace

bool is_obo(Input const& input)
{
    return input.head().starts_with("format-version:") || input.head().starts_with("[Term]") ||
           input.head().find("\n[Term]") != std::string_view::npos;
}

Result<Ontology> read_obo(ImportContext& context, Input const& input)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    context.log.begin_input(input.given());
    Ontology ontology;
    TermBuilder builder{ontology, context.log};
    LineReader lines{reader->source()};
    for (;;) {
        auto const more = lines.next();
        if (!more) {
            return fail_in(input.given(), more.error());
        }
        if (!*more) {
            break;
        }
        auto const line = text::trim(lines.line());
        if (line.empty() || line.starts_with('!')) {
            continue;
        }
        if (!text::is_utf8(line)) {
            context.log.bad("", lines.number(), "is not UTF-8");
            continue;
        }
        builder.take(line, lines.number());
    }
    builder.flush();
    context.progress.finish(fmt::format("{} terms", context.log.input_good()));
    if (auto ended = context.log.end_input(); !ended) {
        return fail(ended.error());
    }
    return ontology;
}

}  // namespace kewp::corpus
