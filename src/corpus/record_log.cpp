#include "corpus/record_log.hpp"

#include <fmt/format.h>
#include <utility>

namespace kewp::corpus {
namespace {

constexpr std::size_t kNamedInError = 5;

}  // namespace

std::string to_text(BadRecord const& record)
{
    return fmt::format("{}:{}: {}", record.file, record.line, record.reason);
}

void RecordLog::begin_input(std::string name)
{
    input_ = std::move(name);
    input_good_ = 0;
    input_bad_ = 0;
    input_first_bad_.clear();
}

void RecordLog::bad(std::string_view file, std::size_t line, std::string reason)
{
    BadRecord record{file.empty() ? input_ : std::string{file}, line, std::move(reason)};
    if (input_first_bad_.size() < kNamedInError) {
        input_first_bad_.push_back(record);
    }
    if (first_bad_.size() < kKept) {
        first_bad_.push_back(std::move(record));
    }
    ++input_bad_;
}

Result<void> RecordLog::end_input()
{
    auto const bad = std::exchange(input_bad_, 0);
    auto const good = std::exchange(input_good_, 0);
    total_good_ += good;
    total_bad_ += bad;
    if (bad * kOneBadIn <= bad + good) {
        return {};
    }
    auto message =
        fmt::format("{}: {} of {} records are bad, at most 1 % may be; nothing was changed", input_, bad, bad + good);
    for (auto const& record : input_first_bad_) {
        message += "\n  " + to_text(record);
    }
    return fail(ErrorCode::corrupt, std::move(message));
}

}  // namespace kewp::corpus
