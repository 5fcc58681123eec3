#include "corpus/go_graph.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <unordered_map>

namespace kewp::corpus {
namespace {

constexpr GoNumber kBiologicalProcess = 8150;
constexpr GoNumber kMolecularFunction = 3674;
constexpr GoNumber kCellularComponent = 5575;

/// Parents of a term inside its aspect: is_a and part_of first, then those from other lists.
struct ParentList {
    std::vector<GoNumber> all;
    std::size_t sure = 0;  // how many of them the ontology itself states
};
using Parents = std::unordered_map<GoNumber, ParentList>;

template <class T>
void sort_unique(std::vector<T>& values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

Parents parents_within(Ontology const& ontology, GoAspect aspect)
{
    auto const is_member = [&](GoNumber number) {
        auto const found = ontology.terms.find(number);
        return found != ontology.terms.end() && !found->second.is_obsolete && found->second.aspect == aspect;
    };
    Parents parents;
    for (auto const& [number, term] : ontology.terms) {
        if (!is_member(number)) {
            continue;
        }
        auto& list = parents[number];
        auto const take = [&, own = number](std::vector<GoNumber> const& edges) {
            std::copy_if(edges.begin(), edges.end(), std::back_inserter(list.all),
                         [&](GoNumber parent) { return parent != own && is_member(parent); });
        };
        take(term.is_a);
        take(term.part_of);
        list.sure = list.all.size();
        take(term.other_parents);
    }
    return parents;
}

/// Walks up from every term and lists each one after its parents.
class AncestryOrder {
public:
    explicit AncestryOrder(Parents& parents) : parents_(parents) {}

    void walk_from(GoNumber start)
    {
        if (marks_[start] != Mark::untouched) {
            return;
        }
        enter(start);
        // Not recursive: a hierarchy from outside may be deep.
        while (!path_.empty()) {
            auto& step = path_.back();
            auto const& list = parents_.at(step.number).all;
            if (step.next_parent == list.size()) {
                marks_[step.number] = Mark::done;
                order.push_back(step.number);
                path_.pop_back();
                continue;
            }
            auto const parent = list[step.next_parent++];
            auto const mark = marks_[parent];
            if (mark == Mark::untouched) {
                enter(parent);
            } else if (mark == Mark::open) {
                break_circle(parent);
            }
        }
    }

    std::vector<GoNumber> order;
    std::size_t dropped = 0;

private:
    enum class Mark { untouched, open, done };
    struct Step {
        GoNumber number;
        std::size_t next_parent;
    };

    void enter(GoNumber number)
    {
        marks_[number] = Mark::open;
        path_.push_back({number, 0});
    }

    /// The path from `parent` to its end is a circle. Takes one edge out, if possible one that the ontology
    /// itself does not state, and goes back to where that edge began.
    void break_circle(GoNumber parent)
    {
        auto const begin = std::find_if(path_.begin(), path_.end(), [&](Step const& s) { return s.number == parent; });
        auto const is_unsure = [&](Step const& s) { return s.next_parent > parents_.at(s.number).sure; };
        auto victim = std::find_if(begin, path_.end(), is_unsure);
        if (victim == path_.end()) {
            --victim;
        }
        auto& list = parents_.at(victim->number);
        --victim->next_parent;
        list.all.erase(list.all.begin() + static_cast<std::ptrdiff_t>(victim->next_parent));
        list.sure = std::min(list.sure, list.all.size());
        ++dropped;
        while (&path_.back() != &*victim) {
            marks_[path_.back().number] = Mark::untouched;
            path_.pop_back();
        }
    }

    Parents& parents_;
    std::unordered_map<GoNumber, Mark> marks_;
    std::vector<Step> path_;
};

void set_depths(GoGraph& graph, Parents const& parents, GoNumber root)
{
    std::unordered_map<GoNumber, std::vector<GoNumber>> children;
    for (auto const& [number, own] : parents) {
        for (auto const parent : own.all) {
            children[parent].push_back(number);
        }
    }
    auto const top = graph.nodes.find(root);
    if (top == graph.nodes.end()) {
        return;
    }
    top->second.depth = 0;
    std::deque<GoNumber> open{root};
    while (!open.empty()) {
        auto const number = open.front();
        open.pop_front();
        for (auto const child : children[number]) {
            auto& node = graph.nodes.at(child);
            if (node.depth < 0) {
                node.depth = graph.nodes.at(number).depth + 1;
                open.push_back(child);
            }
        }
    }
}

void set_information(GoGraph& graph, GoNumber root)
{
    auto const top = graph.nodes.find(root);
    auto const all =
        top == graph.nodes.end() || top->second.genes.empty() ? 1.0 : static_cast<double>(top->second.genes.size());
    auto const content = [&](GoNode const& node) {
        // A term outside the root's reach could have more genes than the root; no information is the least there is.
        return std::max(0.0, -std::log2(static_cast<double>(node.genes.size()) / all));
    };
    double largest = 0;
    for (auto const& entry : graph.nodes) {
        if (!entry.second.genes.empty()) {
            largest = std::max(largest, content(entry.second));
        }
    }
    for (auto& [number, node] : graph.nodes) {
        node.information = number == root       ? 0.0
                           : node.genes.empty() ? 1.0
                           : largest > 0        ? content(node) / largest
                                                : 0.0;
    }
}

}  // namespace

GoNumber root_of(GoAspect aspect)
{
    switch (aspect) {
        case GoAspect::biological_process: return kBiologicalProcess;
        case GoAspect::molecular_function: return kMolecularFunction;
        case GoAspect::cellular_component:
        case GoAspect::unknown: break;
    }
    return kCellularComponent;
}

GoGraph build_go_graph(Ontology const& ontology, GoAspect aspect, GenesByTerm const& direct)
{
    GoGraph graph;
    auto parents = parents_within(ontology, aspect);
    AncestryOrder ancestry{parents};
    for (auto const& entry : ontology.terms) {
        if (parents.contains(entry.first)) {
            ancestry.walk_from(entry.first);
        }
    }
    graph.dropped_edges = ancestry.dropped;
    for (auto const number : ancestry.order) {
        auto& ancestors = graph.nodes[number].ancestors;
        for (auto const parent : parents.at(number).all) {
            auto const& above = graph.nodes.at(parent).ancestors;
            ancestors.push_back(parent);
            ancestors.insert(ancestors.end(), above.begin(), above.end());
        }
        sort_unique(ancestors);
    }
    for (auto const& [number, genes] : direct) {
        auto const node = graph.nodes.find(number);
        if (node == graph.nodes.end()) {
            continue;
        }
        node->second.genes.insert(node->second.genes.end(), genes.begin(), genes.end());
        for (auto const ancestor : node->second.ancestors) {
            auto& above = graph.nodes.at(ancestor).genes;
            above.insert(above.end(), genes.begin(), genes.end());
        }
    }
    for (auto& entry : graph.nodes) {
        sort_unique(entry.second.genes);
    }
    auto const root = root_of(aspect);
    set_depths(graph, parents, root);
    set_information(graph, root);
    return graph;
}

}  // namespace kewp::corpus
