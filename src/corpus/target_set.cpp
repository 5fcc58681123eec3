#include "corpus/target_set.hpp"

namespace kewp::corpus {

char const* name_of(TargetKind kind)
{
    switch (kind) {
        case TargetKind::wikipathways: return "wikipathways";
        case TargetKind::go_bp: return "go_bp";
        case TargetKind::go_mf: return "go_mf";
        case TargetKind::reactome: return "reactome";
    }
    return "";
}

Resource resource_of(TargetKind kind)
{
    switch (kind) {
        case TargetKind::wikipathways: return Resource::wikipathways;
        case TargetKind::reactome: return Resource::reactome;
        case TargetKind::go_bp:
        case TargetKind::go_mf: break;
    }
    return Resource::go;
}

std::optional<std::size_t> Target::gene_count() const
{
    return genes_known ? std::optional{genes.size()} : std::nullopt;
}

TargetSet::TargetSet(TargetKind kind, std::vector<Target> targets) : kind_(kind), targets_(std::move(targets))
{
    index_.reserve(targets_.size());
    for (std::uint32_t index = 0; index < targets_.size(); ++index) {
        index_.emplace(targets_[index].id, index);
    }
}

Target const* TargetSet::find(TargetId id) const
{
    auto const found = index_.find(id);
    return found == index_.end() ? nullptr : &targets_[found->second];
}

std::optional<std::size_t> TargetSet::index_of(TargetId id) const
{
    auto const found = index_.find(id);
    return found == index_.end() ? std::nullopt : std::optional<std::size_t>{found->second};
}

}  // namespace kewp::corpus
