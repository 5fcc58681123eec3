#pragma once

#include "base/result.hpp"
#include "corpus/import_context.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kewp::corpus {

/// HGNC's table of human genes: approved symbols by id, and what older symbols are called today.
class HgncTable {
public:
    enum class How { approved, previous, alias, ambiguous, unknown };
    struct Resolution {
        How how = How::unknown;
        std::string_view symbol;  // approved; "" when ambiguous or unknown
    };

    /// True for HGNC's custom download ("HGNC ID", "Approved symbol" …) and for its complete set
    /// ("hgnc_id", "symbol" …).
    [[nodiscard]] static bool recognises(Input const& input);
    [[nodiscard]] static Result<HgncTable> read(ImportContext& context, Input const& input);

    /// Adds a gene. An approved symbol beats a previous one of another gene, and that an alias.
    void add(std::uint32_t hgnc_id, std::string const& approved, std::vector<std::string_view> const& previous,
             std::vector<std::string_view> const& aliases);

    /// "" when the id is not in the table.
    [[nodiscard]] std::string_view symbol_of(std::uint32_t hgnc_id) const;
    /// Symbols are compared as written: `vif` is no gene because `VIF` might be.
    [[nodiscard]] Resolution resolve(std::string_view symbol) const;
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    // The value is an HGNC id, or `kSeveral` when the name does not say which gene is meant.
    using Index = std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;
    static constexpr std::uint32_t kSeveral = 0;
    static void index(Index& index, std::string_view name, std::uint32_t hgnc_id);

    std::unordered_map<std::uint32_t, std::string> by_id_;
    Index approved_;
    Index previous_;
    Index aliases_;
};

/// Brings gene symbols of a release up to date and counts what happened, for one warning at the end.
class SymbolUpdater {
public:
    /// Whether an alias counts as a gene's name. Not where symbols of other organisms occur: the viral
    /// proteins `HN` and `PB1` are aliases of human genes too.
    enum class Aliases { followed, refused };

    /// `table` null leaves every symbol as it is.
    explicit SymbolUpdater(HgncTable const* table, Aliases aliases = Aliases::followed)
        : table_(table), aliases_(aliases)
    {
    }

    /// The approved symbol; "" when the table knows none (a viral protein, an ambiguous old name).
    [[nodiscard]] std::string_view operator()(std::string_view symbol);
    /// Says how many symbols were replaced or dropped.
    void report(RecordLog& log) const;

private:
    HgncTable const* table_;
    Aliases aliases_;
    std::unordered_map<std::string, bool> replaced_;  // distinct symbols, true: dropped
};

}  // namespace kewp::corpus
