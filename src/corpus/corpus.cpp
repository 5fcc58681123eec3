#include "corpus/corpus.hpp"

#include <algorithm>

namespace kewp::corpus {
namespace {

constexpr std::size_t index_of_kind(TargetKind kind)
{
    return static_cast<std::size_t>(kind);
}

template <class Id, class Record>
std::unordered_map<Id, std::uint32_t> index_by_id(std::vector<Record> const& records)
{
    std::unordered_map<Id, std::uint32_t> index;
    index.reserve(records.size());
    for (std::uint32_t position = 0; position < records.size(); ++position) {
        index.emplace(records[position].id, position);
    }
    return index;
}

}  // namespace

Corpus::Corpus(CorpusParts parts) : parts_(std::move(parts))
{
    std::ranges::sort(parts_.aops, {}, &Aop::id);
    key_event_index_ = index_by_id<KeId>(parts_.key_events);
    aop_index_ = index_by_id<AopId>(parts_.aops);
    sets_.reserve(std::size(kTargetKinds));
    for (auto const kind : kTargetKinds) {
        sets_.emplace_back(kind, std::move(parts_.targets[index_of_kind(kind)]));
    }
}

KeyEvent const* Corpus::find(KeId id) const
{
    auto const found = key_event_index_.find(id);
    return found == key_event_index_.end() ? nullptr : &parts_.key_events[found->second];
}

std::optional<std::size_t> Corpus::index_of(KeId id) const
{
    auto const found = key_event_index_.find(id);
    return found == key_event_index_.end() ? std::nullopt : std::optional<std::size_t>{found->second};
}

Aop const* Corpus::find(AopId id) const
{
    auto const found = aop_index_.find(id);
    return found == aop_index_.end() ? nullptr : &parts_.aops[found->second];
}

TargetSet const& Corpus::targets(TargetKind kind) const
{
    return sets_[index_of_kind(kind)];
}

Target const* Corpus::find_target(TargetId id) const
{
    auto const kind = kind_of(id);
    return kind ? targets(*kind).find(id) : nullptr;
}

std::optional<TargetKind> Corpus::kind_of(TargetId id) const
{
    for (auto const kind : kTargetKinds) {
        if (resource_of(kind) == id.resource() && targets(kind).find(id) != nullptr) {
            return kind;
        }
    }
    return std::nullopt;
}

GoFacts Corpus::go_facts(TargetId id) const
{
    if (auto const* target = find_target(id)) {
        return {target->ic, target->depth};
    }
    auto const found = parts_.other_go_facts.find(id);
    return found == parts_.other_go_facts.end() ? GoFacts{} : found->second;
}

FileNote const* Corpus::note(std::string_view file) const
{
    auto const found = std::ranges::find(parts_.notes, file, &FileNote::file);
    return found == parts_.notes.end() ? nullptr : &*found;
}

}  // namespace kewp::corpus
