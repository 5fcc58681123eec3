#include "corpus/import_input.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <system_error>

namespace kewp::corpus {
namespace {

constexpr std::size_t kHeadBytes = 64UL * 1024;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// "" unless year and month are plausible for a release.
std::string iso_month(std::string_view digits)
{
    if (digits.size() != 6 || !all_digits(digits)) {
        return "";
    }
    auto const year = digits.substr(0, 4);
    auto const month = digits.substr(4, 2);
    auto const plausible = year >= "2000" && year <= "2099" && month >= "01" && month <= "12";
    return plausible ? fmt::format("{}-{}", year, month) : "";
}

}  // namespace

std::string iso_date(std::string_view digits)
{
    if (digits.size() != 8 || !all_digits(digits)) {
        return "";
    }
    auto const month = iso_month(digits.substr(0, 6));
    auto const day = digits.substr(6, 2);
    return month.empty() || day < "01" || day > "31" ? "" : fmt::format("{}-{}", month, day);
}

std::string date_in_name(std::string_view name)
{
    std::string month;
    for (std::size_t begin = 0; begin < name.size();) {
        if (!is_digit(name[begin])) {
            ++begin;
            continue;
        }
        auto end = begin;
        while (end < name.size() && is_digit(name[end])) {
            ++end;
        }
        auto digits = std::string{name.substr(begin, end - begin)};
        // 2026-07-01 counts as 20260701.
        if (digits.size() == 4 && end + 6 <= name.size() && name[end] == '-' && name[end + 3] == '-' &&
            all_digits(name.substr(end + 1, 2)) && all_digits(name.substr(end + 4, 2))) {
            digits += name.substr(end + 1, 2);
            digits += name.substr(end + 4, 2);
            end += 6;
        }
        if (auto date = iso_date(digits); !date.empty()) {
            return date;
        }
        if (month.empty()) {
            month = iso_month(digits);
        }
        begin = end;
    }
    return month;
}

Result<Input> Input::probe(std::string given, std::filesystem::path path)
{
    Input input;
    input.given_ = std::move(given);
    input.path_ = std::move(path);
    std::error_code error;
    if (std::filesystem::is_directory(input.path_, error)) {
        input.is_folder_ = true;
        input.name_ = std::filesystem::path{input.path_ / ""}.parent_path().filename().string();
        return input;
    }
    auto archive = Archive::open(input.path_);
    if (!archive) {
        return fail(archive.error());
    }
    input.name_ = unpacked_name(input.path_);
    auto const more = archive->next();
    if (!more) {
        return fail(more.error());
    }
    input.is_container_ = archive->is_container();
    if (*more) {
        input.head_.resize(kHeadBytes);
        std::size_t filled = 0;
        while (filled < kHeadBytes) {
            auto const got = archive->read({input.head_.data() + filled, kHeadBytes - filled});
            if (!got) {
                return fail(got.error());
            }
            if (*got == 0) {
                break;
            }
            filled += *got;
        }
        input.head_.resize(filled);
    }
    if (input.head_.starts_with("\xEF\xBB\xBF")) {
        input.head_.erase(0, 3);
    }
    input.head_.erase(0, std::min(input.head_.find_first_not_of(" \t\r\n"), input.head_.size()));
    return input;
}

std::string_view Input::first_line() const
{
    std::string_view rest = head_;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        if (!text::trim(line).empty() && line.front() != '!' && line.front() != '#') {
            return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

bool Input::looks_like_turtle() const
{
    auto const line = text::ascii_lower(first_line());
    return line.starts_with("@prefix") || line.starts_with("@base") || line.starts_with("prefix ") ||
           line.starts_with("<http");
}

Result<InputReader> InputReader::open(Input const& input, Progress& progress)
{
    auto archive = Archive::open(input.path());
    if (!archive) {
        return fail(archive.error());
    }
    progress.begin("reading " + input.name(), archive->size());
    auto const more = archive->next();
    if (!more) {
        return fail(more.error());
    }
    if (!*more) {
        return fail(ErrorCode::corrupt, fmt::format("{}: is empty", input.given()));
    }
    return InputReader{std::move(*archive), progress};
}

Result<std::size_t> InputReader::read(std::span<char> buffer)
{
    auto got = archive_.read(buffer);
    progress_->advance_to(archive_.consumed());
    return got;
}

ByteSource InputReader::source()
{
    return [this](std::span<char> buffer) { return read(buffer); };
}

Result<std::string> InputReader::read_all(std::size_t limit)
{
    auto all = archive_.read_all(limit);
    progress_->advance_to(archive_.consumed());
    return all;
}

}  // namespace kewp::corpus
