#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace kewp::config {

/// What is wrong with a file, and what in it has no effect. One line each, beginning `file:line:`.
struct YamlProblems {
    std::string file;
    std::vector<std::string> errors = {};
    std::vector<std::string> warnings = {};

    void error(YAML::Mark mark, std::string const& text);
    void warn(YAML::Mark mark, std::string const& text);
};

/// One mapping of a YAML document, read key by key into values that keep their default when the key is
/// absent. A value that does not fit is added to the problems, and reading goes on.
///
/// Every key that the program knows must be asked for before `finish()`, which reports the others.
class YamlSection {
public:
    /// An absent section (undefined or null node) is empty.
    YamlSection(YAML::Node const& node, std::string path, YamlProblems& problems);

    [[nodiscard]] bool has(std::string const& key) const;
    void number(std::string const& key, double& value, double least, double most);
    void whole(std::string const& key, unsigned& value, unsigned least, unsigned most);
    void flag(std::string const& key, bool& value);
    void text(std::string const& key, std::string& value);
    /// The index of the text in `choices`, or `value` as it was.
    void choice(std::string const& key, std::initializer_list<std::string_view> choices, std::size_t& value);
    void words(std::string const& key, std::vector<std::string>& value);
    /// A mapping whose names are those of `points`, no other. `whole`: no fractions, not below 0.
    void points(std::string const& key, std::vector<std::pair<std::string, double>>& points, bool whole);
    [[nodiscard]] YamlSection section(std::string const& key);
    /// Keys of the reference that are accepted and do nothing.
    void ignore(std::initializer_list<char const*> keys);
    /// Keys that hold notes for people.
    void accept(std::initializer_list<char const*> keys);
    /// A problem of the section as a whole, or of one key in it.
    void reject(std::string const& key, std::string const& text);
    /// Reports the keys that nobody asked for.
    void finish();

private:
    [[nodiscard]] YAML::Node take(std::string const& key);
    [[nodiscard]] std::string name(std::string const& key) const;
    void mismatch(YAML::Node const& node, std::string const& key, std::string const& expected);

    YAML::Node node_;
    std::string path_;
    YamlProblems* problems_;
    std::vector<std::string> known_;
};

}  // namespace kewp::config
