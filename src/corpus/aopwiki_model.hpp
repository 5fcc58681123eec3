#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "corpus/import_context.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// How far a kind of AOP-Wiki file is trusted where several state the same thing, least first.
enum class Trust : std::uint8_t { none, turtle, table, json, xml };

/// A text that the most trusted file wins; of equals the first.
struct TrustedText {
    std::string text;
    Trust trust = Trust::none;

    void offer(std::string_view other, Trust other_trust);
};

/// What the files say about a Key Event.
struct KeyEventFacts {
    TrustedText title;
    TrustedText description;  // of equals the longest: AOP-Wiki states some twice
    TrustedText level;
    TrustedText page;
};

enum class AopRole : std::uint8_t { member, adverse_outcome, initiating_event };

/// What the files say about an AOP.
struct AopFacts {
    TrustedText title;
    TrustedText oecd_status;
    std::map<KeId, AopRole> members;
    std::set<std::pair<KeId, KeId>> relationships;  // upstream, downstream
};

/// The union of the AOP-Wiki files of one import.
class AopWikiModel {
public:
    KeyEventFacts& key_event(KeId id) { return key_events_[id]; }
    AopFacts& aop(AopId id) { return aops_[id]; }
    void add_member(AopId aop, KeId ke, AopRole role);
    /// A relationship that a file lists under an AOP. `number` is AOP-Wiki's, 0 when it is not stated.
    void add_relationship(AopId aop, std::uint32_t number, KeId upstream, KeId downstream);
    /// A relationship of which no AOP is stated (Turtle of the AOP-Wiki relationships).
    void add_loose_relationship(std::uint32_t number, KeId upstream, KeId downstream);

    /// Gives the loose relationships to the AOPs that have both ends. One whose AOPs some file does state
    /// goes only to those, and to AOPs that have no relationship stated at all. Returns how many found no AOP.
    std::size_t place_loose_relationships();

    [[nodiscard]] std::map<KeId, KeyEventFacts> const& key_events() const { return key_events_; }
    [[nodiscard]] std::map<AopId, AopFacts> const& aops() const { return aops_; }

    // What at least one file could state; what none could is taken over from the previous import.
    bool states_descriptions = false;
    bool states_roles = false;
    bool states_oecd_status = false;

private:
    std::map<KeId, KeyEventFacts> key_events_;
    std::map<AopId, AopFacts> aops_;
    std::map<std::uint32_t, std::pair<KeId, KeId>> loose_;
    std::set<std::uint32_t> placed_;
};

// One reader for each kind of file. They enter what they find into the model and the release.

[[nodiscard]] Result<void> read_aopwiki_xml(ImportContext& context, Input const& input, AopWikiModel& model,
                                            ReleaseInfo& release);
[[nodiscard]] Result<void> read_aopwiki_turtle(ImportContext& context, Input const& input, AopWikiModel& model,
                                               ReleaseInfo& release);
/// `ke_aop_membership.json`.
[[nodiscard]] Result<void> read_aop_membership(ImportContext& context, Input const& input, AopWikiModel& model);
/// `ke_metadata.json`.
[[nodiscard]] Result<void> read_ke_metadata(ImportContext& context, Input const& input, AopWikiModel& model);
/// The downloads of AOP-Wiki itself, without header: `aop_ke_ker`, `aop_ke_mie_ao`, `aop_ke_ec`.
[[nodiscard]] Result<void> read_aopwiki_table(ImportContext& context, Input const& input, AopWikiModel& model);
[[nodiscard]] bool is_aopwiki_table(Input const& input);

/// Takes over from the files of the data folder what no input could state (descriptions, levels, roles, OECD
/// status), with a warning: replacing good values by none would be a loss that nobody sees.
void take_over_previous(ImportContext& context, AopWikiModel& model);

/// Stages the four files.
[[nodiscard]] Result<void> write_aopwiki_files(ImportContext& context, AopWikiModel const& model);

}  // namespace kewp::corpus
