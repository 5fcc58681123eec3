#include "suggest/direction_words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace kewp::suggest {
namespace {

struct Group {
    unsigned classes;
    std::string_view words;  // separated by one space
};

// The lists of spec/reference/suggestions.md §3.1 and §3.5, joined: the vectors of existing folders were
// made with exactly these words.
constexpr Group kGroups[] = {
    {kFull | kConservative | kPositive,
     "increase increased elevated upregulate upregulated up-regulate up-regulated activation stimulation"},
    {kConservative, "elevate"},
    {kFull | kPositive,
     "increasing elevation upregulation activate activated activating stimulate stimulated stimulating "
     "induction induce induced inducing enhancement enhance enhanced enhancing accumulation accumulate accumulated "
     "accumulating formation formed forming generation generate generated generating gain excessive over"},
    {kPositive, "increases upregulates activates stimulates"},
    {kFull | kConservative | kNegative,
     "decrease decreased reduced downregulate downregulated down-regulate down-regulated inhibition suppression"},
    {kConservative | kNegative, "reduce"},
    {kFull | kNegative,
     "decreasing reduction downregulation inhibited inhibiting suppressed suppressing disruption disrupted disrupting "
     "impairment impaired impairing depletion deplete depleted depleting loss deficient insufficient under absence"},
    {kNegative, "decreases reducing downregulates"},
    {kFull,
     "altered alteration change changes changed changing modified modification antagonism antagonize antagonized "
     "antagonizing agonism agonize agonized release released releasing secretion secrete secreted secreting binding "
     "bound bind binds interaction interacting interacted abnormal aberrant lack presence"},
};

class Words {
public:
    Words()
    {
        for (auto const& group : kGroups) {
            for (auto rest = group.words; !rest.empty();) {
                auto const end = std::min(rest.find(' '), rest.size());
                classes_.emplace(rest.substr(0, end), group.classes);
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }

    [[nodiscard]] unsigned find(std::string_view word) const
    {
        auto const found = classes_.find(word);
        return found == classes_.end() ? kNoDirection : found->second;
    }

private:
    std::unordered_map<std::string_view, unsigned> classes_;
};

}  // namespace

unsigned direction_word(std::string_view word)
{
    static Words const words;
    return words.find(word);
}

}  // namespace kewp::suggest
