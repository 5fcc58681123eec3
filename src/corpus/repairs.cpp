#include "corpus/repairs.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {

void Repairs::add(std::string_view what, std::string_view example)
{
    auto found = std::ranges::find(kinds_, what, &Kind::what);
    if (found == kinds_.end()) {
        found = kinds_.insert(kinds_.end(), {std::string{what}, std::string{example}, 0});
    }
    ++found->count;
}

std::vector<std::string> Repairs::remarks() const
{
    std::vector<std::string> remarks;
    for (auto const& kind : kinds_) {
        remarks.push_back(fmt::format("{} {} (first: '{}')", kind.count, kind.what, kind.example));
    }
    return remarks;
}

}  // namespace kewp::corpus
