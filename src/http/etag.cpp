#include "http/etag.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace kewp::http {
namespace {

constexpr std::string_view kWeakMark = "W/";

std::string_view opaque(std::string_view tag)
{
    return tag.starts_with(kWeakMark) ? tag.substr(kWeakMark.size()) : tag;
}

/// Takes one entity tag off the front; empty when there is none.
std::string_view take_tag(std::string_view& list)
{
    std::size_t const begin = list.starts_with(kWeakMark) ? kWeakMark.size() : 0;
    if (begin >= list.size() || list[begin] != '"') {
        return {};
    }
    auto const end = list.find('"', begin + 1);
    if (end == std::string_view::npos) {
        return {};
    }
    auto const tag = list.substr(0, end + 1);
    list.remove_prefix(end + 1);
    return tag;
}

}  // namespace

std::string etag_of(std::string_view bytes)
{
    return etag_of(crypto::sha256(bytes));
}

std::string etag_of(crypto::Digest const& digest)
{
    constexpr std::size_t kDigestBytes = 12;  // 96 bits: no two of our answers collide
    return '"' + crypto::hex(std::span(digest).first(kDigestBytes)) + '"';
}

std::string etag_with(std::string_view tag, std::string_view suffix)
{
    std::string result(tag);
    if (result.ends_with('"')) {
        result.insert(result.size() - 1, "-" + std::string(suffix));
    }
    return result;
}

std::string weak(std::string_view tag)
{
    return tag.starts_with(kWeakMark) ? std::string(tag) : std::string(kWeakMark) + std::string(tag);
}

bool strong_equal(std::string_view a, std::string_view b)
{
    return !a.starts_with(kWeakMark) && a == b;
}

bool weak_equal(std::string_view a, std::string_view b)
{
    return opaque(a) == opaque(b);
}

bool none_match_hits(std::string_view if_none_match, std::string_view tag)
{
    auto rest = text::trim(if_none_match);
    if (rest == "*") {
        return true;
    }
    while (!rest.empty()) {
        if (rest.front() == ',' || rest.front() == ' ' || rest.front() == '\t') {
            rest.remove_prefix(1);
            continue;
        }
        auto const one = take_tag(rest);
        if (one.empty()) {
            return false;
        }
        if (weak_equal(one, tag)) {
            return true;
        }
    }
    return false;
}

}  // namespace kewp::http
