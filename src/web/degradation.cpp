#include "web/degradation.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::web {
namespace {

/// Names of the resources whose targets are ranked without vectors.
std::vector<std::string> without_vectors(suggest::Suggester const& suggester)
{
    std::vector<std::string> names;
    for (auto const kind : corpus::kTargetKinds) {
        if (!suggester.embeddings_ready(kind) && !suggester.corpus().targets(kind).empty()) {
            std::string name = corpus::title_of(corpus::source_of(corpus::resource_of(kind)));
            if (std::ranges::find(names, name) == names.end()) {
                names.push_back(std::move(name));
            }
        }
    }
    return names;
}

}  // namespace

std::vector<std::string> degradations(Services const& services)
{
    std::vector<std::string> all;
    if (auto const names = without_vectors(services.suggester); !names.empty()) {
        all.push_back(fmt::format("There are no embeddings for {}, so suggestions are ranked by words and genes only.",
                                  fmt::join(names, ", ")));
    }
    return all;
}

}  // namespace kewp::web
