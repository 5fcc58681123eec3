#include "corpus/readers.hpp"
#include "corpus/record_reading.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace kewp::corpus {
namespace {

/// Gathers AOPs from the files that each know a part of them.
class AopReader {
public:
    AopReader(FolderReader& folder, CorpusParts& parts) : folder_(folder), parts_(parts)
    {
        for (std::size_t position = 0; position < parts.key_events.size(); ++position) {
            key_events_.emplace(parts.key_events[position].id, position);
        }
    }

    Result<void> read_all()
    {
        return read_membership()
            .and_then([&] { return read_adjacency(); })
            .and_then([&] { return read_oecd_status(); })
            .map([&] { finish(); });
    }

private:
    Result<void> read_membership();
    Result<void> read_adjacency();
    Result<void> read_oecd_status();
    void read_network(Aop& aop, JsonNode const& record, Repairs& repairs);
    void finish();

    Aop& aop(AopId id, std::string_view title);
    void join(KeId ke, AopId id, Repairs& repairs);

    FolderReader& folder_;
    CorpusParts& parts_;
    std::unordered_map<KeId, std::size_t> key_events_;
    std::unordered_map<AopId, std::size_t> aops_;
    bool has_membership_ = false;
};

/// The AOP, made when it is new; the first title that a file gives is kept.
Aop& AopReader::aop(AopId id, std::string_view title)
{
    if (aops_.emplace(id, parts_.aops.size()).second) {
        parts_.aops.push_back(Aop{.id = id});
    }
    auto& found = parts_.aops[aops_.at(id)];
    if (found.title.empty()) {
        found.title = title;
    }
    return found;
}

/// Lists the AOP at the Key Event.
void AopReader::join(KeId ke, AopId id, Repairs& repairs)
{
    auto const found = key_events_.find(ke);
    if (found == key_events_.end()) {
        return;
    }
    auto& aops = parts_.key_events[found->second].aops;
    if (std::ranges::find(aops, id) == aops.end()) {
        aops.push_back(id);
    } else if (has_membership_) {
        repairs.add("Key Events name an AOP twice", ke.str());
    }
}

Result<void> AopReader::read_membership()
{
    has_membership_ = folder_.has(kKeAopMembership.name);
    auto const read = folder_.read(kKeAopMembership, [&](JsonNode const& root, Repairs& repairs) {
        std::size_t rows = 0;
        each_record(root, {"ke_id", "KElabel"}, [&](std::string_view text, JsonNode const& record) {
            auto const ke = read_ke_id(record, text, repairs);
            if (!ke) {
                return;
            }
            if (!key_events_.contains(*ke)) {
                repairs.add("Key Events are not in ke_metadata.json", ke->str());
            }
            auto const list = record.is_object() ? record.member_of({"aops", "aop_membership"}) : record;
            list.each_element([&](JsonNode const& entry) {
                auto const label = entry.is_string() ? entry.string() : entry.member("aop_id").string();
                if (auto const id = read_aop_id(entry, label, repairs)) {
                    aop(*id, entry.member("aop_title").string_or_empty()).key_events.push_back(*ke);
                    join(*ke, *id, repairs);
                }
            });
            ++rows;
        });
        return rows;
    });
    return read ? Result<void>{} : fail(read.error());
}

void AopReader::read_network(Aop& aop, JsonNode const& record, Repairs& repairs)
{
    record.member("kes").each_element([&](JsonNode const& entry) {
        auto const ke = read_ke_id(entry, entry.member("id").string(), repairs);
        auto const type = entry.member("type").string();
        if (type != "MIE" && type != "KE" && type != "AO") {
            entry.member("type").report("MIE, KE or AO");
        }
        if (ke) {
            aop.events.push_back({*ke, std::string{type}, std::string{entry.member("title").string_or_empty()}});
            aop.key_events.push_back(*ke);
        }
    });
    record.member("kers").each_element([&](JsonNode const& entry) {
        auto const upstream = read_ke_id(entry, entry.member("upstream").string(), repairs);
        auto const downstream = read_ke_id(entry, entry.member("downstream").string(), repairs);
        if (upstream && downstream) {
            aop.relationships.emplace_back(*upstream, *downstream);
        }
    });
}

/// The file counts itself; a count that differs speaks of a file cut or edited by hand.
void check_count(JsonNode const& root, char const* key, std::size_t found, Repairs& repairs)
{
    auto const stated = root.member("_metadata").member(key).integer();
    if (stated && *stated != static_cast<std::int64_t>(found)) {
        repairs.add(fmt::format("of the counts in _metadata differ from the content, which has {}", found),
                    fmt::format("{}: {}", key, *stated));
    }
}

Result<void> AopReader::read_adjacency()
{
    auto const read = folder_.read(kKerAdjacency, [&](JsonNode const& root, Repairs& repairs) {
        std::size_t rows = 0;
        each_record(root, {"aop_id", "id"}, [&](std::string_view text, JsonNode const& record) {
            if (auto const id = read_aop_id(record, text, repairs)) {
                read_network(aop(*id, record.member("title").string_or_empty()), record, repairs);
                ++rows;
            }
        });
        std::size_t relationships = 0;
        for (auto const& found : parts_.aops) {
            relationships += found.relationships.size();
        }
        check_count(root, "aop_count", rows, repairs);
        check_count(root, "total_kers", relationships, repairs);
        if (!has_membership_) {
            for (auto const& found : parts_.aops) {
                for (auto const ke : found.key_events) {
                    join(ke, found.id, repairs);
                }
            }
        }
        return rows;
    });
    if (!read) {
        return fail(read.error());
    }
    if (*read) {
        folder_.explain_missing(kKeAopMembership.name,
                                fmt::format("Key Events are listed under the AOPs of {} only, where they take part "
                                            "in a relationship; {}",
                                            kKerAdjacency.name, kKeAopMembership.remedy));
    }
    return {};
}

Result<void> AopReader::read_oecd_status()
{
    auto const read = folder_.read(kAopOecdStatus, [&](JsonNode const& root, Repairs& repairs) {
        std::size_t rows = 0;
        auto const inner = root.member("aops");
        each_record(
            inner.exists() ? inner : root, {"aop_id", "id"}, [&](std::string_view text, JsonNode const& record) {
                auto const id = read_aop_id(record, text, repairs);
                if (!id) {
                    return;
                }
                auto const status = record.is_string() ? record.string() : record.member("status").string_or_empty();
                auto& found = aop(*id, record.member("title").string_or_empty());
                found.oecd_status = status.empty() ? std::string_view{"Unknown"} : status;
                ++rows;
            });
        return rows;
    });
    return read ? Result<void>{} : fail(read.error());
}

void AopReader::finish()
{
    for (auto& found : parts_.aops) {
        std::ranges::sort(found.key_events);
        found.key_events.erase(std::unique(found.key_events.begin(), found.key_events.end()), found.key_events.end());
    }
}

}  // namespace

Result<void> read_aops(FolderReader& folder, CorpusParts& parts)
{
    return AopReader{folder, parts}.read_all();
}

}  // namespace kewp::corpus
