#include "corpus/ontology.hpp"

#include <algorithm>

namespace kewp::corpus {
namespace {

constexpr int kMaxSteps = 8;  // of replacements that are obsolete themselves; guards against a circle

bool contains(std::vector<GoNumber> const& numbers, GoNumber number)
{
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

std::optional<GoNumber> go_number(std::string_view id)
{
    auto const parsed = TargetId::parse(Resource::go, id);
    return parsed ? std::optional{parsed->number()} : std::nullopt;
}

std::string go_id(GoNumber number)
{
    return TargetId{Resource::go, number}.str();
}

std::optional<GoNumber> Ontology::living(GoNumber number) const
{
    for (int step = 0; step < kMaxSteps; ++step) {
        if (!terms.contains(number)) {
            auto const primary = alternative_ids.find(number);
            if (primary == alternative_ids.end() || primary->second == number) {
                return std::nullopt;
            }
            number = primary->second;
            continue;
        }
        auto const& term = terms.at(number);
        if (!term.is_obsolete) {
            return number;
        }
        if (!term.replaced_by.empty()) {
            number = term.replaced_by.front();
            continue;
        }
        auto const is_living = [&](GoNumber other) {
            auto const found = terms.find(other);
            return found != terms.end() && !found->second.is_obsolete;
        };
        auto const chosen = std::find_if(term.consider.begin(), term.consider.end(), is_living);
        return chosen == term.consider.end() ? std::nullopt : std::optional{*chosen};
    }
    return std::nullopt;
}

void Ontology::complete_from(Ontology const& other)
{
    for (auto const& [number, term] : other.terms) {
        auto const [place, added] = terms.try_emplace(number, term);
        if (added) {
            continue;
        }
        auto& held = place->second;
        if (held.definition.empty()) {
            held.definition = term.definition;
        }
        if (held.synonyms.empty()) {
            held.synonyms = term.synonyms;
        }
        if (held.is_obsolete && held.replaced_by.empty() && held.consider.empty()) {
            held.replaced_by = term.replaced_by;
            held.consider = term.consider;
        }
    }
    alternative_ids.insert(other.alternative_ids.begin(), other.alternative_ids.end());
}

std::size_t Ontology::add_edges(std::vector<std::pair<GoNumber, GoNumber>> const& edges,
                                std::unordered_map<GoNumber, std::string> const& names)
{
    std::vector<bool> used(edges.size());
    // A new term can hang below another new one, so this goes on until nothing is added.
    for (bool grew = true; grew;) {
        grew = false;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            auto const [parent_number, child_number] = edges[i];
            auto const parent = terms.find(parent_number);
            if (used[i] || parent == terms.end() || parent->second.is_obsolete || parent_number == child_number) {
                continue;
            }
            auto child = terms.find(child_number);
            if (child == terms.end()) {
                auto const name = names.find(child_number);
                if (name == names.end() || name->second.empty()) {
                    continue;
                }
                child = terms.try_emplace(child_number).first;
                child->second.name = name->second;
                child->second.aspect = parent->second.aspect;
                grew = true;
            }
            auto& term = child->second;
            auto const is_reverse =
                contains(parent->second.is_a, child_number) || contains(parent->second.part_of, child_number);
            if (term.is_obsolete || term.aspect != parent->second.aspect || is_reverse) {
                continue;
            }
            if (!contains(term.is_a, parent_number) && !contains(term.part_of, parent_number)) {
                term.other_parents.push_back(parent_number);
            }
            used[i] = true;
        }
    }
    return static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
}

}  // namespace kewp::corpus
