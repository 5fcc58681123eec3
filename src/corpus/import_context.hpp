#pragma once

#include "base/result.hpp"
#include "corpus/import_input.hpp"
#include "corpus/import_stage.hpp"
#include "corpus/progress.hpp"
#include "corpus/record_log.hpp"

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// What the five importers share. Used by them only.
struct ImportContext {
    std::vector<Input> const& inputs;
    RecordLog& log;
    Progress& progress;
    ImportStage& stage;
};

/// What became of one record.
struct Verdict {
    enum class Kind { good, ignored, bad };
    Kind kind = Kind::good;
    std::string reason = {};
};

[[nodiscard]] inline Verdict good()
{
    return {};
}
/// Not of interest here (a comment, another species); not counted.
[[nodiscard]] inline Verdict ignored()
{
    return {Verdict::Kind::ignored, {}};
}
[[nodiscard]] inline Verdict bad(std::string reason)
{
    return {Verdict::Kind::bad, std::move(reason)};
}

using OnLine = std::function<Verdict(std::string_view line, std::size_t number)>;

/// Hands every line of the input that is not blank to `on_line` and keeps the books: progress, counts, the rule
/// about bad records. A line that is not UTF-8 is bad. Of a tar or zip archive the first file is read.
[[nodiscard]] Result<void> read_lines(ImportContext& context, Input const& input, OnLine const& on_line);

using OnJson = std::function<Verdict(std::string_view key, boost::json::value const& value, std::size_t line)>;

/// Hands every element of the top-level array (key "") or member of the top-level object to `on_record`, and
/// keeps the books like `read_lines`. A record that is no JSON by itself is bad; text after which the records
/// cannot be told apart fails the import.
[[nodiscard]] Result<void> read_json_records(ImportContext& context, Input const& input, OnJson const& on_record);

/// A JSON file that an earlier import left in the data folder. Nothing when it is absent or cannot be read
/// (then there is a warning).
[[nodiscard]] std::optional<boost::json::value> previous_file(ImportContext& context, std::string const& name);

/// The string member `key` of a JSON object, "" when it is absent or something else.
[[nodiscard]] std::string_view string_member(boost::json::value const& value, std::string_view key);

/// Which release the inputs are of, and how that is known.
struct ReleaseInfo {
    std::string date;    // ISO, "" unknown
    std::string label;   // as the source writes it (`releases/2024-01-17`, `96`), "" when it has only a date
    std::string method;  // `obo-header`, `gmt-line`, `file-name` …

    /// The later date wins.
    void offer(std::string const& other_date, std::string const& how);
};

[[nodiscard]] Result<ReleaseInfo> import_aopwiki(ImportContext& context);
[[nodiscard]] Result<ReleaseInfo> import_ke_genes(ImportContext& context);
[[nodiscard]] Result<ReleaseInfo> import_wikipathways(ImportContext& context);
[[nodiscard]] Result<ReleaseInfo> import_reactome(ImportContext& context);
[[nodiscard]] Result<ReleaseInfo> import_go(ImportContext& context);

/// "…: not recognised; 'kewp import go' reads …"
[[nodiscard]] tl::unexpected<Error> not_recognised(std::string const& input, std::string_view source);

}  // namespace kewp::corpus
