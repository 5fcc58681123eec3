#pragma once

#include "corpus/corpus.hpp"
#include "embed/embeddings.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest/suggester.hpp"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kewp::suggest::fixture {

/// Collects the parts of a small corpus.
class CorpusBuilder {
public:
    CorpusBuilder() { parts_.ke_genes_known = true; }

    corpus::KeyEvent& key_event(std::uint32_t number, std::string title, std::initializer_list<char const*> genes = {})
    {
        corpus::KeyEvent ke{.id = KeId{number},
                            .title = std::move(title),
                            .description = {},
                            .level = {},
                            .page = {},
                            .aops = {},
                            .genes = intern(genes),
                            .gene_symbols = {}};
        ke.gene_symbols.assign(genes.begin(), genes.end());
        return parts_.key_events.emplace_back(std::move(ke));
    }

    corpus::Target& target(corpus::TargetKind kind, std::uint32_t number, std::string title)
    {
        corpus::Target target{.id = TargetId{resource_of(kind), number}};
        target.title = std::move(title);
        auto& all = parts_.targets[static_cast<std::size_t>(kind)];
        return all.emplace_back(std::move(target));
    }

    corpus::Target& pathway(std::uint32_t number, std::string title)
    {
        return target(corpus::TargetKind::wikipathways, number, std::move(title));
    }

    corpus::Target& process(std::uint32_t number, std::string title)
    {
        return target(corpus::TargetKind::go_bp, number, std::move(title));
    }

    /// Gives a target the genes named and as many others as make `size`.
    void genes(corpus::Target& target, std::initializer_list<char const*> named, std::size_t size)
    {
        target.genes = intern(named);
        for (std::size_t i = target.genes.size(); i < size; ++i) {
            target.genes.push_back(parts_.genes.intern("OTHER" + std::to_string(i)));
        }
        std::ranges::sort(target.genes);
        target.genes_known = true;
    }

    void reverse_targets()
    {
        for (auto& targets : parts_.targets) {
            std::ranges::reverse(targets);
        }
    }

    void forget_ke_genes() { parts_.ke_genes_known = false; }

    [[nodiscard]] std::shared_ptr<corpus::Corpus const> build()
    {
        return std::make_shared<corpus::Corpus const>(std::move(parts_));
    }

private:
    std::vector<corpus::Gene> intern(std::initializer_list<char const*> symbols)
    {
        std::vector<corpus::Gene> genes;
        for (auto const* const symbol : symbols) {
            genes.push_back(parts_.genes.intern(symbol));
        }
        std::ranges::sort(genes);
        return genes;
    }

    corpus::CorpusParts parts_;
};

/// Vectors by id; they are normalised as the loader does it.
inline std::optional<embed::EmbeddingSet> vectors(std::vector<std::pair<std::string, std::vector<float>>> const& rows)
{
    std::vector<std::string> ids;
    std::vector<float> values;
    for (auto const& [id, row] : rows) {
        ids.push_back(id);
        values.insert(values.end(), row.begin(), row.end());
    }
    auto const cols = rows.front().second.size();
    auto set = embed::EmbeddingSet::from_values("test.npz", std::move(ids), std::move(values), cols);
    return set ? std::optional{std::move(*set)} : std::nullopt;
}

inline std::vector<std::string> ids_of(std::vector<Suggestion> const& suggestions)
{
    std::vector<std::string> ids;
    for (auto const& suggestion : suggestions) {
        ids.push_back(suggestion.target->id.str());
    }
    return ids;
}

}  // namespace kewp::suggest::fixture
