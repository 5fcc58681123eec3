#include "corpus/download.hpp"
#include "import_bench.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace kewp::corpus {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// Answers one request on the loopback with a fixed response.
class OneAnswer {
public:
    explicit OneAnswer(std::string response) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr const*>(&address), size), 0);
        EXPECT_EQ(::listen(fd_.get(), 1), 0);
        EXPECT_EQ(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this, text = std::move(response)] {
            UniqueFd const client{::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            std::string request(4096, '\0');
            EXPECT_GT(::read(client.get(), request.data(), request.size()), 0);
            std::string_view rest = text;
            while (!rest.empty()) {
                auto const sent = ::send(client.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
                if (sent <= 0) {
                    break;  // the client has had enough
                }
                rest.remove_prefix(static_cast<std::size_t>(sent));
            }
        }};
    }
    OneAnswer(OneAnswer const&) = delete;
    OneAnswer& operator=(OneAnswer const&) = delete;
    ~OneAnswer() { thread_.join(); }

    [[nodiscard]] std::string url(std::string const& path) const
    {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

private:
    UniqueFd fd_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::string ok_response(std::string const& body)
{
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Result<std::filesystem::path> fetch(std::string const& url, ImportBench const& bench, DownloadLimits const& limits = {})
{
    std::ostringstream out;
    Progress progress{out, Progress::Mode::lines};
    return download(url, bench.inputs(), progress, limits);
}

TEST(Download, KeepsTheNameForItsDate)
{
    ImportBench const bench;
    OneAnswer const server{ok_response("content")};
    auto const path = fetch(server.url("/a/aops-20260613.ttl?raw=true"), bench);
    ASSERT_TRUE(path) << path.error().message;
    EXPECT_EQ(path->filename(), "aops-20260613.ttl");
    EXPECT_EQ(*read_file(*path), "content");
}

TEST(Download, NeverLeavesItsFolder)
{
    ImportBench const bench;
    OneAnswer const server{ok_response("content")};
    auto const path = fetch(server.url("/x/..%2F..%2Fetc"), bench);
    ASSERT_TRUE(path) << path.error().message;
    EXPECT_EQ(path->parent_path(), bench.inputs());
}

TEST(Download, SaysThatThereIsNoSuchFile)
{
    ImportBench const bench;
    OneAnswer const server{"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"};
    auto const path = fetch(server.url("/gone.gmt"), bench);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, ErrorCode::not_found);
    EXPECT_THAT(path.error().message, HasSubstr("the server answered 404"));
    EXPECT_FALSE(std::filesystem::exists(bench.inputs() / "gone.gmt"));
}

TEST(Download, RefusesAFileThatEndsEarly)
{
    ImportBench const bench;
    OneAnswer const server{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nshort"};
    auto const path = fetch(server.url("/a.gmt"), bench);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, ErrorCode::unavailable);
    EXPECT_FALSE(std::filesystem::exists(bench.inputs() / "a.gmt"));
}

TEST(Download, StopsAtTheLimitOfBytes)
{
    ImportBench const bench;
    OneAnswer const server{ok_response(std::string(100'000, 'x'))};
    DownloadLimits limits;
    limits.max_bytes = 1'000;
    EXPECT_EQ(fetch(server.url("/a.gmt"), bench, limits).error().code, ErrorCode::too_large);
}

TEST(Download, FollowsNoRedirectionToAFile)
{
    ImportBench const bench;
    OneAnswer const server{
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: file:///etc/passwd\r\n"
        "Content-Length: 0\r\n\r\n"};
    EXPECT_EQ(fetch(server.url("/a.gmt"), bench).error().code, ErrorCode::unavailable);
}

TEST(Download, TakesHttpAndHttpsOnly)
{
    ImportBench const bench;
    for (auto const* const url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"}) {
        EXPECT_EQ(fetch(url, bench).error().code, ErrorCode::invalid_argument) << url;
    }
    EXPECT_TRUE(is_url("https://example.org/x"));
    EXPECT_FALSE(is_url("/data/https://x"));
    EXPECT_FALSE(is_url("file.gmt"));
}

TEST(Download, FeedsAnImport)
{
    ImportBench const bench;
    OneAnswer const server{ok_response("2-LTR circle formation\tR-HSA-164843\tBANF1\n")};
    auto const report = bench.ok("reactome", {server.url("/ReactomePathways-202509.gmt")});
    EXPECT_EQ(report.records_read, 1U);
    EXPECT_EQ(report.release, "2025-09");
    for (auto const& entry : std::filesystem::directory_iterator{bench.data()}) {
        EXPECT_FALSE(entry.is_directory()) << entry.path();
    }
}

}  // namespace
}  // namespace kewp::corpus
