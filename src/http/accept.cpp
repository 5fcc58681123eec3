#include "http/accept.hpp"

#include "base/text.hpp"

#include <string>
#include <vector>

namespace kewp::http {
namespace {

struct Range {
    std::string type;  // lower case, `text/*`
    double q = 1.0;
    bool plain = true;  // no parameters but q
};

/// RFC 9110 12.4.2: `0`, `1`, at most three decimals. nullopt when malformed.
std::optional<double> read_q(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) {
        return std::nullopt;
    }
    double value = text[0] - '0';
    if (text.size() > 1) {
        if (text[1] != '.') {
            return std::nullopt;
        }
        double place = 0.1;
        for (char const digit : text.substr(2)) {
            if (digit < '0' || digit > '9') {
                return std::nullopt;
            }
            value += (digit - '0') * place;
            place /= 10;
        }
    }
    return value > 1.0 ? std::nullopt : std::optional(value);
}

/// One element of a weighted list. nullopt when it cannot be read.
std::optional<Range> read_range(std::string_view element)
{
    auto const pieces = text::split(element, ';');
    Range range{text::ascii_lower(text::trim(pieces[0]))};
    if (range.type.empty()) {
        return std::nullopt;
    }
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        auto const piece = text::trim(pieces[i]);
        if (piece.size() >= 2 && (piece[0] == 'q' || piece[0] == 'Q') && piece[1] == '=') {
            auto const q = read_q(text::trim(piece.substr(2)));
            if (!q) {
                return std::nullopt;
            }
            range.q = *q;
        } else {
            range.plain = false;
        }
    }
    return range;
}

std::vector<Range> read_ranges(std::string_view list)
{
    constexpr std::size_t kMaxRanges = 64;  // no honest client sends more
    std::vector<Range> ranges;
    for (auto const element : text::split(list, ',')) {
        if (ranges.size() == kMaxRanges) {
            break;
        }
        if (auto range = read_range(element)) {
            ranges.push_back(std::move(*range));
        }
    }
    return ranges;
}

/// 3 for the type itself, 2 for `text/*`, 1 for `*/*`, 0 for no match.
int specificity(std::string_view range, std::string_view type)
{
    if (range == type) {
        return 3;
    }
    if (range == "*/*") {
        return 1;
    }
    if (range.size() > 2 && range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1))) {
        return 2;
    }
    return 0;
}

struct Fit {
    double q = 0;
    int specificity = 0;
};

Fit best_fit(std::vector<Range> const& ranges, std::string_view type)
{
    Fit best;
    for (auto const& range : ranges) {
        int const fit = range.plain ? specificity(range.type, type) : 0;
        if (fit > best.specificity) {
            best = {range.q, fit};
        }
    }
    return best;
}

}  // namespace

std::optional<std::size_t> negotiate(std::string_view accept, std::span<std::string_view const> offered)
{
    auto const ranges = read_ranges(accept);
    std::optional<std::size_t> winner;
    Fit best;
    for (std::size_t i = 0; i < offered.size(); ++i) {
        auto const fit = best_fit(ranges, offered[i]);
        if (fit.q <= 0) {
            continue;
        }
        if (!winner || fit.q > best.q || (fit.q == best.q && fit.specificity > best.specificity)) {
            winner = i;
            best = fit;
        }
    }
    return winner;
}

std::optional<double> weight_of(std::string_view list, std::string_view token)
{
    std::optional<double> any;
    for (auto const& range : read_ranges(list)) {
        if (range.type == token) {
            return range.q;
        }
        if (range.type == "*") {
            any = range.q;
        }
    }
    return any;
}

bool prefers_html(std::string_view accept)
{
    auto const ranges = read_ranges(accept);
    auto const html = best_fit(ranges, "text/html");
    auto const json = best_fit(ranges, "application/json");
    return html.specificity == 3 && html.q > 0 && (html.q >= json.q);
}

}  // namespace kewp::http
