#include "base/file.hpp"
#include "publish/citation.hpp"
#include "publish/dataset_description.hpp"
#include "publish/ro_crate.hpp"
#include "publish/zip_writer.hpp"
#include "publish_fixture.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <ctime>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::publish {
namespace {

using testing::HasSubstr;
using testing::Not;

ArchiveFile file_of(std::string name, std::string content)
{
    return {std::move(name), "text/plain", "A file",
            [content = std::move(content)](Sink const& sink) -> Result<void> { return sink(content); }};
}

std::string zip_of(std::vector<ArchiveFile> const& files)
{
    Collected out;
    EXPECT_TRUE(write_zip(files, out.sink()));
    return out.text;
}

TEST(ZipWriter, WritesTheSameBytesInEveryTimeZoneAndAtEveryTime)
{
    auto const first = zip_of({file_of("a.txt", "aaa"), file_of("folder/ä.txt", std::string(100'000, 'b'))});
    ::setenv("TZ", "Pacific/Kiritimati", 1);
    ::tzset();
    auto const second = zip_of({file_of("a.txt", "aaa"), file_of("folder/ä.txt", std::string(100'000, 'b'))});
    ::unsetenv("TZ");
    ::tzset();
    EXPECT_EQ(first, second);
    EXPECT_EQ(first.substr(0, 4), "PK\x03\x04");
    EXPECT_EQ(first.substr(first.size() - 22, 4), "PK\x05\x06") << "the directory ends the file: no padding";
    EXPECT_LT(first.size(), 2000U) << "entries are deflated";
}

TEST(Zip, LeavesOutFilesThatHaveNothingToHold)
{
    Collected out;
    ArchiveFile const empty_tier{"low.gmt", "text/plain", "", [](Sink const&) -> Result<void> {
                                     return fail(ErrorCode::unavailable, "no mappings");
                                 }};
    auto const archived = write_zip({empty_tier, file_of("a.txt", "abc")}, out.sink());
    ASSERT_TRUE(archived);
    ASSERT_EQ(archived->size(), 1U);
    EXPECT_EQ(archived->front().bytes, 3U);
    EXPECT_EQ(archived->front().sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_THAT(out.text, Not(HasSubstr("low.gmt")));
}

TEST(Zip, FailsWithTheNameOfTheFileThatFails)
{
    Collected out;
    ArchiveFile const broken{"b.txt", "text/plain", "", [](Sink const& sink) -> Result<void> {
                                 EXPECT_TRUE(sink("half"));
                                 return fail(ErrorCode::unavailable, "the database went away");
                             }};
    auto const archived = write_zip({broken}, out.sink());
    ASSERT_FALSE(archived) << "one that has begun is not left out";
    EXPECT_EQ(archived.error().message, "b.txt: the database went away");
}

TEST(Zip, HandsOnTheErrorOfTheSink)
{
    std::size_t room = 20;
    Sink const small = [&](std::string_view bytes) -> Result<void> {
        if (bytes.size() > room) {
            return fail(ErrorCode::io, "the disk is full");
        }
        room -= bytes.size();
        return {};
    };
    std::string noise;
    for (int i = 0; i < 100'000; ++i) {
        noise += static_cast<char>(i * i % 251);
    }
    auto const archived = write_zip({file_of("a.txt", noise)}, small);
    ASSERT_FALSE(archived);
    EXPECT_THAT(archived.error().message, HasSubstr("the disk is full"));
}

DatasetInfo info_of(std::vector<config::Creator> creators)
{
    DatasetInfo info;
    info.about.title = "Mappings";
    info.about.publisher = "Publisher";
    info.about.creators = std::move(creators);
    info.iri = "https://ke-wp-mapping.org/dataset";
    info.changed_at = parse_utc("2026-05-06T07:08:09Z").value();
    return info;
}

TEST(Citation, WritesInitialsAndGroupsAsApaDoes)
{
    EXPECT_EQ(citation_text(info_of({{"Doe, Ann Mary", "", ""}})),
              "Doe, A. M. (2026). Mappings (Version 2026-05-06) [Data set]. Publisher. "
              "https://ke-wp-mapping.org/dataset");
    EXPECT_THAT(citation_text(info_of({{"Ørsted, Åse", "", ""}, {"Roe, B", "", ""}, {"The Group", "", ""}})),
                HasSubstr("Ørsted, Å., Roe, B., & The Group (2026)."));
}

TEST(Citation, PutsNoLineEndIntoRis)
{
    auto info = info_of({{"Doe, Ann", "", ""}});
    info.about.title = "Two\nlines\r\nER  - ";
    EXPECT_THAT(citation_ris(info), HasSubstr("TI  - Two lines ER  - \r\nPY  - 2026\r\nDA  - 2026/05/06/\r\n"));
}

TEST(Dataset, PrefersTheDoiOfTheSettingsToThatOfTheLastDeposit)
{
    auto info = info_of({{"Doe, Ann", "", ""}});
    EXPECT_EQ(info.link(), "https://ke-wp-mapping.org/dataset");
    info.releases = {{.doi = "10.5281/zenodo.1"}, {.doi = "10.5281/zenodo.2"}};
    EXPECT_EQ(info.link(), "https://doi.org/10.5281/zenodo.2");
    info.about.doi = "10.1234/mine";
    EXPECT_EQ(info.doi(), "10.1234/mine");
}

TEST(Dataset, OfNoMappingHasTheVersionOfTheReference)
{
    EXPECT_EQ(DatasetInfo{}.version(), "1.0.0");
}

TEST(Dataset, CannotCloseTheScriptThatItIsPutInto)
{
    auto info = info_of({{"</script><script>alert(1)", "", ""}});
    auto const text = dataset_json_ld(info);
    EXPECT_THAT(text, Not(HasSubstr("</")));
    EXPECT_EQ(boost::json::parse(text).at("creator").at(0).at("name").as_string(), "</script><script>alert(1)");
}

TEST(Release, OfAllReleasesComesBackAndTheLastIsOnTop)
{
    std::vector<Release> releases = {{.deposition_id = 1, .doi = "10.5281/zenodo.1", .version = "a \"b\""},
                                     {.deposition_id = 2,
                                      .doi = "10.5281/zenodo.2",
                                      .concept_doi = "10.5281/zenodo.0",
                                      .published_at = "2026-05-06T07:08:09Z",
                                      .version = "2026-05-06",
                                      .counts = {{{5, 1, 2, 2}, {0, 0, 0, 0}, {1, 1, 0, 0}}},
                                      .content = "abc"}};
    auto const text = releases_text(releases);
    auto const parsed = boost::json::parse(text);
    EXPECT_EQ(parsed.at("doi").as_string(), "10.5281/zenodo.2");
    EXPECT_EQ(parsed.at("counts").at("wp").at("Medium").to_number<int>(), 2);
    auto const file = std::filesystem::path{testing::TempDir()} / "zenodo_meta.json";
    ASSERT_TRUE(write_file_atomically(file, text));
    auto const read = read_releases(file);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ(read->at(0).version, "a \"b\"");
    EXPECT_EQ(read->at(1).counts, releases[1].counts);
    EXPECT_EQ(read->at(1).content, "abc");
    ASSERT_TRUE(write_file_atomically(file, "[]"));
    EXPECT_THAT(read_releases(file).error().message, HasSubstr("zenodo_meta.json"));
    std::filesystem::remove(file);
    EXPECT_TRUE(read_releases(file)->empty());
}

}  // namespace
}  // namespace kewp::publish
