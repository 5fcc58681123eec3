#include "config/yaml_section.hpp"

#include "base/nearest.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace kewp::config {
namespace {

/// The value as it stands in the file, cut to one short line.
std::string shown(YAML::Node const& node)
{
    if (node.IsMap()) {
        return "a mapping";
    }
    if (node.IsSequence()) {
        return "a list";
    }
    if (node.IsNull()) {
        return "nothing";
    }
    auto const& text = node.Scalar();
    return text.size() > 40 ? fmt::format("'{}...'", text.substr(0, 37)) : fmt::format("'{}'", text);
}

std::optional<double> as_number(YAML::Node const& node)
{
    double value = 0.0;
    if (node.IsScalar() && YAML::convert<double>::decode(node, value) && std::isfinite(value)) {
        return value;
    }
    return std::nullopt;
}

}  // namespace

void YamlProblems::error(YAML::Mark mark, std::string const& text)
{
    errors.push_back(fmt::format("{}:{}: {}", file, mark.line + 1, text));
}

void YamlProblems::warn(YAML::Mark mark, std::string const& text)
{
    warnings.push_back(fmt::format("{}:{}: {}", file, mark.line + 1, text));
}

YamlSection::YamlSection(YAML::Node const& node, std::string path, YamlProblems& problems)
    : node_(node.IsDefined() && node.IsMap() ? node : YAML::Node{YAML::NodeType::Map}),
      path_(std::move(path)),
      problems_(&problems)
{
    if (node.IsDefined() && !node.IsMap() && !node.IsNull()) {
        problems_->error(node.Mark(), fmt::format("{} must be a mapping of keys, found {}",
                                                  path_.empty() ? "the file" : path_, shown(node)));
    }
}

std::string YamlSection::name(std::string const& key) const
{
    return path_.empty() ? key : path_ + "." + key;
}

bool YamlSection::has(std::string const& key) const
{
    auto const value = static_cast<YAML::Node const&>(node_)[key];
    return value.IsDefined() && !value.IsNull();
}

YAML::Node YamlSection::take(std::string const& key)
{
    known_.push_back(key);
    // Through a const node: the other operator[] would add the key.
    return static_cast<YAML::Node const&>(node_)[key];
}

void YamlSection::mismatch(YAML::Node const& node, std::string const& key, std::string const& expected)
{
    problems_->error(node.Mark(), fmt::format("{} must be {}, found {}", name(key), expected, shown(node)));
}

void YamlSection::number(std::string const& key, double& value, double least, double most)
{
    auto const node = take(key);
    if (!node.IsDefined()) {
        return;
    }
    auto const found = as_number(node);
    if (!found || *found < least || *found > most) {
        mismatch(node, key, fmt::format("a number from {} to {}", least, most));
        return;
    }
    value = *found;
}

void YamlSection::whole(std::string const& key, unsigned& value, unsigned least, unsigned most)
{
    auto const node = take(key);
    if (!node.IsDefined()) {
        return;
    }
    auto const found = as_number(node);
    if (!found || *found < least || *found > most || *found != std::floor(*found)) {
        mismatch(node, key, fmt::format("a whole number from {} to {}", least, most));
        return;
    }
    value = static_cast<unsigned>(*found);
}

void YamlSection::flag(std::string const& key, bool& value)
{
    auto const node = take(key);
    if (node.IsDefined() && (!node.IsScalar() || !YAML::convert<bool>::decode(node, value))) {
        mismatch(node, key, "true or false");
    }
}

void YamlSection::text(std::string const& key, std::string& value)
{
    auto const node = take(key);
    if (!node.IsDefined()) {
        return;
    }
    if (!node.IsScalar()) {
        mismatch(node, key, "text");
        return;
    }
    value = node.Scalar();
}

void YamlSection::choice(std::string const& key, std::initializer_list<std::string_view> choices, std::size_t& value)
{
    auto const node = take(key);
    if (!node.IsDefined()) {
        return;
    }
    auto const* const found = node.IsScalar() ? std::ranges::find(choices, node.Scalar()) : choices.end();
    if (found == choices.end()) {
        mismatch(node, key, fmt::format("one of {}", fmt::join(choices, ", ")));
        return;
    }
    value = static_cast<std::size_t>(found - choices.begin());
}

void YamlSection::words(std::string const& key, std::vector<std::string>& value)
{
    auto const node = take(key);
    if (!node.IsDefined()) {
        return;
    }
    if (!node.IsSequence() || !std::ranges::all_of(node, [](YAML::Node const& item) { return item.IsScalar(); })) {
        mismatch(node, key, "a list of words");
        return;
    }
    value.clear();
    for (auto const& item : node) {
        value.push_back(item.Scalar());
    }
}

void YamlSection::points(std::string const& key, std::vector<std::pair<std::string, double>>& points, bool whole)
{
    auto answers = section(key);
    for (auto& [answer, value] : points) {
        auto const node = answers.take(answer);
        if (!node.IsDefined()) {
            continue;
        }
        auto const found = as_number(node);
        if (!found || *found < 0 || (whole && *found != std::floor(*found))) {
            answers.mismatch(node, answer, whole ? "a whole number, 0 or more" : "a number, 0 or more");
            continue;
        }
        value = *found;
    }
    answers.finish();
}

YamlSection YamlSection::section(std::string const& key)
{
    return {take(key), name(key), *problems_};
}

void YamlSection::ignore(std::initializer_list<char const*> keys)
{
    for (auto const* const key : keys) {
        if (auto const node = take(key); node.IsDefined()) {
            problems_->warn(node.Mark(), fmt::format("{} is ignored: it has no effect any more", name(key)));
        }
    }
}

void YamlSection::accept(std::initializer_list<char const*> keys)
{
    known_.insert(known_.end(), keys.begin(), keys.end());
}

void YamlSection::reject(std::string const& key, std::string const& text)
{
    auto const value = static_cast<YAML::Node const&>(node_)[key];
    problems_->error(value.IsDefined() ? value.Mark() : node_.Mark(), name(key) + " " + text);
}

void YamlSection::finish()
{
    std::vector<std::string> seen;
    for (auto const& entry : node_) {
        auto const key = entry.first.IsScalar() ? entry.first.Scalar() : std::string{"(no text)"};
        if (std::ranges::find(seen, key) != seen.end()) {
            problems_->error(entry.first.Mark(), fmt::format("{} is set twice; keep one", name(key)));
        } else if (std::ranges::find(known_, key) == known_.end()) {
            auto const meant = nearest_word(key, std::vector<std::string_view>{known_.begin(), known_.end()});
            problems_->error(entry.first.Mark(),
                             fmt::format("unknown key {}; {}", name(key),
                                         meant ? fmt::format("did you mean '{}'?", *meant) : "remove it"));
        }
        seen.push_back(key);
    }
}

}  // namespace kewp::config
