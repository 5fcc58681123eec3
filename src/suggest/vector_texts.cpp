#include "suggest/vector_texts.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace kewp::suggest {
namespace {

using corpus::Target;
using corpus::TargetKind;
using embed::VectorTexts;

constexpr char const* kTitleEntities = "ke_embeddings_title_entities.npz";

/// Prepares texts of targets as one profile has it.
class Preparation {
public:
    Preparation(TextProfile profile, config::EntityExtraction const& options) : profile_(profile), options_(options) {}

    [[nodiscard]] bool reference() const { return profile_ == TextProfile::reference; }
    [[nodiscard]] TextProfile profile() const { return profile_; }
    /// Words picked (reference) or HTML stripped.
    [[nodiscard]] std::string name(std::string_view text) const
    {
        return reference() ? entities(strip_direction(text), options_) : text::strip_html(text);
    }
    /// As it is (reference) or HTML stripped.
    [[nodiscard]] std::string plain(std::string_view text) const
    {
        return reference() ? std::string{text} : text::strip_html(text);
    }

private:
    TextProfile profile_;
    config::EntityExtraction options_;
};

/// `text`, and `more` behind a full stop when there is any.
std::string join(std::string text, std::string_view more)
{
    if (!more.empty()) {
        text.append(". ").append(more);
    }
    return text;
}

std::string target_name(Target const& target, TargetKind kind, Preparation const& prepare)
{
    switch (kind) {
        case TargetKind::wikipathways: return prepare.name(target.title);
        case TargetKind::reactome: return prepare.plain(target.title);
        case TargetKind::go_bp:
        case TargetKind::go_mf: break;
    }
    auto names = target.title;
    for (auto const& synonym : target.synonyms) {
        if (synonym.type == "EXACT") {
            names = join(std::move(names), synonym.text);
        }
    }
    return prepare.name(names);
}

std::string target_text(Target const& target, TargetKind kind, Preparation const& prepare)
{
    switch (kind) {
        case TargetKind::wikipathways:
            // The reference keeps the full stop when no description follows.
            return prepare.reference() ? target.title + ". " + target.description
                                       : join(prepare.plain(target.title), prepare.plain(target.description));
        case TargetKind::reactome: return join(prepare.plain(target.title), prepare.plain(target.description));
        case TargetKind::go_bp:
        case TargetKind::go_mf: break;
    }
    return prepare.reference() ? prepare.name(join(target.title, target.description))
                               : join(prepare.plain(target.title), prepare.plain(target.description));
}

/// Collects sets; empty ones are left out.
class Collector {
public:
    Collector(corpus::Corpus const& corpus, Preparation const& prepare) : corpus_(corpus), prepare_(prepare) {}

    template <class TextOf>
    void add_key_events(char const* file, TextOf text_of)
    {
        auto set = start(file, corpus::Source::aopwiki);
        for (auto const& ke : corpus_.key_events()) {
            set.ids.push_back(ke.id.str());
            set.texts.push_back(text_of(ke));
        }
        keep(std::move(set));
    }

    void add_targets(TargetKind kind, char const* text_file, char const* name_file)
    {
        auto const source = corpus::source_of(corpus::resource_of(kind));
        auto texts = start(text_file, source);
        auto names = start(name_file, source);
        for (auto const& target : corpus_.targets(kind).all()) {
            texts.ids.push_back(target.id.str());
            texts.texts.push_back(target_text(target, kind, prepare_));
            names.texts.push_back(target_name(target, kind, prepare_));
        }
        names.ids = texts.ids;
        keep(std::move(texts));
        keep(std::move(names));
    }

    [[nodiscard]] std::vector<VectorTexts> take() { return std::move(sets_); }

private:
    [[nodiscard]] VectorTexts start(char const* file, corpus::Source source) const
    {
        return {.file = file,
                .source = corpus::name_of(source),
                .version = corpus_.versions().display(source).value_or(""),
                .ids = {},
                .texts = {}};
    }
    void keep(VectorTexts set)
    {
        if (!set.ids.empty()) {
            sets_.push_back(std::move(set));
        }
    }

    corpus::Corpus const& corpus_;
    Preparation const& prepare_;
    std::vector<VectorTexts> sets_;
};

void add_key_event_sets(Collector& sets, Preparation const& prepare)
{
    auto const profile = prepare.profile();
    sets.add_key_events("ke_embeddings_title_only.npz",
                        [&](auto const& ke) { return key_event_text(ke.title, profile); });
    auto const whole = [&](auto const& ke) { return key_event_text(ke.title, ke.description, profile); };
    sets.add_key_events("ke_embeddings_with_desc.npz", whole);
    sets.add_key_events("ke_embeddings.npz", whole);
    if (prepare.reference()) {  // pathway titles are made of picked words there
        sets.add_key_events(kTitleEntities, [&](auto const& ke) { return prepare.name(ke.title); });
    }
}

}  // namespace

bool is_vector_part(std::string_view part)
{
    static constexpr std::string_view kParts[] = {"ke", "wikipathways", "go", "reactome", "all"};
    return std::ranges::find(kParts, part) != std::end(kParts);
}

std::vector<VectorTexts> vector_texts(corpus::Corpus const& corpus, std::string_view part, TextProfile profile,
                                      config::EntityExtraction const& entities)
{
    Preparation const prepare{profile, entities};
    Collector sets{corpus, prepare};
    auto const wants = [&](std::string_view name) { return part == name || part == "all"; };
    if (wants("ke")) {
        add_key_event_sets(sets, prepare);
    }
    if (wants("wikipathways")) {
        sets.add_targets(TargetKind::wikipathways, "pathway_embeddings.npz", "pathway_title_embeddings.npz");
    }
    if (wants("go")) {
        sets.add_targets(TargetKind::go_bp, "go_bp_embeddings.npz", "go_bp_name_embeddings.npz");
        sets.add_targets(TargetKind::go_mf, "go_mf_embeddings.npz", "go_mf_name_embeddings.npz");
    }
    if (wants("reactome")) {
        sets.add_targets(TargetKind::reactome, "reactome_pathway_embeddings.npz",
                         "reactome_pathway_name_embeddings.npz");
    }
    return sets.take();
}

std::vector<std::string> obsolete_vector_files(std::string_view part, TextProfile profile)
{
    bool const key_events = part == "ke" || part == "all";
    return key_events && profile == TextProfile::clean ? std::vector<std::string>{kTitleEntities}
                                                       : std::vector<std::string>{};
}

}  // namespace kewp::suggest
