"""Who may do what, and what happens to those who try otherwise: every role × operation, forged requests, other people's
ids, injection into SQL, headers and pages."""

import datetime
import itertools
import re

import pytest
import requests
import yaml

from curators import ANSWERS, Member, approved, proposed, send
from kewp_server import DEMO_DATA, NODES, SOURCE, Person, Server, pairs

SPEC = yaml.safe_load((SOURCE / "docs" / "openapi" / "curation.yaml").read_text())["paths"]
OPERATIONS = [(method.upper(), path, item[method]["x-role"]) for path, item in SPEC.items() for method in item]
WRITES = [(method, path, role) for method, path, role in OPERATIONS if method != "GET"]
ROLES = ["visitor", "guest", "curator", "admin"]
# These end the very session with which the table goes on.
ENDS_THE_SESSION = {("DELETE", "/api/session"), ("DELETE", "/api/me/sessions"), ("POST", "/api/session/guest")}
PAGE = {"Accept": "text/html"}


class Visitor:
    def __init__(self, server):
        self.server, self.token, self.http = server, "", requests.Session()
        self.http.headers["Origin"] = server.url


class Guest(Visitor):
    def __init__(self, server, code, name="Guest"):
        super().__init__(server)
        answer = self.http.post(server.url + "/api/session/guest", json={"code": code, "display_name": name}, timeout=30)
        assert answer.status_code == 200, answer.text
        self.token = self.http.get(server.url + "/api/session", timeout=30).json()["csrf_token"]


@pytest.fixture(scope="module")
def server(tmp_path_factory, provider):
    environment = {**provider.environment(), "ADMIN_USERS": "github:ada,demo:admin"}
    with Server(tmp_path_factory.mktemp("server"), workers="count = 2", environment=environment,
                extra=provider.settings() + "guest_failures = 0\n") as running:
        yield running


@pytest.fixture(scope="module")
def code(server):
    expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    made = Person(server, "admin").post("/api/admin/guest-codes", {
        "label": "security", "max_uses": 500, "expires_at": expires.strftime("%Y-%m-%dT%H:%M:%SZ")})
    return made.json()["code"]


@pytest.fixture(scope="module")
def people(server, provider, code):
    return {"visitor": Visitor(server), "guest": Guest(server, code), "curator": Member(server, provider, "alice"),
            "admin": Member(server, provider, "ada")}


@pytest.fixture(scope="module")
def free(server):
    taken = set(server.rows("SELECT ke_id, target_id FROM mapping UNION SELECT ke_id, target_id FROM proposal"))
    return iter([pair for pair in pairs(DEMO_DATA) if pair not in taken])


def filled(path, value="no-such-thing"):
    return re.sub(r"{\w+}", value, path)


def body_for(method, path):
    """Nothing that could succeed."""
    if "batch" in path:
        return {"data": b"x", "headers": {"Content-Type": "text/csv"}}
    return {"body": {"nothing": True}} if method != "GET" else {}


def rows_in(server):
    return {name: server.rows(f"SELECT count(*) FROM {name}")[0][0] for name in server.tables()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(server, people, role):
    wrong = []
    for (method, path, needed) in OPERATIONS:
        if (method, path) in ENDS_THE_SESSION:
            continue
        status = send(people[role], method, filled(path), **body_for(method, path)).status_code
        may = ROLES.index(role) >= ROLES.index(needed)
        refusal = 401 if role == "visitor" else 403
        if may == (status in (401, 403)) or (not may and status != refusal) or status >= 500:
            wrong.append((method, path, needed, status))
    assert not wrong


def test_pages_of_administrators_are_closed_to_everybody_else(server, people):
    for path in ("/admin/review", "/metrics"):
        for role in ("guest", "curator"):
            answer = people[role].http.get(server.url + path, headers=PAGE, timeout=30)
            assert answer.status_code == 403 or path == "/metrics", (path, role)
    answer = people["visitor"].http.get(server.url + "/admin/review", headers=PAGE, timeout=30, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("forgery", ["no token", "wrong token", "another's token", "foreign origin", "null origin",
                                     "no origin"])
def test_forged_request_changes_nothing_whatever_the_route(server, people, forgery):
    admin = people["admin"]
    before = rows_in(server)
    for method, path, role in WRITES:
        headers = {"X-CSRF-Token": admin.token, "Origin": server.url}
        if forgery == "no token":
            del headers["X-CSRF-Token"]
        elif forgery == "wrong token":
            headers["X-CSRF-Token"] = "0" * 64
        elif forgery == "another's token":
            headers["X-CSRF-Token"] = people["curator"].token
        elif forgery == "no origin":
            headers["Origin"] = None
        else:
            headers["Origin"] = "https://evil.example" if forgery == "foreign origin" else "null"
        answer = admin.http.request(method, server.url + filled(path), headers=headers, json={"x": 1}, timeout=30)
        assert answer.status_code == 403, (method, path, answer.status_code)
    assert rows_in(server) == before


def test_other_peoples_ids_open_nothing(server, provider, people, free):
    alice, admin = people["curator"], people["admin"]
    bob = Member(server, provider, "bob")
    proposal, other = proposed(alice, free), proposed(alice, free)
    draft = send(alice, "POST", "/api/drafts", {"fields": {}}).json()["uuid"]
    session = next(row["id"] for row in send(alice, "GET", "/api/me/sessions").json()["sessions"])
    opinion = send(admin, "POST", f"/api/admin/proposals/{other['uuid']}/opinions", {"curator": "github:bob"}).json()
    attempts = [("GET", f"/api/proposals/{proposal['uuid']}", None), ("POST", f"/api/proposals/{proposal['uuid']}/withdraw", None),
                ("GET", f"/proposals/{proposal['uuid']}", None), ("GET", f"/api/drafts/{draft}", None),
                ("PUT", f"/api/drafts/{draft}", {"fields": {}}), ("DELETE", f"/api/drafts/{draft}", None),
                ("DELETE", f"/api/me/sessions/{session}", None)]
    for method, path, body in attempts:
        assert send(bob, method, path, body).status_code == 404, (method, path)
    assert send(people["guest"], "GET", f"/api/proposals/{proposal['uuid']}").status_code == 404
    assert send(alice, "POST", f"/api/opinions/{opinion['uuid']}", ANSWERS).status_code == 404
    assert send(alice, "GET", f"/api/proposals/{proposal['uuid']}").json()["status"] == "pending"
    assert send(alice, "GET", "/api/me").status_code == 200
    erase = send(bob, "POST", "/api/me/erase", {"confirm": "github:alice"})
    assert erase.status_code == 400 and server.rows("SELECT count(*) FROM app_user WHERE identity = 'github:alice'") == [(1,)]


def test_guests_of_one_workshop_share_a_name_but_neither_drafts_nor_power_over_each_other(server, code, free):
    one, two = Guest(server, code, "One"), Guest(server, code, "Two")
    draft = send(one, "POST", "/api/drafts", {"fields": {"a": 1}}).json()["uuid"]
    assert send(two, "GET", f"/api/drafts/{draft}").status_code == 404
    assert send(two, "GET", "/api/drafts").json() == {"drafts": []}
    proposal = proposed(one, free)
    assert send(two, "POST", f"/api/proposals/{proposal['uuid']}/withdraw").status_code == 403
    for method, path in (("GET", "/api/me/export"), ("POST", "/api/me/erase"), ("GET", "/api/me/sessions"),
                         ("DELETE", "/api/me/sessions")):
        assert send(two, method, path).status_code == 403
    assert send(one, "GET", "/api/me").status_code == 200


SQL = ["' OR '1'='1", "'; DROP TABLE mapping; --", "1; DELETE FROM audit", "\\' UNION SELECT token_hash FROM session --",
       "%' OR 1=1 --", "KE 188' --", "x\x00y", ":identity", "?1", "\"); VACUUM; --"]


def test_sql_in_every_parameter_is_only_text(server, people, free):
    admin = people["admin"]
    proposed(admin, free)
    before = rows_in(server)
    for payload, (method, path, _) in itertools.product(SQL, OPERATIONS):
        if (method, path) in ENDS_THE_SESSION:
            continue
        quoted = requests.utils.quote(payload, safe="")
        names = [row["name"] for row in SPEC[path][method.lower()].get("parameters", []) if row["in"] == "query"]
        options = body_for(method, path)
        if "body" in options:
            options["body"] = {name: payload for name in ("uuid", "ke_id", "target_id", "resource", "label", "curator",
                                                          "reason", "kind", "version", "decision", "confirm", "note")}
        answer = send(admin, method, filled(path, quoted), params={name: payload for name in names} or None, **options)
        assert answer.status_code < 500, (method, path, payload, answer.text)
        if "audit" in path and method == "GET" and path.endswith("audit"):
            assert answer.status_code == 400 or answer.json()["lines"] == []
    after = rows_in(server)
    assert after == before
    # A filter that is only text matches nobody.
    assert send(admin, "GET", "/api/admin/audit", params={"actor": SQL[0]}).json()["lines"] == []
    assert send(admin, "GET", "/api/admin/proposals", params={"proposed_by": SQL[0]}).json()["proposals"] == []


def test_line_breaks_never_reach_a_header(server, people):
    payload = "x\r\nSet-Cookie: stolen=1\r\n\r\n<script>"
    for path in ("/login?next=", "/login/github?next=", "/api/admin/audit?actor=", "/api/proposals/", "/ke/", "/explore?ke_id="):
        answer = people["admin"].http.get(server.url + path + requests.utils.quote(payload, safe=""), timeout=30,
                                          allow_redirects=False)
        assert "stolen" not in answer.headers.get("Set-Cookie", "") and "stolen" not in str(answer.headers.get("Location", "")).split("?")[0]
        assert not any("stolen" in name.lower() for name in answer.headers)


XSS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "javascript:alert(1)",
       "</textarea><script>alert(1)</script>", "{{7*7}}${7*7}", "<a href='javascript:alert(1)'>x</a>"]


def test_markup_in_every_text_field_is_never_sent_as_a_page(server, provider, people, code, free):
    admin = people["admin"]
    payload = " ".join(XSS)
    guest = Guest(server, code, XSS[0])
    addresses = {"/admin/review", "/me", "/login?next=" + requests.utils.quote("/" + payload), "/explore", "/"}
    for person in (guest, people["curator"]):
        made = proposed(person, free, note=payload, affiliation=XSS[1], confidence="low", override_reason=payload)
        addresses.add(f"/proposals/{made['uuid']}")
        rejected = proposed(person, free, note=payload)
        send(admin, "POST", f"/api/admin/proposals/{rejected['uuid']}/reject", {"version": 1, "reason": payload})
        addresses.add(f"/proposals/{rejected['uuid']}")
        mapping = approved(admin, proposed(person, free, note=payload))["mapping_uuid"]
        addresses.add(f"/mappings/{mapping}")
        gone = approved(admin, proposed(person, free, note=payload))["mapping_uuid"]
        assert send(admin, "POST", f"/api/admin/mappings/{gone}/withdraw", {"reason": payload}).status_code == 200
        addresses.add(f"/mappings/{gone}")
    for address in addresses:
        for person in (admin, guest, people["curator"]):
            answer = person.http.get(server.url + address, headers=PAGE, timeout=30)
            assert "Content-Security-Policy" in answer.headers
            for fragment in ("<script>alert", "<img src=x", "<svg/onload", "<a href='javascript"):
                assert fragment not in answer.text, (address, fragment)
    # The pages are made in the browser (tests/browser looks at them); here the payload must come as JSON only.
    seen = 0
    for path in ("/api/admin/proposals?status=any", "/api/admin/audit", "/api/admin/users", "/api/me/proposals"):
        answer = send(admin, "GET", path, headers=PAGE)
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        seen += "<script>" in answer.text
    assert seen >= 2, "the payload was in no answer, so nothing was tested"


def test_control_characters_and_overlong_text_are_refused_by_field(people, free):
    alice = people["curator"]
    ke_id, target_id = next(free)
    base = {"resource": "wikipathways", "ke_id": ke_id, "target_id": target_id, **ANSWERS}
    for field in ("note", "affiliation", "override_reason"):
        for bad in ("a\x00b", "a\x1b[31m", "x" * 1001):
            answer = send(alice, "POST", "/api/proposals", {**base, field: bad})
            assert answer.status_code == 400 and field in answer.json()["details"], (field, bad[:5], answer.text)


@pytest.mark.skipif(NODES > 1, reason="each node counts what it answers (docs/scaling.md)")
def test_limits_of_each_class_are_the_documented_ones_and_hold_over_all_workers(tmp_path):
    with Server(tmp_path, workers="count = 4", rates="") as server:
        curator = Person(server)
        limits = {path: curator.get(path).headers["X-RateLimit-Limit"] for path in
                  ("/api/me", "/api/assessment", "/api/v1/mappings")}
        assert limits == {"/api/me": "1000", "/api/assessment": "500", "/api/v1/mappings": "1000"}
        statuses = [curator.post("/api/proposals", {"nothing": 1}).status_code for _ in range(23)]
        assert statuses == [400] * 20 + [429] * 3
        assert curator.post("/api/proposals/batch", {}).status_code == 429  # the same budget
