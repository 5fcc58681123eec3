#include "http_test_server.hpp"

namespace kewp::http {
namespace {

using namespace testing;

struct Bad {
    char const* what;
    std::string bytes;
    unsigned status;
};

std::vector<Bad> bad_requests()
{
    std::string const post = "POST /echo HTTP/1.1\r\nHost: t\r\n";
    return {
        {"no HTTP at all", "hello there\r\n\r\n", 400},
        {"a TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400},
        {"HTTP/0.9", "GET /hello\r\n\r\n", 400},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"HTTP/3.7", "GET /hello HTTP/3.7\r\nHost: t\r\n\r\n", 505},
        {"version in lower case", "GET /hello http/1.1\r\nHost: t\r\n\r\n", 400},
        {"no target", "GET  HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"space in the target", "GET /a b HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"control character in the target", "GET /a\x01 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"NUL in the decoded path", "GET /a%00b HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"target without slash", "GET hello HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"authority form", "CONNECT example.org:443 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"absolute target with user", "GET http://u:p@t/hello HTTP/1.1\r\nHost: t\r\n\r\n", 400},
        {"no Host", "GET /hello HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"Host with a path", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"Host with markup", "GET /hello HTTP/1.1\r\nHost: <b>\r\n\r\n", 400},
        {"space before the colon", "GET /hello HTTP/1.1\r\nHost : t\r\n\r\n", 400},
        {"header without colon", "GET /hello HTTP/1.1\r\nHost: t\r\nbroken\r\n\r\n", 400},
        {"empty header name", "GET /hello HTTP/1.1\r\nHost: t\r\n: x\r\n\r\n", 400},
        {"NUL in a header", std::string("GET /hello HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n", 40), 400},
        {"bare CR in a header", "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\rb\r\n\r\n", 400},
        {"line feeds alone", "GET /hello HTTP/1.1\nHost: t\n\n", 400},
        {"length that is no number", post + "Content-Length: x\r\n\r\n", 400},
        {"negative length", post + "Content-Length: -1\r\n\r\n", 400},
        {"length with sign", post + "Content-Length: +5\r\n\r\nabcde", 400},
        {"length beyond 64 bits", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        {"empty length", post + "Content-Length: \r\n\r\n", 400},
        {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400},
        {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", 400},
        {"length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
        {"coding before chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        {"chunked not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 501},
        {"obscured chunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
        {"chunked on HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"chunk size that is no number", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size beyond 64 bits", post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
        {"chunk without its end", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", 400},
        {"unknown expectation", post + "Expect: magic\r\nContent-Length: 1\r\n\r\na", 417},
    };
}

TEST(MalformedRequests, AreRefusedAndTheConnectionCloses)
{
    TestServer server({}, test_router());
    for (auto const& bad : bad_requests()) {
        Client client(server.port());
        // What follows must never be taken for a request of its own.
        client.send(bad.bytes + "GET /inline HTTP/1.1\r\nHost: t\r\n\r\n");
        auto const answer = client.receive();
        EXPECT_EQ(answer.status, bad.status) << bad.what;
        EXPECT_EQ(answer.headers.at("connection"), "close") << bad.what;
        EXPECT_EQ(answer.body.find("inline"), std::string::npos) << bad.what;
        client.finish_sending();
        EXPECT_TRUE(client.closed()) << bad.what;
    }
    EXPECT_EQ(Client(server.port()).get("/hello").body, "hello") << "the server goes on";
}

TEST(MalformedRequests, InPiecesAreTreatedTheSame)
{
    TestServer server({}, test_router());
    for (auto const& bad : bad_requests()) {
        Client client(server.port());
        // The empty line ends a header whose own line ends are wrong.
        for (char const& byte : bad.bytes + "\r\n\r\n") {
            if (!client.send({&byte, 1})) {
                break;
            }
        }
        EXPECT_EQ(client.receive().status, bad.status) << bad.what;
    }
}

TEST(MalformedRequests, OddButValidOnesAreAnswered)
{
    TestServer server({}, test_router());
    std::pair<std::string, std::string> const fine[] = {
        {"\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n", "hello"},
        {"GET http://elsewhere.org/hello?x HTTP/1.1\r\nHost: t\r\n\r\n", "hello"},
        {"GET /hello HTTP/1.1\r\nhOST:\t t \r\n\r\n", "hello"},
        {"GET /hello HTTP/1.1\r\nHost:\r\n\r\n", "hello"},
        {"GET /hello HTTP/1.0\r\n\r\n", "hello"},
        {"GET /hello#fragment HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "hello"},
        {"GET /ke/%F0%9F%A7%AC HTTP/1.1\r\nHost: t\r\n\r\n", "\xF0\x9F\xA7\xAC"},
        {"GET /ke/%ff HTTP/1.1\r\nHost: t\r\n\r\n", "\xff"},
        {"POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: Chunked\r\n\r\n"
         "3;ext=\"x\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
         "abc0123456789"},
    };
    for (auto const& [bytes, body] : fine) {
        Client client(server.port());
        client.send(bytes);
        auto const answer = client.receive();
        EXPECT_EQ(answer.status, 200U) << bytes;
        EXPECT_EQ(answer.body, body) << bytes;
    }
}

TEST(Limits, RefuseAHeaderOver16KiB)
{
    TestServer server({}, test_router());
    auto const request_of = [](std::size_t size) {
        std::string const start = "GET /hello HTTP/1.1\r\nHost: t\r\nX: ";
        return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    Client fits(server.port());
    fits.send(request_of(16 * 1024));
    EXPECT_EQ(fits.receive().status, 200U);
    Client over(server.port());
    over.send(request_of(16 * 1024 + 1));
    EXPECT_EQ(over.receive().status, 431U);
    Client endless(server.port());
    std::string const lines = "X-A: 1234567890\r\n";
    endless.send("GET /hello HTTP/1.1\r\nHost: t\r\n");
    for (int i = 0; i < 100'000 && endless.send(lines); ++i) {
    }
    EXPECT_EQ(Client(server.port()).get("/hello").status, 200U);
    Client long_target(server.port());
    long_target.send("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(long_target.receive().status, 431U);
}

TEST(Limits, RefuseABodyOverTheLimitWhicheverWayItComes)
{
    ServerOptions options;
    options.body_limit = 1000;
    TestServer server(options, test_router());
    std::string const post = "POST /echo HTTP/1.1\r\nHost: t\r\n";
    Client fits(server.port());
    fits.send(post + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
    EXPECT_EQ(fits.receive().body.size(), 1000U);
    Client declared(server.port());
    declared.send(post + "Content-Length: 1001\r\n\r\n");
    auto const refused = declared.receive();
    EXPECT_EQ(refused.status, 413U) << "before the body is sent";
    EXPECT_EQ(refused.headers.at("connection"), "close");
    Client chunked(server.port());
    chunked.send(post + "Transfer-Encoding: chunked\r\n\r\n");
    auto const chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
    chunked.send(chunk + chunk + chunk);
    EXPECT_EQ(chunked.receive().status, 413U);
    Client huge_chunk(server.port());
    huge_chunk.send(post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");
    EXPECT_EQ(huge_chunk.receive().status, 413U);
    Client own_limit(server.port());
    own_limit.send("POST /small HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(own_limit.receive().status, 413U);
    Client still_sending(server.port());
    still_sending.send(post + "Content-Length: 3000000\r\n\r\n");
    for (int i = 0; i < 300 && still_sending.send(std::string(10'000, 'x')); ++i) {
    }
    EXPECT_EQ(still_sending.receive().status, 413U) << "the answer must reach a client that sends on";
}

TEST(Limits, KeepABodyThatComesInPieces)
{
    TestServer server({}, test_router());
    Client client(server.port());
    std::string const body(300'000, 'y');
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 300000\r\n\r\n");
    client.send(std::string_view(body).substr(0, 1));
    client.send(std::string_view(body).substr(1));
    EXPECT_EQ(client.receive().body, body);
    EXPECT_EQ(client.get("/hello").body, "hello") << "the connection goes on";
}

}  // namespace
}  // namespace kewp::http
