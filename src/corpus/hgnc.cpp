#include "corpus/hgnc.hpp"

#include "base/text.hpp"
#include "corpus/table.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

/// `A, B` or `A|B`, perhaps in quotes.
std::vector<std::string_view> symbols_in(std::string_view list)
{
    list = text::trim(list);
    if (list.size() >= 2 && list.front() == '"' && list.back() == '"') {
        list = list.substr(1, list.size() - 2);
    }
    std::vector<std::string_view> symbols;
    for (auto const piece : text::split(list, list.find('|') == std::string_view::npos ? ',' : '|')) {
        if (auto const symbol = text::trim(piece); !symbol.empty()) {
            symbols.push_back(symbol);
        }
    }
    return symbols;
}

}  // namespace

bool HgncTable::recognises(Input const& input)
{
    auto const header = text::ascii_lower(input.first_line());
    return header.starts_with("hgnc id\tapproved symbol") || header.starts_with("hgnc_id\tsymbol");
}

Result<HgncTable> HgncTable::read(ImportContext& context, Input const& input)
{
    HgncTable table;
    TableColumns columns;
    auto const read = read_lines(context, input, [&](std::string_view line, std::size_t number) -> Verdict {
        if (number == 1) {
            columns = TableColumns{line};
            return ignored();
        }
        auto const fields = text::split(line, '\t');
        auto id = columns.field(fields, {"hgnc id", "hgnc_id"});
        if (id.starts_with("HGNC:")) {
            id.remove_prefix(5);
        }
        std::uint32_t hgnc_id = 0;
        auto const [end, error] = std::from_chars(id.data(), id.data() + id.size(), hgnc_id);
        if (error != std::errc{} || end != id.data() + id.size() || hgnc_id == 0) {
            return bad(fmt::format("expected an HGNC id, found '{}'", id));
        }
        auto const approved = columns.field(fields, {"approved symbol", "symbol"});
        if (approved.empty()) {
            return bad(fmt::format("HGNC id {} has no symbol", hgnc_id));
        }
        if (approved.ends_with("~withdrawn")) {
            return ignored();
        }
        table.add(hgnc_id, std::string{approved},
                  symbols_in(columns.field(fields, {"previous symbols", "prev_symbol"})),
                  symbols_in(columns.field(fields, {"alias symbols", "alias_symbol"})));
        return good();
    });
    if (!read) {
        return fail(read.error());
    }
    return table;
}

void HgncTable::index(Index& index, std::string_view name, std::uint32_t hgnc_id)
{
    auto const [place, added] = index.try_emplace(std::string{name}, hgnc_id);
    if (!added && place->second != hgnc_id) {
        place->second = kSeveral;
    }
}

void HgncTable::add(std::uint32_t hgnc_id, std::string const& approved, std::vector<std::string_view> const& previous,
                    std::vector<std::string_view> const& aliases)
{
    by_id_[hgnc_id] = approved;
    index(approved_, approved, hgnc_id);
    for (auto const name : previous) {
        index(previous_, name, hgnc_id);
    }
    for (auto const name : aliases) {
        index(aliases_, name, hgnc_id);
    }
}

std::string_view HgncTable::symbol_of(std::uint32_t hgnc_id) const
{
    auto const found = by_id_.find(hgnc_id);
    return found == by_id_.end() ? std::string_view{} : std::string_view{found->second};
}

HgncTable::Resolution HgncTable::resolve(std::string_view symbol) const
{
    std::pair<Index const*, How> const indexes[] = {
        {&approved_, How::approved}, {&previous_, How::previous}, {&aliases_, How::alias}};
    for (auto const& [index, how] : indexes) {
        if (auto const found = index->find(symbol); found != index->end()) {
            return found->second == kSeveral ? Resolution{How::ambiguous, {}}
                                             : Resolution{how, symbol_of(found->second)};
        }
    }
    return {};
}

std::string_view SymbolUpdater::operator()(std::string_view symbol)
{
    if (table_ == nullptr) {
        return symbol;
    }
    auto resolution = table_->resolve(symbol);
    if (resolution.how == HgncTable::How::alias && aliases_ == Aliases::refused) {
        resolution = {};
    }
    if (resolution.how != HgncTable::How::approved) {
        replaced_.try_emplace(std::string{symbol}, resolution.symbol.empty());
    }
    return resolution.symbol;
}

void SymbolUpdater::report(RecordLog& log) const
{
    auto const dropped = static_cast<std::size_t>(
        std::count_if(replaced_.begin(), replaced_.end(), [](auto const& entry) { return entry.second; }));
    if (dropped < replaced_.size()) {
        log.warn(
            fmt::format("{} outdated gene symbols were replaced by the approved ones", replaced_.size() - dropped));
    }
    if (dropped > 0) {
        log.warn(fmt::format("{} symbols that HGNC does not know as one human gene were left out", dropped));
    }
}

}  // namespace kewp::corpus
