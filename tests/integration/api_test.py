"""The public collections as clients see them: exact headers, formats, filters, order, conditions, kept answers."""

import csv
import gzip
import io
import itertools
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from kewp_server import Person, Server, pairs, wait_for

COLLECTIONS = ["mappings", "go-mappings", "reactome-mappings"]
TARGET = {"mappings": "pathway_id", "go-mappings": "go_term_id", "reactome-mappings": "reactome_id"}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Access-Control-Expose-Headers": "Retry-After, RateLimit, RateLimit-Policy, X-RateLimit-Limit, "
                                     "X-RateLimit-Remaining, X-RateLimit-Reset, Content-Disposition, ETag, Link, "
                                     "X-Total-Count",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 4") as running:
        yield running


def api(server, path, **query):
    headers = query.pop("headers", {})
    return server.get("/api/v1/" + path, params=query, headers=headers)


def mapped(server):
    """A mapping made now, and how to withdraw it."""
    curator, admin = Person(server), Person(server, "admin")
    for ke_id, target_id in pairs(server.data):
        answer = curator.propose(ke_id, target_id)
        if answer.status_code == 201:
            decided = admin.decide(answer.json()["uuid"], "approve")
            assert decided.status_code == 200, decided.text
            return admin, decided.json()["mapping_uuid"]
    raise AssertionError("no free pair")


def withdraw(admin, uuid, reason="it was a test"):
    answer = admin.post(f"/api/admin/mappings/{uuid}/withdraw", {"reason": reason})
    assert answer.status_code == 200, answer.text


def assert_cors(answer):
    for name, value in CORS.items():
        assert answer.headers[name] == value, name


@pytest.mark.parametrize("path", COLLECTIONS + ["aops", "changes"])
def test_every_answer_may_be_read_by_other_sites(server, path):
    url = server.url + "/api/v1/" + path
    for answer in (requests.get(url), requests.head(url), requests.get(url + "/none"), requests.post(url)):
        assert_cors(answer)
    preflight = requests.options(url, headers={"Origin": "https://elsewhere.example"})
    assert preflight.status_code == 200 and preflight.content == b""
    assert {word.strip() for word in preflight.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
    assert_cors(preflight)
    posted = requests.post(url)
    assert posted.status_code == 405 and posted.headers["Allow"] and posted.json()["error"]
    outside = requests.get(server.url + "/health")
    assert not any(name.startswith("Access-Control") for name in outside.headers)


@pytest.mark.parametrize("path", COLLECTIONS)
def test_a_page_has_the_documented_form_and_headers(server, path):
    answer = api(server, path, per_page=2)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/json"
    assert "Accept" in answer.headers["Vary"] and answer.headers["Cache-Control"] == "no-cache"
    body = answer.json()
    assert list(body) == ["data", "pagination"]
    assert list(body["pagination"]) == ["page", "per_page", "total", "total_pages", "next", "prev"]
    total = body["pagination"]["total"]
    base = f"{server.url}/api/v1/{path}"
    assert answer.headers["Link"] == (f'<{base}?page=1&per_page=2>; rel="first", <{base}?page=2&per_page=2>; rel="next", '
                                      f'<{base}?page={-(-total // 2)}&per_page=2>; rel="last"')
    assert answer.links["next"]["url"] == body["pagination"]["next"]


@pytest.mark.parametrize("path", COLLECTIONS + ["aops"])
@pytest.mark.parametrize("sort", ["", "other"])
def test_pages_together_are_the_whole_list_in_one_order(server, path, sort):
    key = {"": "", "other": "-ke_count" if path == "aops" else "confidence_level"}[sort]
    url, seen = f"{server.url}/api/v1/{path}?per_page=3&sort={key}", []
    while url:
        body = requests.get(url).json()
        seen += body["data"]
        url = body["pagination"]["next"]
    assert len(seen) == body["pagination"]["total"] > 3
    identities = [row.get("uuid") or row["aop_id"] for row in seen]
    assert len(set(identities)) == len(identities)
    lines = api(server, path, format="ndjson", sort=key).text.splitlines()
    assert [json.loads(line) for line in lines] == seen


@pytest.mark.parametrize("path", COLLECTIONS)
def test_filters_select_what_they_say(server, path):
    everything = [json.loads(line) for line in api(server, path, format="ndjson").text.splitlines()]
    target = TARGET[path]

    def selected(**query):
        answer = api(server, path, per_page=200, **query)
        assert answer.status_code == 200, answer.text
        return [row["uuid"] for row in answer.json()["data"]]

    def expected(condition):
        return [row["uuid"] for row in everything if condition(row)]

    first, second = everything[0], everything[-1]
    kes = {first["ke_id"], second["ke_id"]}
    assert selected(ke_id=f" {first['ke_id']} ,,{second['ke_id']}") == expected(lambda row: row["ke_id"] in kes)
    assert selected(ke_id=first["ke_id"].lower()) == []
    assert selected(**{target: first[target]}) == expected(lambda row: row[target] == first[target])
    assert selected(confidence_level="HIGH") == expected(lambda row: row["confidence_level"] == "high")
    assert selected(confidence_level=" high") == [] and selected(confidence_level="certain") == []
    aop = next(aop for row in everything for aop in row["ke_aop_context"])
    for spelling in (aop, aop.split()[1], f" {aop} "):
        assert selected(aop_id=spelling) == expected(lambda row: aop in row["ke_aop_context"])
    assert selected(aop_id="999999") == []
    assert selected(ke_id=first["ke_id"], confidence_level=first["confidence_level"]) == expected(
        lambda row: (row["ke_id"], row["confidence_level"]) == (first["ke_id"], first["confidence_level"]))
    assert selected(since="2999-01-01") == [] and selected(since="1999-12-31T23:59:59Z") == [
        row["uuid"] for row in everything]
    if path == "go-mappings":
        for direction in ("positive", "negative"):
            assert selected(direction=direction) == expected(lambda row: row["go_direction"] == direction)


@pytest.mark.parametrize("path, query, named", [
    ("mappings", {"aop_id": "aop-x"}, "aop-x"), ("go-mappings", {"direction": ""}, "direction"),
    ("go-mappings", {"direction": "Positive"}, "Positive"), ("mappings", {"sort": "title"}, "title"),
    ("reactome-mappings", {"sort": "-pathway_id"}, "pathway_id"), ("mappings", {"fields": "uuid,colour"}, "colour"),
    ("mappings", {"fields": "provenance", "format": "csv"}, "provenance"), ("mappings", {"since": "yesterday"}, "since"),
    ("aops", {"sort": "x"}, "x"), ("aops", {"fields": "uuid"}, "uuid"), ("changes", {"after": "12"}, "after"),
    ("changes", {"since": "2026-13-01"}, "since"),
])
def test_what_cannot_be_understood_is_refused_by_name(server, path, query, named):
    answer = api(server, path, headers={"Accept": "text/csv"}, **query)
    assert answer.status_code == 400 and answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert named in body["error"] and body["detail"] == body["error"] and body["status"] == 400
    assert_cors(answer)


@pytest.mark.parametrize("accept, kind", [
    (None, "json"), ("*/*", "json"), ("text/html", "json"), ("garbage", "json"), ("application/json,text/csv", "json"),
    ("text/csv,application/json", "json"), ("text/csv;charset=utf-8", "json"), ("text/csv;q=0", "json"),
    ("text/csv", "csv"), ("TEXT/CSV", "csv"), ("text/*", "csv"), ("text/csv;q=0.1", "csv"),
    ("application/json;q=0.5,text/csv", "csv"), ("text/csv, */*", "csv"), ("application/xml, text/*;q=0.2", "csv"),
    ("application/x-ndjson", "ndjson"),
])
def test_the_format_follows_accept(server, accept, kind):
    types = {"json": "application/json", "csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}
    answer = api(server, "mappings", headers={"Accept": accept} if accept else {"Accept": None})
    assert answer.headers["Content-Type"] == types[kind]
    for wanted in types:
        forced = api(server, "mappings", format=wanted.upper(), headers={"Accept": accept or "*/*"})
        assert forced.headers["Content-Type"] == types[wanted], "the parameter wins"


@pytest.mark.parametrize("path, columns", [
    ("mappings", "uuid,ke_id,ke_name,pathway_id,pathway_title,confidence_level,suggestion_score,approved_by,approved_at,"
     "proposed_by,connection_type,ke_aop_context,ke_bio_level,proposed_relationship,proposed_basis,proposed_specificity,"
     "proposed_coverage,assessment_version"),
    ("go-mappings", "uuid,ke_id,ke_name,go_term_id,go_term_name,go_namespace,confidence_level,go_direction,"
     "suggestion_score,approved_by,approved_at,proposed_by,connection_type,ke_aop_context,ke_bio_level,go_definition,"
     "go_ic,go_depth"),
    ("reactome-mappings", "uuid,ke_id,ke_name,reactome_id,pathway_name,species,confidence_level,suggestion_score,"
     "approved_by,approved_at,proposed_by,ke_aop_context,ke_bio_level,pathway_description,reactome_gene_count,"
     "proposed_relationship,proposed_basis,proposed_specificity,proposed_coverage,assessment_version"),
    ("aops", "aop_id,aop_title,ke_count,mapped_ke_count,wikipathways_ke_count,go_ke_count,reactome_ke_count"),
])
def test_csv_is_whole_unless_a_page_is_asked_for(server, path, columns):
    answer = api(server, path, format="csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=") and "Link" not in answer.headers
    total = api(server, path).json()["pagination"]["total"]
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert answer.text.split("\r\n")[0] == columns and answer.text.endswith("\r\n")
    assert len(rows) == total == int(answer.headers["X-Total-Count"])
    page = api(server, path, format="csv", per_page=2, page=2)
    assert page.text.split("\r\n")[1:3] == answer.text.split("\r\n")[3:5]
    assert page.headers["X-Total-Count"] == str(total) and "format=csv" in page.links["next"]["url"]
    assert requests.get(page.links["next"]["url"]).headers["Content-Type"].startswith("text/csv")
    few = api(server, path, format="csv", fields="ke_id,uuid" if path != "aops" else "ke_count,aop_id")
    assert few.text.split("\r\n")[0] == ("uuid,ke_id" if path != "aops" else "aop_id,ke_count")


def test_fields_leave_the_rest_out(server):
    rows = api(server, "mappings", fields="provenance,uuid").json()["data"]
    assert all(list(row) == ["uuid", "provenance"] for row in rows)
    line = api(server, "mappings", fields="ke_id", format="ndjson").text.splitlines()[0]
    assert list(json.loads(line)) == ["ke_id"]


def test_aops_count_their_mapped_key_events(server):
    rows = api(server, "aops", per_page=200).json()["data"]
    assert list(rows[0]) == ["aop_id", "aop_title", "ke_count", "mapped_ke_count", "wikipathways_ke_count",
                             "go_ke_count", "reactome_ke_count"]
    keys = [(-row["mapped_ke_count"], int(row["aop_id"].split()[1])) for row in rows]
    assert keys == sorted(keys)
    for row in rows[:5]:
        counts = {}
        for path, name in zip(COLLECTIONS, ("wikipathways", "go", "reactome")):
            listed = api(server, path, aop_id=row["aop_id"], per_page=200).json()["data"]
            counts[name] = {mapping["ke_id"] for mapping in listed}
            assert len(counts[name]) == row[name + "_ke_count"], row
        assert len(set.union(*counts.values())) == row["mapped_ke_count"]
    only = api(server, "aops", mapped_only="true", per_page=200).json()
    assert all(row["mapped_ke_count"] > 0 for row in only["data"])
    assert only["pagination"]["total"] < api(server, "aops").json()["pagination"]["total"]
    word = rows[0]["aop_title"].split()[0]
    assert all(word.lower() in row["aop_title"].lower() for row in api(server, "aops", q=word.upper()).json()["data"])
    by_id = api(server, "aops", q=rows[0]["aop_id"].lower()).json()["data"]
    assert rows[0]["aop_id"] in [row["aop_id"] for row in by_id]


@pytest.mark.parametrize("path", COLLECTIONS + ["aops", "changes"])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_clients_get_only_what_they_do_not_have(server, path, encoding):
    query = {"per_page": 200} if path != "changes" else {"limit": 1000}
    ask = {"Accept-Encoding": encoding}
    full = api(server, path, headers=ask, **query)
    assert full.status_code == 200
    assert full.headers.get("Content-Encoding", "identity") == (encoding if len(full.content) > 1100 else "identity")
    tag = full.headers["ETag"]
    assert tag.startswith('"')
    same = api(server, path, headers={**ask, "If-None-Match": f'"other", {tag}'}, **query)
    assert same.status_code == 304 and same.content == b"" and same.headers["ETag"] == tag
    assert api(server, path, headers={**ask, "If-None-Match": '"other"'}, **query).status_code == 200
    head = requests.head(full.url, headers=ask)
    assert head.status_code == 200 and head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Vary"):
        assert head.headers[name] == full.headers[name], name

    def settled():
        return api(server, path, headers=ask, **query).headers.get("Last-Modified")

    modified = wait_for(settled, "the second of the last change to be over")
    assert api(server, path, headers={**ask, "If-Modified-Since": modified}, **query).status_code == 304
    assert api(server, path, headers={**ask, "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
               **query).status_code == 200
    assert api(server, path, headers={**ask, "If-Modified-Since": modified, "If-None-Match": '"other"'},
               **query).status_code == 200


def test_an_unchanged_list_is_answered_without_sql(server):
    """The rows are changed behind the server's back: who ran SQL would show it."""
    asked = [requests.Session() for _ in range(40)]
    path = "/api/v1/reactome-mappings?per_page=7"

    def ask(session):
        return session.get(server.url + path, timeout=30)

    def kept_everywhere():
        return all(ask(session).headers["Cache-Status"] == "kewp; hit" for session in asked)

    wait_for(kept_everywhere, "every worker to keep the answer")
    before = ask(asked[0]).content
    server.execute("UPDATE mapping SET ke_title = ke_title || ' BEHIND' WHERE resource = 'reactome'")
    try:
        answers = [ask(session) for session in asked]
        assert {answer.content for answer in answers} == {before}
        fresh = server.get(path + "&unknown=1")
        assert "BEHIND" in fresh.text and fresh.headers["Cache-Status"].startswith("kewp; fwd=miss")
    finally:
        server.execute("UPDATE mapping SET ke_title = replace(ke_title, ' BEHIND', '') WHERE resource = 'reactome'")
        mapped(server)  # a commit of the server: nobody may go on with the title of the other file


def test_every_worker_shows_a_commit_within_100_ms(server):
    sessions = [requests.Session() for _ in range(24)]
    path = server.url + "/api/v1/mappings?per_page=200&fields=uuid"

    def shows(session, uuid):
        answer = session.get(path, timeout=30)
        return uuid in answer.text

    slowest = 0.0
    with ThreadPoolExecutor(len(sessions)) as pool:
        for _ in range(3):
            list(pool.map(lambda session: session.get(path, timeout=30), sessions))
            admin, uuid = mapped(server)
            began = time.monotonic()

            def first_seen(session):
                while not shows(session, uuid):
                    assert time.monotonic() - began < 30
                return time.monotonic()

            # Each connection's first question that was sent after the commit must show it; how long the answer itself takes
            # on a busy machine is not the question.
            assert all(pool.map(lambda session: shows(session, uuid), sessions)), "an old list after a commit"
            slowest = max(slowest, max(pool.map(first_seen, sessions)) - began)
            withdraw(admin, uuid)
            assert not any(pool.map(lambda session: shows(session, uuid), sessions))
    print(f"seen over {len(sessions)} connections within {slowest * 1000:.0f} ms")


def test_a_mapping_is_found_by_its_uuid_and_gone_with_its_history(server):
    admin, uuid = mapped(server)
    one = api(server, f"mappings/{uuid}")
    assert one.status_code == 200 and list(one.json()) == ["data"] and one.json()["data"]["uuid"] == uuid
    assert api(server, f"mappings/{uuid}", headers={"If-None-Match": one.headers["ETag"]}).status_code == 304
    for path, label in (("mappings", "Mapping"), ("go-mappings", "GO mapping"), ("reactome-mappings", "Reactome mapping")):
        answer = api(server, f"{path}/none")
        assert answer.status_code == 404 and answer.json()["error"] == f"{label} not found: none"
        assert_cors(answer)
    assert api(server, f"go-mappings/{uuid}").status_code == 404
    assert api(server, "mappings/").status_code == 404
    withdraw(admin, uuid, "the evidence was retracted")
    for headers in ({}, {"Accept": "text/html"}, {"Accept": "text/csv"}):
        gone = api(server, f"mappings/{uuid}", headers=headers)
        assert gone.status_code == 410 and gone.headers["Content-Type"] == "application/problem+json"
        body = gone.json()
        assert "the evidence was retracted" in body["error"] and body["status"] == 410
        assert [line["action"] for line in body["history"]] == ["mapping.create", "mapping.withdraw"]
        assert body["history"][1]["changes"]["withdrawn_reason"] == [None, "the evidence was retracted"]
        assert_cors(gone)


def test_limits_are_told_and_kept(tmp_path):
    with Server(tmp_path, workers="count = 2", rates="api = 5\nlookup = 0\ngeneral = 0\nsubmission = 0") as limited:
        url = limited.url + "/api/v1/mappings"
        for left in (4, 3, 2, 1, 0):
            answer = requests.get(url)
            assert answer.status_code == 200 and "Retry-After" not in answer.headers
            assert answer.headers["X-RateLimit-Limit"] == "5"
            assert answer.headers["X-RateLimit-Remaining"] == str(left)
            assert int(answer.headers["X-RateLimit-Reset"]) >= time.time() - 1
            assert answer.headers["RateLimit-Policy"] == '"default";q=5;w=3600'
            assert re.fullmatch(rf'"default";r={left};t=\d+', answer.headers["RateLimit"])
        refused = requests.get(url)
        assert refused.status_code == 429 and 0 < int(refused.headers["Retry-After"]) <= 3600
        assert "Retry-After" in refused.json()["error"]
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert_cors(refused)
        assert requests.options(url).status_code == 200, "a preflight is neither counted nor refused"


def test_a_whole_set_of_many_rows_is_a_file_with_length_and_conditions(server):
    """More rows than are kept in memory: put there directly, since approving them one by one takes minutes."""
    names = server.columns("mapping", without=("id", "uuid", "target_id"))
    server.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
                   f"INSERT INTO mapping (uuid, target_id, {names}) SELECT 'many-' || i, 'WP' || (9000000 + i), "
                   f"{names} FROM n, (SELECT * FROM mapping WHERE resource = 'wikipathways' LIMIT 1) AS one")
    try:
        mapped(server)
        total = api(server, "mappings").json()["pagination"]["total"]
        assert total > 1500
        for kind in ("csv", "ndjson"):
            plain = api(server, "mappings", format=kind, headers={"Accept-Encoding": "identity"})
            assert int(plain.headers["Content-Length"]) == len(plain.content)
            assert len(plain.text.splitlines()) == total + (kind == "csv")
            assert plain.headers["ETag"] and "Accept" in plain.headers["Vary"]
            packed = requests.get(plain.url, headers={"Accept-Encoding": "gzip"}, stream=True)
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content
            assert requests.get(plain.url, headers={"Accept-Encoding": "identity",
                                                    "If-None-Match": plain.headers["ETag"]}).status_code == 304
            head = requests.head(plain.url, headers={"Accept-Encoding": "identity"})
            assert head.headers["Content-Length"] == plain.headers["Content-Length"] and not head.content
        uuids = [json.loads(line)["uuid"] for line in plain.text.splitlines()]
        paged = list(itertools.chain.from_iterable(
            (row["uuid"] for row in api(server, "mappings", per_page=200, page=page).json()["data"])
            for page in range(1, -(-total // 200) + 1)))
        assert paged == uuids
    finally:
        server.execute("DELETE FROM mapping WHERE uuid LIKE 'many-%'")
        mapped(server)
