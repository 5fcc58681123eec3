#include "corpus/aopwiki_model.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kewp::corpus {

void TrustedText::offer(std::string_view other, Trust other_trust)
{
    auto const trimmed = text::trim(other);
    if (!trimmed.empty() && other_trust > trust) {
        text = std::string{trimmed};
        trust = other_trust;
    }
}

void AopWikiModel::add_member(AopId aop_id, KeId ke, AopRole role)
{
    auto& held = aop(aop_id).members.try_emplace(ke, role).first->second;
    held = std::max(held, role);
}

void AopWikiModel::add_relationship(AopId aop_id, std::uint32_t number, KeId upstream, KeId downstream)
{
    aop(aop_id).relationships.emplace(upstream, downstream);
    add_member(aop_id, upstream, AopRole::member);
    add_member(aop_id, downstream, AopRole::member);
    if (number != 0) {
        placed_.insert(number);
    }
}

void AopWikiModel::add_loose_relationship(std::uint32_t number, KeId upstream, KeId downstream)
{
    loose_.try_emplace(number, upstream, downstream);
}

std::size_t AopWikiModel::place_loose_relationships()
{
    std::map<KeId, std::vector<AopId>> aops_of;
    std::set<AopId> without_any;
    for (auto const& [id, facts] : aops_) {
        if (facts.relationships.empty()) {
            without_any.insert(id);
        }
        for (auto const& member : facts.members) {
            aops_of[member.first].push_back(id);
        }
    }
    std::size_t homeless = 0;
    for (auto const& [number, ends] : loose_) {
        auto const known = placed_.contains(number);
        bool has_home = known;
        for (auto const aop_id : aops_of[ends.first]) {
            auto& facts = aops_.at(aop_id);
            if (facts.members.contains(ends.second) && (!known || without_any.contains(aop_id))) {
                facts.relationships.insert(ends);
                has_home = true;
            }
        }
        homeless += has_home ? 0U : 1U;
    }
    return homeless;
}

}  // namespace kewp::corpus
