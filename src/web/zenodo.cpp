#include "web/zenodo.hpp"

#include "base/json_text.hpp"
#include "base/md5.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <thread>

namespace kewp::web {
namespace {

using boost::json::object;
using boost::json::value;

constexpr int kAttempts = 3;

std::string_view member(object const& from, std::string_view name)
{
    auto const* const found = from.if_contains(name);
    return found != nullptr && found->is_string() ? std::string_view{found->get_string()} : std::string_view{};
}

object const& inner(object const& from, std::string_view name)
{
    static object const empty;
    auto const* const found = from.if_contains(name);
    return found != nullptr && found->is_object() ? found->get_object() : empty;
}

template <class Number>
Number number_of(object const& from, std::string_view name)
{
    auto const* const found = from.if_contains(name);
    boost::system::error_code error;
    auto const number = found == nullptr ? Number{} : found->to_number<Number>(error);
    return error ? Number{} : number;
}

/// `https://zenodo.org` of an address.
std::string_view origin_of(std::string_view url)
{
    auto const host = url.find("://");
    return url.substr(0, host == std::string_view::npos ? url.size() : url.find_first_of("/?#", host + 3));
}

/// Zenodo's reasons: `message`, then `field: message` of each error.
std::string reasons_in(std::string const& body)
{
    boost::system::error_code error;
    auto const parsed = boost::json::parse(body, error);
    if (error || !parsed.is_object()) {
        return "it gave no reason";
    }
    auto const& answer = parsed.get_object();
    auto text = std::string{member(answer, "message")};
    auto const* const errors = answer.if_contains("errors");
    if (errors != nullptr && errors->is_array()) {
        for (auto const& one : errors->get_array()) {
            if (one.is_object()) {
                text += fmt::format("; {}: {}", member(one.get_object(), "field"), member(one.get_object(), "message"));
            }
        }
    }
    return text.empty() ? "it gave no reason" : text;
}

bool is_passing(long status)
{
    return status == 408 || status == 429 || status >= 500;
}

Result<http::Incoming> judged(http::Incoming answer, std::string_view host)
{
    auto const status = answer.status;
    if (status >= 200 && status < 300) {
        return answer;
    }
    if (status == 401 || status == 403) {
        return fail(ErrorCode::unauthenticated,
                    fmt::format("{} refused the token (status {}): {}; it needs the scopes deposit:write and "
                                "deposit:actions, and must be of the account that owns the deposit",
                                host, status, reasons_in(answer.body)));
    }
    auto const code = status == 404 || status == 410 ? ErrorCode::not_found
                      : is_passing(status)           ? ErrorCode::unavailable
                                                     : ErrorCode::invalid_argument;
    return fail(code, fmt::format("{} answered with status {}: {}", host, status, reasons_in(answer.body)));
}

}  // namespace

Zenodo::Zenodo(std::string base, std::string token, std::chrono::milliseconds patience, std::chrono::milliseconds pause)
    : base_(std::move(base)), token_(std::move(token)), patience_(patience), pause_(pause)
{
}

std::string Zenodo::url_of(std::int64_t id, std::string_view rest) const
{
    return fmt::format("{}/deposit/depositions/{}{}", base_, id, rest);
}

/// The token must not go where an answer leads to, if that is elsewhere.
Result<void> Zenodo::check_address(std::string const& url) const
{
    if (origin_of(url) != origin_of(base_)) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{} gave the address '{}', which is not on the same host", base_, url));
    }
    return {};
}

Result<http::Incoming> Zenodo::ask_once(http::Outgoing question) const
{
    if (auto checked = check_address(question.url); !checked) {
        return fail(checked.error());
    }
    question.headers.push_back("Authorization: Bearer " + token_);
    question.headers.emplace_back("Accept: application/json");
    question.headers.emplace_back("Expect:");  // libcurl would wait a second for the leave to send
    if (question.body) {
        question.headers.emplace_back("Content-Type: application/json");
    } else if (!question.upload.empty()) {
        question.headers.emplace_back("Content-Type: application/octet-stream");
    }
    auto answer = http::fetch(question, patience_);
    return answer ? judged(std::move(*answer), origin_of(base_)) : answer;
}

Result<http::Incoming> Zenodo::ask(http::Outgoing const& question) const
{
    auto pause = pause_;
    for (int attempt = 1;; ++attempt) {
        auto answer = ask_once(question);
        if (answer || answer.error().code != ErrorCode::unavailable || attempt == kAttempts) {
            return answer;
        }
        std::this_thread::sleep_for(pause);
        pause *= 3;
    }
}

Result<Deposition> Zenodo::read_deposition(http::Incoming const& answer) const
{
    boost::system::error_code error;
    auto const parsed = boost::json::parse(answer.body, error);
    auto const broken = [&](std::string_view what) {
        return fail(ErrorCode::corrupt, fmt::format("{} answered without {}; is deposit.url right?", base_, what));
    };
    if (error || !parsed.is_object()) {
        return broken("a JSON object");
    }
    auto const& about = parsed.get_object();
    auto const& links = inner(about, "links");
    Deposition deposition;
    deposition.id = number_of<std::int64_t>(about, "id");
    if (deposition.id <= 0) {
        return broken("the id of a deposition");
    }
    auto const* const submitted = about.if_contains("submitted");
    deposition.published = submitted != nullptr && submitted->is_bool() && submitted->get_bool();
    deposition.bucket = member(links, "bucket");
    deposition.latest_draft = member(links, "latest_draft");
    deposition.page = member(links, deposition.published ? "record_html" : "html");
    deposition.doi = member(about, "doi");
    deposition.concept_doi = member(about, "conceptdoi");
    if (deposition.concept_doi.empty()) {
        deposition.concept_doi = deposition.doi;
    }
    return deposition;
}

Result<Deposition> Zenodo::ask_deposition(http::Outgoing const& question) const
{
    auto const answer = ask(question);
    return answer ? read_deposition(*answer) : fail(answer.error());
}

Result<Deposition> Zenodo::create() const
{
    auto const answer = ask_once({.url = base_ + "/deposit/depositions", .method = "POST", .body = "{}"});
    return answer ? read_deposition(*answer) : fail(answer.error());
}

Result<Deposition> Zenodo::get(std::int64_t id) const
{
    return ask_deposition({.url = url_of(id)});
}

Result<Deposition> Zenodo::new_version(std::int64_t id) const
{
    auto const old = ask_deposition({.url = url_of(id, "/actions/newversion"), .method = "POST", .body = ""});
    if (!old) {
        return old;
    }
    if (old->latest_draft.empty()) {
        return fail(ErrorCode::corrupt, fmt::format("{} named no draft of a new version of deposition {}", base_, id));
    }
    return ask_deposition({.url = old->latest_draft});
}

Result<std::vector<DepositedFile>> Zenodo::files(std::int64_t id) const
{
    auto const answer = ask({.url = url_of(id, "/files")});
    if (!answer) {
        return fail(answer.error());
    }
    boost::system::error_code error;
    auto const parsed = boost::json::parse(answer->body, error);
    if (error || !parsed.is_array()) {
        return fail(ErrorCode::corrupt, fmt::format("{}: the list of files of deposition {} is none", base_, id));
    }
    std::vector<DepositedFile> files;
    for (auto const& one : parsed.get_array()) {
        if (one.is_object()) {
            auto const& file = one.get_object();
            auto md5 = member(file, "checksum");
            md5.remove_prefix(md5.starts_with("md5:") ? 4 : 0);
            files.push_back({std::string{member(file, "id")}, std::string{member(file, "filename")},
                             number_of<std::uint64_t>(file, "filesize"), std::string{md5}});
        }
    }
    return files;
}

Result<void> Zenodo::remove_file(std::int64_t id, std::string const& file_id) const
{
    auto const answer = ask({.url = url_of(id, "/files/" + text::percent_encode(file_id)), .method = "DELETE"});
    // Gone already: an earlier attempt whose answer was lost.
    return answer || answer.error().code == ErrorCode::not_found ? Result<void>{} : fail(answer.error());
}

Result<void> Zenodo::upload(Deposition const& draft, std::string const& name, std::filesystem::path const& file) const
{
    auto const md5 = crypto::md5_of_file(file);
    if (!md5) {
        return fail(md5.error());
    }
    auto const answer = ask({.url = draft.bucket + "/" + text::percent_encode(name), .upload = file});
    if (!answer) {
        return fail_in(name, answer.error());
    }
    boost::system::error_code error;
    auto const parsed = boost::json::parse(answer->body, error);
    auto const received = error || !parsed.is_object() ? std::string_view{} : member(parsed.get_object(), "checksum");
    if (received != "md5:" + *md5) {
        return fail(ErrorCode::unavailable,
                    fmt::format("{}: was sent with MD5 {}, but arrived as '{}'; run the command again to send it again",
                                name, *md5, received));
    }
    return {};
}

Result<void> Zenodo::set_metadata(std::int64_t id, object metadata) const
{
    auto const body = to_json_text(object{{"metadata", std::move(metadata)}});
    auto const answer = ask({.url = url_of(id), .method = "PUT", .body = body});
    return answer ? Result<void>{} : fail(answer.error());
}

Result<Deposition> Zenodo::publish(std::int64_t id) const
{
    auto pause = pause_;
    for (int attempt = 1;; ++attempt) {
        auto const answer = ask_once({.url = url_of(id, "/actions/publish"), .method = "POST", .body = ""});
        if (answer) {
            return read_deposition(*answer);
        }
        auto const after = get(id);
        if (after && after->published) {
            return after;
        }
        if (answer.error().code != ErrorCode::unavailable || attempt == kAttempts) {
            return fail(answer.error());
        }
        std::this_thread::sleep_for(pause);
        pause *= 3;
    }
}

}  // namespace kewp::web
