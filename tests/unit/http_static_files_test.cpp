#include "http/compression.hpp"
#include "http/prepared_body.hpp"
#include "http/request_builder.hpp"
#include "http/static_files.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <unistd.h>
#include <zlib.h>

namespace kewp::http {
namespace {
namespace fs = std::filesystem;

/// What zlib makes of it, to judge `gzip` without our own `gunzip`.
std::string inflated(std::string_view packed)
{
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

std::string long_text()
{
    std::string text;
    for (int i = 0; i < 500; ++i) {
        text += "key event " + std::to_string(i) + "\n";
    }
    return text;
}

Request get(std::string_view name = "", std::string_view value = "")
{
    RequestBuilder builder("GET", "/");
    if (!name.empty()) {
        builder.header(name, value);
    }
    return builder.build();
}

TEST(Compression, RoundTrips)
{
    auto const text = long_text();
    for (std::string const& sample : {text, std::string{}, std::string("x")}) {
        EXPECT_EQ(inflated(gzip(sample)), sample);
        EXPECT_EQ(gunzip(gzip(sample)), sample);
    }
}

TEST(Compression, UnpacksBytesOfEveryKindAndLevel)
{
    std::string bytes;
    for (unsigned i = 0; i < 200'000; ++i) {
        bytes += static_cast<char>((i * 2'654'435'761U) >> 24U);  // all values, in no order
    }
    for (auto const level : {1, 5, 9}) {
        EXPECT_EQ(gunzip(gzip(bytes, level)), bytes);
        // Nothing packs better: more than a thousand bytes in each.
        EXPECT_EQ(gunzip(gzip(std::string(3'000'000, 'x'), level)), std::string(3'000'000, 'x'));
    }
}

TEST(Compression, RefusesAStreamThatWasCutOff)
{
    auto const packed = gzip(long_text());
    for (std::size_t size = 0; size < packed.size(); ++size) {
        EXPECT_THROW((void)gunzip(std::string_view{packed}.substr(0, size)), std::invalid_argument) << size;
    }
}

TEST(Compression, RefusesADamagedStream)
{
    constexpr std::size_t kHeader = 10;
    auto const packed = gzip(long_text());
    for (std::size_t at = 0; at < packed.size(); ++at) {
        if (at >= 4 && at < kHeader) {
            continue;  // time, a hint and the system: no part of the text
        }
        auto damaged = packed;
        damaged[at] = static_cast<char>(~damaged[at]);
        EXPECT_THROW((void)gunzip(damaged), std::invalid_argument) << at;
    }
    EXPECT_THROW((void)gunzip(long_text()), std::invalid_argument);
}

TEST(Compression, MakesBrotliThatTheReferenceDecoderReads)
{
    // Only this test decodes, so the decoder isn't linked.
    auto* const library = ::dlopen("libbrotlidec.so.1", RTLD_NOW);
    if (library == nullptr) {
        GTEST_SKIP() << "no libbrotlidec.so.1 here";
    }
    using Decompress = int (*)(std::size_t, std::uint8_t const*, std::size_t*, std::uint8_t*);
    auto const decompress = reinterpret_cast<Decompress>(::dlsym(library, "BrotliDecoderDecompress"));
    ASSERT_NE(decompress, nullptr);
    auto const text = long_text();
    for (std::string const& sample : {text, std::string{}, std::string("x")}) {
        auto const packed = brotli(sample);
        std::string out(text.size() + 10, '\0');
        auto size = out.size();
        ASSERT_EQ(decompress(packed.size(), reinterpret_cast<std::uint8_t const*>(packed.data()), &size,
                             reinterpret_cast<std::uint8_t*>(out.data())),
                  1);
        EXPECT_EQ(out.substr(0, size), sample);
    }
    ::dlclose(library);
}

TEST(Compression, ChoosesWhatTheClientLikesBest)
{
    EXPECT_EQ(choose_encoding("gzip, deflate, br", true), Encoding::brotli);
    EXPECT_EQ(choose_encoding("gzip, deflate, br", false), Encoding::gzip);
    EXPECT_EQ(choose_encoding("br;q=0.5, gzip", true), Encoding::gzip);
    EXPECT_EQ(choose_encoding("gzip;q=0", true), Encoding::identity);
    EXPECT_EQ(choose_encoding("*", true), Encoding::brotli);
    EXPECT_EQ(choose_encoding("identity", true), Encoding::identity);
    EXPECT_EQ(choose_encoding("", true), Encoding::identity);
}

TEST(Compression, PacksDynamicAnswersThatAreWorthIt)
{
    auto const asks = get("Accept-Encoding", "gzip");
    auto packed = text(long_text());
    packed.set("ETag", "\"1\"");
    compress(asks, packed);
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(packed.header("ETag"), "W/\"1\"");
    EXPECT_EQ(inflated(packed.bytes()), long_text());

    auto not_asked = text(long_text());
    compress(get(), not_asked);
    EXPECT_EQ(not_asked.header("Content-Encoding"), std::nullopt);
    EXPECT_EQ(not_asked.header("Vary"), "Accept-Encoding");

    auto small = text("x");
    compress(asks, small);
    EXPECT_EQ(small.header("Content-Encoding"), std::nullopt);
    auto image = respond("image/png", long_text());
    compress(asks, image);
    EXPECT_EQ(image.header("Content-Encoding"), std::nullopt);
    auto encoded = text(long_text());
    encoded.set("Content-Encoding", "br");
    compress(asks, encoded);
    EXPECT_EQ(encoded.header("Content-Encoding"), "br");
}

TEST(PreparedBody, AnswersEachEncodingWithItsOwnTag)
{
    PreparedBody const body(long_text(), "application/json");
    auto const plain = body.respond(get());
    auto const gz = body.respond(get("Accept-Encoding", "gzip"));
    auto const br = body.respond(get("Accept-Encoding", "br, gzip"));
    EXPECT_EQ(plain.header("Content-Encoding"), std::nullopt);
    EXPECT_EQ(plain.bytes(), long_text());
    EXPECT_EQ(gz.header("Content-Encoding"), "gzip");
    EXPECT_EQ(br.header("Content-Encoding"), "br");
    EXPECT_NE(plain.header("ETag"), gz.header("ETag"));
    EXPECT_NE(br.header("ETag"), gz.header("ETag"));
    EXPECT_EQ(br.header("Vary"), "Accept-Encoding");
    auto const again = body.respond(get("If-None-Match", *plain.header("ETag")));
    EXPECT_EQ(again.status, 304U);
    EXPECT_EQ(again.bytes(), "");
}

TEST(StaticFiles, ServesAFolderWithTagsAndTypes)
{
    auto const folder = fs::path(testing::TempDir()) / ("kewp_static_" + std::to_string(::getpid()));
    fs::create_directories(folder / "assets");
    fs::create_directories(folder / ".git");
    std::ofstream(folder / "index.html") << "<p>hi</p>";
    std::ofstream(folder / "assets" / "app-1f2e.js") << long_text();
    std::ofstream(folder / ".env") << "SECRET=1";
    std::ofstream(folder / ".git" / "config") << "x";
    fs::create_symlink("/etc/passwd", folder / "link.txt");
    auto const files = StaticFiles::load(folder);
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ(files->names(), (std::vector<std::string>{"assets/app-1f2e.js", "index.html"}));

    auto const page = files->respond(get(), "index.html");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page->header("Cache-Control"), "no-cache");
    auto const script = files->respond(get("Accept-Encoding", "br"), "assets/app-1f2e.js");
    ASSERT_TRUE(script);
    EXPECT_EQ(script->header("Content-Encoding"), "br");
    EXPECT_EQ(script->header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(files->respond(get("If-None-Match", *page->header("ETag")), "index.html")->status, 304U);
    EXPECT_TRUE(files->version_of("index.html").starts_with("?v="));
    EXPECT_EQ(files->version_of("none"), "");

    for (auto const* const path :
         {"../index.html", "assets/../index.html", "/etc/passwd", "..", "", "assets", "assets/", ".env", ".git/config",
          "link.txt", "index.html/", "./index.html", "..\\index.html"}) {
        EXPECT_FALSE(files->respond(get(), path)) << path;
    }
    fs::remove_all(folder);
}

TEST(StaticFiles, SaysWhatIsWrongWithAFolder)
{
    EXPECT_EQ(StaticFiles::load("/nonexistent").error().code, ErrorCode::not_found);
    auto const folder = fs::path(testing::TempDir()) / ("kewp_big_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::ofstream(folder / "a.txt") << "12345";
    EXPECT_EQ(StaticFiles::load(folder, {.limit = 4}).error().code, ErrorCode::too_large);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace kewp::http
