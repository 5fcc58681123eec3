#include "corpus/import_context.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "corpus/json_records.hpp"
#include "corpus/line_reader.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxJsonBytes = 1ULL << 30U;

/// Enters a record in the books.
void enter(RecordLog& log, Verdict verdict, std::size_t line)
{
    switch (verdict.kind) {
        case Verdict::Kind::good: log.good(); break;
        case Verdict::Kind::ignored: break;
        case Verdict::Kind::bad: log.bad("", line, std::move(verdict.reason)); break;
    }
}

Result<void> close_books(ImportContext& context, Input const& input)
{
    auto const good = context.log.input_good();
    auto const bad = context.log.input_bad();
    context.progress.finish(bad == 0 ? fmt::format("{} records", good) : fmt::format("{} records, {} bad", good, bad));
    if (good + bad == 0) {
        context.log.warn(fmt::format("{}: no records", input.given()));
    }
    return context.log.end_input();
}

}  // namespace

Result<void> read_lines(ImportContext& context, Input const& input, OnLine const& on_line)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    context.log.begin_input(input.given());
    LineReader lines{reader->source()};
    for (;;) {
        auto const more = lines.next();
        if (!more) {
            return fail_in(input.given(), more.error());
        }
        if (!*more) {
            break;
        }
        auto const line = lines.line();
        if (text::trim(line).empty()) {
            continue;
        }
        enter(context.log, text::is_utf8(line) ? on_line(line, lines.number()) : bad("is not UTF-8"), lines.number());
    }
    return close_books(context, input);
}

Result<void> read_json_records(ImportContext& context, Input const& input, OnJson const& on_record)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    auto const text = reader->read_all(kMaxJsonBytes);
    if (!text) {
        return fail_in(input.given(), text.error());
    }
    context.log.begin_input(input.given());
    auto const split = split_json(*text, [&](JsonRecord const& record) {
        json::error_code error;
        auto const value = json::parse(record.value, error);
        auto verdict = error ? bad("no JSON: " + error.message()) : on_record(record.key, value, record.line);
        enter(context.log, std::move(verdict), record.line);
    });
    if (!split) {
        return fail_in(input.given(), split.error());
    }
    return close_books(context, input);
}

std::optional<json::value> previous_file(ImportContext& context, std::string const& name)
{
    auto const text = read_file(context.stage.data_folder() / name);
    if (!text) {
        if (text.error().code != ErrorCode::not_found) {
            context.log.warn(text.error().message);
        }
        return std::nullopt;
    }
    json::error_code error;
    auto value = json::parse(*text, error);
    if (error) {
        context.log.warn(fmt::format("{}: the file that is replaced is no JSON; nothing was taken over from it", name));
        return std::nullopt;
    }
    return value;
}

std::string_view string_member(json::value const& value, std::string_view key)
{
    auto const* const object = value.if_object();
    auto const* const member = object == nullptr ? nullptr : object->if_contains(key);
    auto const* const string = member == nullptr ? nullptr : member->if_string();
    return string == nullptr ? std::string_view{} : std::string_view{string->data(), string->size()};
}

void ReleaseInfo::offer(std::string const& other_date, std::string const& how)
{
    if (other_date > date) {
        date = other_date;
        method = how;
    }
}

tl::unexpected<Error> not_recognised(std::string const& input, std::string_view source)
{
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: not recognised by its content; 'kewp import {}' reads\n{}", input, source,
                            import_help(source)));
}

}  // namespace kewp::corpus
