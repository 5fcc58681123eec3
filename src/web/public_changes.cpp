#include "web/public_changes.hpp"

#include "store/kv_repository.hpp"

#include <algorithm>

namespace kewp::web {

Instant reference_changed_at(corpus::Corpus const& corpus)
{
    Instant newest{};
    for (auto const& note : corpus.notes()) {
        std::error_code missing;
        auto const written = std::filesystem::last_write_time(corpus.folder() / note.file, missing);
        if (!missing) {
            newest =
                std::max(newest, std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(written)));
        }
    }
    return newest;
}

Result<Instant> public_changed_at(store::Session& session, Instant reference)
{
    auto const committed = store::data_changed_at(session);
    if (!committed) {
        return fail(committed.error());
    }
    return std::max(*committed, reference);
}

}  // namespace kewp::web
