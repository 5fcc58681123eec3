#pragma once

#include "fault_fixture.hpp"

#include <gmock/gmock.h>

/// A piece of work is done again and again, each time with a fault one operation later, until it meets none.
namespace kewp::store::testing {

struct Kind {
    char const* name;
    Operation operation;
    bool disk_full = false;
    bool persistent = false;
    char const* words;  ///< what an operator must read
};

inline constexpr char const* kIoWords = "the disk did not take or give the data";
inline constexpr char const* kFullWords = "the disk is full";
inline constexpr char const* kOpenWords = "cannot be opened";

inline std::vector<Kind> kinds()
{
    std::vector<Kind> all;
    for (bool const persistent : {false, true}) {
        all.push_back({"disk full", Operation::write, true, persistent, kFullWords});
        all.push_back({"write", Operation::write, false, persistent, kIoWords});
        all.push_back({"read", Operation::read, false, persistent, kIoWords});
        all.push_back({"flush", Operation::flush, false, persistent, kIoWords});
        all.push_back({"truncate", Operation::truncate, false, persistent, kIoWords});
        all.push_back({"remove", Operation::remove, false, persistent, kIoWords});
        all.push_back({"open", Operation::open, false, persistent, kOpenWords});
        all.push_back({"map memory", Operation::map_memory, false, persistent, kIoWords});
        all.push_back({"flush by us", Operation::flush_by_us, false, persistent, "Input/output error"});
    }
    return all;
}

/// From one place to the next; under a sanitizer each round takes ten times as long.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr std::uint64_t kStep = 7;
#else
inline constexpr std::uint64_t kStep = 1;
#endif

/// Every rule that an error must keep: a value, the right kind, the file and the reason.
inline void expect_clear(Error const& error, Kind const& kind)
{
    if (error.message.find("unable to get the page") != std::string::npos) {
        return;  // integrity_check met the fault and said so in its own words
    }
    EXPECT_EQ(error.code, ErrorCode::io) << error.message;
    EXPECT_THAT(error.message, ::testing::HasSubstr("/disk"));
    EXPECT_THAT(error.message,
                ::testing::AnyOf(::testing::HasSubstr(kind.words), ::testing::HasSubstr("cannot be opened"),
                                 ::testing::HasSubstr("cannot be written")));
}

/// Does a thing that answers with a result; an exception out of it is a fault of ours.
template <class Work>
auto answered(Work work) -> decltype(work())
{
    try {
        return work();
    } catch (std::exception const& thrown) {
        ADD_FAILURE() << "throws: " << thrown.what();
        return fail(ErrorCode::internal, thrown.what());
    }
}

/// The files of a folder but for the database and what SQLite keeps beside it.
inline std::vector<std::string> names_beside(fs::path const& path)
{
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator(path.parent_path())) {
        auto name = entry.path().filename().string();
        if (!name.starts_with(path.filename().string())) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

class FaultRoundsTest : public FaultTest {
protected:
    /// Calls `round(fault)` with the fault at the 1st, 2nd … operation of each kind until none is met any more.
    template <class Round>
    void at_every_operation(std::vector<Kind> const& faults, Round round)
    {
        for (auto const& kind : faults) {
            std::uint64_t at = 1;
            for (;; at += kStep) {
                SCOPED_TRACE(fmt::format("{} {}{}", kind.name, at, kind.persistent ? " and all later" : ""));
                round(kind, Fault{kind.operation, at, kind.persistent, kind.disk_full});
                if (vfs_->failures() == 0 || HasFailure()) {
                    break;
                }
            }
            fmt::print("{}{}: {} places\n", kind.name, kind.persistent ? ", lasting" : "", (at - 1) / kStep);
        }
    }

    void copy_to_disk(fs::path const& file)
    {
        empty_disk();
        fs::copy_file(file, path());
        vfs_->start_anew();
    }
};

}  // namespace kewp::store::testing
