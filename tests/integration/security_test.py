"""What protects people and their data, seen from outside: headers, cookies, logs, proxies, floods."""

import html.parser
import json
import re
import socket
import threading
import time
import urllib.parse

import pytest
import requests

from kewp_server import Person, Server, wait_for

HTML = {"Accept": "text/html"}
PROXY = 'trusted_proxies = ["127.0.0.1"]'
HTTPS = {"X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory):
    """Its clients stand for a proxy on the same machine."""
    with Server(tmp_path_factory.mktemp("proxy"), workers="count = 1", server=PROXY) as running:
        yield running


class Page(html.parser.HTMLParser):
    """Links of a page, and what a Content-Security-Policy without 'unsafe-inline' would block."""

    def __init__(self, text):
        super().__init__()
        self.blocked = []
        self.within = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.within = tag
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            self.blocked.append(f"<{tag}>")
        for name, value in attributes:
            if name == "style" or name.startswith("on"):
                self.blocked.append(f'<{tag} {name}="{value}">')
            if (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.blocked.append(f'<{tag} {name}="{value}">')


def check_page(answer, https=False):
    """The headers that every page must carry, and nothing inline in it."""
    headers = answer.headers
    assert headers["Content-Type"].startswith("text/html"), answer.url
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"] and "*" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert ("Strict-Transport-Security" in headers) == https, answer.url
    page = Page(answer.text)
    assert not page.blocked, (answer.url, page.blocked[:3])
    return page


PAGES = ["/", "/login", "/mapper", "/explore", "/aop-explorer", "/stats", "/downloads", "/documentation", "/privacy", "/me",
         "/ke/188", "/documentation/curators/first-mapping"]


def test_every_page_is_protected_and_has_nothing_inline(server):
    for session in (requests.Session(), Person(server, "admin").http):
        for address in PAGES:
            answer = session.get(server.url + address, headers=HTML, timeout=30)
            assert answer.status_code == 200, address
            check_page(answer)
            assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["ETag"], address


def test_pages_that_no_link_leads_to_are_protected_too(server):
    curator = Person(server)
    addresses = ["/no/such/page", "/ke/999999", "/ke/abc", "/mappings/none", "/login", "/login?next=/me",
                 "/admin/review", "/me", "/proposals/none",
                 "/mapper?q=<script>alert(1)</script>", "/explore?ke_id=\"><script>alert(1)</script>"]
    statuses = set()
    for session in (requests.Session(), curator.http):
        for address in addresses:
            answer = session.get(server.url + address, headers=HTML, timeout=30)
            check_page(answer)
            statuses.add(answer.status_code)
    wrong = curator.http.post(server.url + "/proposals", headers=HTML, timeout=30,
                              data={"csrf_token": curator.token, "resource": "wikipathways", "ke_id": "\"><b>x"})
    check_page(wrong)
    statuses.add(wrong.status_code)
    forged = curator.http.post(server.url + "/proposals", timeout=30,
                               headers={**HTML, "Origin": "https://evil.example"})
    check_page(forged)
    statuses.add(forged.status_code)
    assert {200, 400, 403, 404} <= statuses, statuses


def test_answers_that_are_no_pages_cannot_be_taken_for_one(server):
    for path in ("/api/v1/mappings", "/api/v1/mappings?format=csv", "/health", "/metrics", "/get_ke_options"):
        answer = server.get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert not answer.headers["Content-Type"].startswith("text/html"), path
        assert "Set-Cookie" not in answer.headers, path
    assert "Server" not in server.get("/").headers or not re.search(r"\d", server.get("/").headers["Server"])


def test_strict_transport_is_asked_for_only_when_a_trusted_proxy_says_https(server, behind_proxy):
    check_page(behind_proxy.get("/", headers={**HTML, **HTTPS}), https=True)
    check_page(behind_proxy.get("/", headers=HTML), https=False)
    check_page(server.get("/", headers={**HTML, **HTTPS}), https=False)  # here nobody is trusted


def sign_in(server, headers=None, cookies=None, csrf_token=""):
    answer = requests.post(server.url + "/login/demo", timeout=30,
                           data={"who": "curator", "next": "/", "csrf_token": csrf_token},
                           headers={"Origin": server.url, **(headers or {})}, cookies=cookies, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    value, *flags = [part.strip() for part in rest.split(";")]
    return name, value, {flag.lower() for flag in flags}


def test_session_cookie_is_kept_from_scripts_and_other_sites(server):
    name, value, flags = sign_in(server)
    assert len(value) >= 32
    assert "httponly" in flags and "path=/" in flags
    assert flags & {"samesite=lax", "samesite=strict"}
    assert not any(flag.startswith("domain") for flag in flags)
    assert "secure" not in flags  # the demo over plain http, on this machine only
    assert not name.startswith("__Host-")


def test_session_cookie_travels_over_https_only_when_people_use_https(behind_proxy):
    name, _, flags = sign_in(behind_proxy, {**HTTPS, "Origin": behind_proxy.url.replace("http:", "https:")})
    assert name.startswith("__Host-")
    assert {"secure", "httponly", "path=/"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


def who(server, name, value):
    return requests.get(server.url + "/api/session", cookies={name: value}, timeout=30).json()


def test_session_changes_at_sign_in_and_ends_at_sign_out(server):
    name, planted = "kewp_session", "a" * 64
    _, first, _ = sign_in(server, cookies={name: planted})
    assert first != planted and not who(server, name, planted)["signed_in"]
    _, second, _ = sign_in(server, cookies={name: first}, csrf_token=who(server, name, first)["csrf_token"])
    assert second != first
    assert not who(server, name, first)["signed_in"], "the session of before goes on"
    signed_in = who(server, name, second)
    assert signed_in["signed_in"]
    done = requests.post(server.url + "/logout", cookies={name: second}, timeout=30, allow_redirects=False,
                         headers={"Origin": server.url, "X-CSRF-Token": signed_in["csrf_token"]})
    assert done.status_code == 303
    assert not who(server, name, second)["signed_in"], "a copied cookie still works"
    assert server.rows("SELECT count(*) FROM session WHERE token_hash IN (?, ?)", first, second) == [(0,)]


SECRET_KEY = "5ec2e7" * 11
TOKEN_LIKE = ["token", "access_token", "code", "state", "api_key", "password", "secret", "session", "csrf_token",
              "email"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_log_tells_no_secret_and_no_address(tmp_path, form):
    with Server(tmp_path, environment={"SECRET_KEY": SECRET_KEY},
                log=f'format = "{form}"\nlevel = "debug"\naccess = true') as server:
        curator, admin = Person(server), Person(server, "admin")
        tokens = [cookie.value for person in (curator, admin) for cookie in person.http.cookies]
        made = curator.propose("KE 888", "WP254", email="private.person@mail.example",
                               note="call me: second@mail.example")
        assert made.status_code == 201, made.text
        curator.propose("KE 888", "WP254", email="not an address third@mail.example@")
        admin.decide(made.json()["uuid"], "approve", reason="write to fourth@mail.example")
        secrets = []

        def secret():
            secrets.append(f"hush{len(secrets):04d}{'x' * 12}")
            return secrets[-1]

        http = requests.Session()
        for path in ("/", "/no/such/page", "/api/v1/mappings", "/login", "/ke/188", "/assets/none.css"):
            for name in TOKEN_LIKE:
                http.get(f"{server.url}{path}?{name}={secret()}&page=1", timeout=30, headers={
                    "Authorization": f"Bearer {secret()}", "Cookie": f"kewp_session={secret()}; other={secret()}",
                    "X-CSRF-Token": secret(), "Referer": f"{server.url}/x?code={secret()}", "X-Api-Key": secret(),
                    "X-Request-Id": "plain-id"})
        for body in (f'{{"token": "{secret()}"', f"password={secret()}", secret()):
            for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
                http.post(server.url + "/proposals", data=body, timeout=30,
                          headers={"Content-Type": kind, "Origin": server.url, "X-CSRF-Token": secret()})
        curator.http.post(server.url + "/proposals", json={"token": secret()}, timeout=30,
                          headers={"X-CSRF-Token": secret()})
        address = urllib.parse.urlsplit(server.url)
        for bad in (b"GET /?token=%s HTTP/9.9\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nbad %s\r\n\r\n",
                    b"GET http://user:%s@x/ HTTP/1.1\r\nHost: x\r\n\r\n"):
            with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
                connection.sendall(bad % secret().encode())
                connection.recv(1000)
        wait_for(lambda: "/no/such/page" in server.log(), "the access log")
    log = server.log()
    assert len(log.splitlines()) > 60
    hidden = [*secrets, *tokens, curator.token, admin.token, SECRET_KEY, "mail.example"]
    found = [word for word in hidden if word in log]
    assert not found, [next(line for line in log.splitlines() if word in line)[:300] for word in found[:5]]
    if form == "json":
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        assert len(lines) == len(log.splitlines()), "a line is no JSON"
        assert any(line.get("status") == 404 for line in lines)


def test_client_cannot_escape_its_limit_by_naming_other_addresses(tmp_path):
    with Server(tmp_path, rates="api = 5") as server:
        def ask(address):
            headers = {"X-Forwarded-For": address, "X-Real-IP": address, "Forwarded": f"for={address}"}
            return server.get("/api/v1/mappings", headers=headers).status_code

        statuses = [ask(f"203.0.113.{n}") for n in range(8)]
        assert statuses == [200] * 5 + [429] * 3


def test_trusted_proxy_names_the_client_and_the_client_cannot_add_to_it(tmp_path):
    with Server(tmp_path, rates="api = 3", server=PROXY) as server:
        def ask(forwarded):
            return server.get("/api/v1/mappings", headers={"X-Forwarded-For": forwarded}).status_code

        # The proxy appends whom it saw; what stands before that, the client wrote.
        assert [ask(f"192.0.2.{n}, 203.0.113.9") for n in range(5)] == [200] * 3 + [429] * 2
        assert ask("203.0.113.10") == 200
        assert ask("203.0.113.9, 203.0.113.11") == 200


def slow_senders(server, count):
    """Connections that send a letter of a header now and then, but never its end."""
    address = urllib.parse.urlsplit(server.url)
    connections = []
    for _ in range(count):
        connection = socket.create_connection((address.hostname, address.port), timeout=30)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        connections.append(connection)
    return connections


def test_dripping_senders_on_every_connection_are_thrown_out_in_time(tmp_path):
    with Server(tmp_path, workers="count = 2", limits="header_timeout = 2\nconnections = 40") as server:
        stop = threading.Event()
        slow = slow_senders(server, 120)  # more than both workers take

        def drip():
            while not stop.wait(0.3):
                for connection in slow:
                    try:
                        connection.send(b"x")
                    except OSError:
                        pass  # thrown out

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            before = time.monotonic()

            def served():
                try:
                    return requests.get(server.url + "/livez", timeout=10).status_code == 200
                except requests.RequestException:
                    return False

            wait_for(served, "an answer beside the slow senders", patience=15)
            seconds = time.monotonic() - before
            print(f"served after {seconds:.1f} s beside {len(slow)} dripping senders on 80 places")
            assert seconds < 6  # each is thrown out 2 s after it came, however often it sends a letter
            assert server.answers()
        finally:
            stop.set()
            dripping.join()
            for connection in slow:
                connection.close()


def test_flood_of_work_is_answered_503_with_the_time_to_come_back(tmp_path):
    with Server(tmp_path, workers="count = 1\nthreads = 1", limits="queue = 2") as server:
        answers = []

        def ask(number):
            session = requests.Session()
            for turn in range(10):
                limit = number * 10 + turn + 1  # each asks for something that no cache has
                answers.append(session.get(f"{server.url}/suggest_pathways/KE%20188?limit={limit}", timeout=30))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        counts = {code: sum(answer.status_code == code for answer in answers) for code in (200, 503)}
        print(counts)
        assert counts[200] + counts[503] == len(answers) == 320
        assert counts[200] > 0 and counts[503] > 0
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers if answer.status_code == 503)
        assert server.get("/livez").status_code == 200
