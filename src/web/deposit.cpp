#include "web/deposit.hpp"

#include "base/text.hpp"
#include "publish/dataset_info.hpp"
#include "publish/deposit_files.hpp"
#include "web/deposit_staging.hpp"
#include "web/deposit_state.hpp"
#include "web/zenodo.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

std::string today()
{
    constexpr std::size_t kDay = std::string_view{"2026-11-24"}.size();
    return format_utc(now()).substr(0, kDay);
}

/// What Zenodo shows about the data set (https://developers.zenodo.org/#representation).
object metadata_of(publish::DatasetInfo const& info)
{
    array creators;
    for (auto const& creator : info.about.creators) {
        object one{{"name", creator.name}};
        if (!creator.affiliation.empty()) {
            one["affiliation"] = creator.affiliation;
        }
        if (!creator.orcid.empty()) {
            one["orcid"] = creator.orcid;
        }
        creators.push_back(std::move(one));
    }
    auto description = fmt::format("<p>{}</p>", text::escape_html(info.about.description));
    if (auto const line = info.source_line(); !line.empty()) {
        description += fmt::format("<p>{}</p>", text::escape_html(line));
    }
    return {{"upload_type", "dataset"},
            {"license", info.about.licence == "CC-BY-4.0" ? "cc-by-4.0" : "cc-zero"},
            {"access_right", "open"},
            {"publication_date", today()},
            {"version", info.version()},
            {"title", info.about.title},
            {"creators", std::move(creators)},
            {"keywords", boost::json::value_from(info.about.keywords)},
            {"description", std::move(description)}};
}

std::string files_text(Staging const& staging, publish::DatasetInfo const& info)
{
    std::string text;
    for (auto const& file : staging.files()) {
        text += fmt::format("  {:<22}{:>10} bytes  MD5 {}\n", file.name, file.bytes, file.md5);
    }
    for (auto const resource : kResources) {
        auto const& n = info.counts[static_cast<std::size_t>(resource)];
        text += fmt::format("  {:<16} {} mappings: {} high, {} medium, {} low\n", publish::archive_name(resource),
                            n.all, n.high, n.medium, n.low);
    }
    return text;
}

/// One run, from the draft to its end.
class Run {
public:
    Run(DepositState const& state, Zenodo const& zenodo, std::string service)
        : state_(state), zenodo_(zenodo), service_(std::move(service))
    {
    }

    /// Takes down a draft that was published although the last run did not learn of it.
    Result<std::optional<publish::Release>> recover()
    {
        auto kept = state_.draft();
        if (!kept || !*kept) {
            return kept ? Result<std::optional<publish::Release>>{} : fail(kept.error());
        }
        draft_ = **kept;
        if (draft_->service != service_) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("{}: has a draft at {}, but the deposit would go to {}; finish it there, or remove "
                                    "the file",
                                    state_.draft_file().string(), draft_->service, service_));
        }
        auto found = zenodo_.get(draft_->id);
        if (!found && found.error().code == ErrorCode::not_found) {
            draft_.reset();  // discarded at Zenodo
            return std::optional<publish::Release>{};
        }
        if (!found) {
            return fail(found.error());
        }
        deposition_ = *found;
        if (!found->published) {
            return std::optional<publish::Release>{};
        }
        auto release = recorded(*found);
        return release ? std::optional{std::move(*release)}
                       : Result<std::optional<publish::Release>>{fail(release.error())};
    }

    /// Goes on with the draft of the last run, or makes one.
    Result<void> open(std::int64_t previous, publish::Release const& release)
    {
        if (!draft_) {
            auto made = previous == 0 ? zenodo_.create() : zenodo_.new_version(previous);
            if (!made) {
                return fail(made.error());
            }
            deposition_ = *made;
            draft_ = DepositDraft{.id = made->id,
                                  .service = service_,
                                  .previous = previous,
                                  .page = made->page,
                                  .started_at = format_utc(now()),
                                  .cleared = previous == 0};
        } else if (previous != 0 && draft_->previous != previous) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("there is a draft already, {}, and it is no new version of {}; publish or discard "
                                    "it first",
                                    draft_->id, previous));
        }
        draft_->release = release;
        return state_.keep_draft(*draft_);
    }

    /// Makes the draft hold exactly these files.
    Result<void> bring(std::vector<StagedFile> const& files)
    {
        auto const there = zenodo_.files(draft_->id);
        if (!there) {
            return fail(there.error());
        }
        std::vector<std::string> whole;
        for (auto const& old : *there) {
            auto const same = std::ranges::find_if(files, [&](StagedFile const& file) {
                return file.name == old.name && file.md5 == old.md5 && file.bytes == old.bytes;
            });
            // Files of the version before all go, whatever they are: mixed releases have happened.
            if (draft_->cleared && same != files.end()) {
                whole.push_back(old.name);
            } else if (auto removed = zenodo_.remove_file(draft_->id, old.id); !removed) {
                return removed;
            }
        }
        draft_->cleared = true;
        if (auto kept = state_.keep_draft(*draft_); !kept) {
            return kept;
        }
        for (auto const& file : files) {
            if (std::ranges::find(whole, file.name) == whole.end()) {
                if (auto sent = zenodo_.upload(deposition_, file.name, file.path); !sent) {
                    return sent;
                }
            }
        }
        return {};
    }

    Result<void> describe(object metadata) { return zenodo_.set_metadata(draft_->id, std::move(metadata)); }

    Result<publish::Release> publish_it()
    {
        auto const published = zenodo_.publish(draft_->id);
        if (!published) {
            return fail(published.error());
        }
        deposition_ = *published;
        return recorded(*published);
    }

    [[nodiscard]] std::string const& page() const { return deposition_.page.empty() ? draft_->page : deposition_.page; }
    [[nodiscard]] std::int64_t id() const { return deposition_.id; }
    [[nodiscard]] std::filesystem::path const& kept_in() const { return kept_in_; }

private:
    Result<publish::Release> recorded(Deposition const& published)
    {
        auto release = draft_->release;
        release.deposition_id = published.id;
        release.doi = published.doi;
        release.concept_doi = published.concept_doi;
        release.published_at = format_utc(now());
        auto kept = state_.keep_release(release);
        if (!kept) {
            return fail_in(fmt::format("deposition {} is published with DOI {}, but that cannot be written down",
                                       release.deposition_id, release.doi),
                           kept.error());
        }
        kept_in_ = *kept;
        draft_.reset();
        return release;
    }

    DepositState const& state_;
    Zenodo const& zenodo_;
    std::string service_;
    std::optional<DepositDraft> draft_;
    Deposition deposition_;
    std::filesystem::path kept_in_;
};

Result<DepositOutcome> carry_out(Run& run, DepositState const& state, DepositRequest const& request,
                                 publish::DatasetInfo const& info, Staging const& staging)
{
    auto const recovered = run.recover();
    auto const releases = recovered ? state.releases() : fail(recovered.error());
    if (!releases) {
        return fail(releases.error());
    }
    std::string told;
    if (*recovered) {
        told = fmt::format("The last run's deposition {} turned out to be published: {}\n", (*recovered)->deposition_id,
                           (*recovered)->doi);
    }
    auto const content = staging.content_sha256();
    if (!request.force && !request.new_version_of && !releases->empty() && releases->back().content == content) {
        return DepositOutcome{.state = DepositOutcome::State::unchanged,
                              .release = releases->back(),
                              .text = told + fmt::format("Nothing has changed since {} ({}); nothing is deposited "
                                                         "(--force does it all the same)\n",
                                                         releases->back().version, releases->back().doi)};
    }
    publish::Release const release{.version = info.version(), .counts = info.counts, .content = content};
    auto const previous =
        request.new_version_of.value_or(releases->empty() ? std::int64_t{0} : releases->back().deposition_id);
    for (auto const& step : {std::function<Result<void>()>{[&] { return run.open(previous, release); }},
                             std::function<Result<void>()>{[&] { return run.bring(staging.files()); }},
                             std::function<Result<void>()>{[&] { return run.describe(metadata_of(info)); }}}) {
        if (auto done = step(); !done) {
            return fail(done.error());
        }
    }
    if (!request.publish) {
        return DepositOutcome{.state = DepositOutcome::State::drafted,
                              .page = run.page(),
                              .text = told + fmt::format("Draft {} is complete, but not published: {}\nLook at it, "
                                                         "then publish it with kewp deposit --publish\n{}",
                                                         run.id(), run.page(), files_text(staging, info))};
    }
    auto const published = run.publish_it();
    if (!published) {
        return fail(published.error());
    }
    auto text = told + fmt::format("Published as {} (all versions: {}): {}\n{}", published->doi, published->concept_doi,
                                   run.page(), files_text(staging, info));
    if (run.kept_in() != state.release_file()) {
        text += fmt::format("warning: {} cannot be written; the record of this release is {}, move it there\n",
                            state.release_file().string(), run.kept_in().string());
    }
    return DepositOutcome{
        .state = DepositOutcome::State::published, .release = *published, .page = run.page(), .text = std::move(text)};
}

tl::unexpected<Error> no_token(bool sandbox, std::string const& service)
{
    return fail(ErrorCode::invalid_argument,
                fmt::format("{0} is not set (nor {1}); make a token with the scopes deposit:write and deposit:actions "
                            "at {2} and put it into .env",
                            sandbox ? "ZENODO_SANDBOX_TOKEN" : "ZENODO_TOKEN",
                            sandbox ? "ZENODO_SANDBOX_API_TOKEN" : "ZENODO_API_TOKEN",
                            service.substr(0, service.rfind("/api"))));
}

/// What will be sent, made in one consistent read of the database, which ends before anything is sent: uploads may take
/// minutes, and a snapshot that old would hold up checkpoints.
struct Prepared {
    publish::DatasetInfo info;
    Staging staging;
};

Result<Prepared> prepare(config::Settings const& settings, corpus::Corpus const& corpus, store::Session& session,
                         std::vector<publish::Release> const& releases, std::string const& day)
{
    auto info = publish::dataset_info(session, corpus, settings, releases);
    if (!info) {
        return fail(info.error());
    }
    if (info->total() == 0) {
        return fail(ErrorCode::invalid_argument, "No approved mappings: there is nothing to deposit");
    }
    auto staging =
        Staging::make(settings.data, publish::deposit_files(session, corpus, *info, settings.mapping_iri, day));
    if (!staging) {
        return fail(staging.error());
    }
    return Prepared{std::move(*info), std::move(*staging)};
}

}  // namespace

Result<DepositOutcome> deposit(config::Settings const& settings, corpus::Corpus const& corpus, store::Readers& readers,
                               DepositRequest const& request)
{
    auto const& token = request.sandbox ? settings.deposit.sandbox_token : settings.deposit.token;
    auto const& service = request.sandbox ? settings.deposit.sandbox_url : settings.deposit.url;
    if (token.empty() && !request.dry_run) {
        return no_token(request.sandbox, service);
    }
    DepositState const state{settings.data, request.sandbox};
    auto const lock = request.dry_run ? Result<UniqueFd>{} : state.lock();
    auto const releases = lock ? state.releases() : fail(lock.error());
    if (!releases) {
        return fail(releases.error());
    }
    auto const day = today();
    auto const prepared =
        readers.read([&](store::Session& session) { return prepare(settings, corpus, session, *releases, day); });
    if (!prepared) {
        return fail(prepared.error());
    }
    auto const& [info, staging] = *prepared;
    if (request.dry_run) {
        return DepositOutcome{
            .state = DepositOutcome::State::rehearsed,
            .text = fmt::format("Dry run, nothing is sent to {}. Would deposit version {}:\n{}\n{}", service,
                                info.version(), files_text(staging, info), publish::deposit_readme(info, day))};
    }
    Zenodo const zenodo{service, token, settings.deposit.timeout};
    Run run{state, zenodo, service};
    return carry_out(run, state, request, info, staging);
}

}  // namespace kewp::web
