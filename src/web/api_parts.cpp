#include "web/api_parts.hpp"

namespace kewp::web {
namespace {

constexpr std::uint64_t kWholeFileBytes = 512UL * 1024 * 1024;  // of each worker, on the database's disk

}  // namespace

ApiParts make_api_parts(Services const& services)
{
    return {std::make_shared<KeptAnswers>(services), std::make_shared<WholeFiles>(services, kWholeFileBytes)};
}

}  // namespace kewp::web
