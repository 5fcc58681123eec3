"""Filters of lists, Key Events without a mapping, and the pages of one Key Event and one target, with the demo set."""

import csv
import io

import pytest

from kewp_server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("explore"), workers="count = 1") as running:
        yield running


def rows(server, collection="mappings", **filters):
    answer = server.get(f"/api/v1/{collection}", params={"per_page": 200, **filters})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["pagination"]["total"] == len(body["data"])
    return body["data"]


def uuids(mappings):
    return [mapping["uuid"] for mapping in mappings]


def test_each_filter_lets_through_what_it_says_and_nothing_else(server):
    everything = rows(server)
    wanted = {
        "level": ("cellular", lambda row: row["ke_bio_level"] == "Cellular"),
        "proposed_by": ("demo:guest-workshop", lambda row: row["provenance"]["proposed_by"] == "demo:guest-workshop"),
        "q": ("oxidative", lambda row: "oxidative" in (row["ke_name"] + row["pathway_title"]).lower()),
    }
    for name, (value, holds) in wanted.items():
        expected = uuids(filter(holds, everything))
        assert 0 < len(expected) < len(everything), name
        assert uuids(rows(server, **{name: value})) == expected, name


def test_days_of_approval_count_as_a_whole(server):
    everything = rows(server)
    days = sorted({row["provenance"]["approved_at"][:10] for row in everything})
    day = days[len(days) // 2]
    after = [row for row in everything if row["provenance"]["approved_at"][:10] >= day]
    until = [row for row in everything if row["provenance"]["approved_at"][:10] <= day]
    assert len(after) < len(everything) and len(until) < len(everything)
    assert uuids(rows(server, approved_from=day)) == uuids(after)
    assert uuids(rows(server, approved_to=day)) == uuids(until)
    exact = next(row for row in everything if row["provenance"]["approved_at"].startswith(day))["provenance"]["approved_at"]
    assert rows(server, approved_from=exact, approved_to=exact)


@pytest.mark.parametrize("name", ["approved_from", "approved_to"])
def test_what_is_no_day_is_refused_by_name(server, name):
    answer = server.get("/api/v1/mappings", params={name: "yesterday"})
    assert answer.status_code == 400 and name in answer.json()["error"]


def test_text_is_taken_as_it_is(server):
    assert rows(server, q="%") == [] and rows(server, q="_") == [] and rows(server, q="!") == []
    assert uuids(rows(server, q="wp254")) == uuids(rows(server, pathway_id="WP254"))
    assert server.get("/api/v1/mappings", params={"q": "x" * 201}).status_code == 400


def test_filters_hold_in_every_format_and_in_links(server):
    filters = {"level": "Molecular", "q": "receptor"}
    expected = uuids(rows(server, **filters))
    table = csv.DictReader(io.StringIO(server.get("/api/v1/mappings", params={"format": "csv", **filters}).text))
    assert [row["uuid"] for row in table] == expected
    page = server.get("/api/v1/mappings", params={"per_page": 1, **filters}).json()
    assert len(expected) > 1 and "level=Molecular" in page["pagination"]["next"] and "q=receptor" in page["pagination"]["next"]


@pytest.mark.parametrize("resource, collection", [("wikipathways", "mappings"), ("go", "go-mappings"), ("reactome", "reactome-mappings")])
def test_gaps_and_mapped_key_events_make_up_all(server, resource, collection):
    everyone = {event["KElabel"] for event in server.get("/get_ke_options").json()}
    mapped = {row["ke_id"] for row in rows(server, collection)}
    gaps, page = [], 1
    while True:
        answer = server.get("/api/coverage/gaps", params={"resource": resource, "page": page, "per_page": 50}).json()
        gaps += [event["ke_id"] for event in answer["key_events"]]
        if answer["pagination"]["next"] is None:
            break
        page += 1
    assert answer["considered"] == len(everyone)
    assert len(gaps) == len(set(gaps)) == answer["pagination"]["total"]
    assert set(gaps) == everyone - mapped
    assert [int(one.split()[1]) for one in gaps] == sorted(int(one.split()[1]) for one in gaps)


def test_gaps_of_an_aop_and_a_level(server):
    members = {event["KElabel"]: event["biolevel"] for event in server.get("/get_aop_kes/AOP%2012").json()}
    answer = server.get("/api/coverage/gaps", params={"aop_id": "12", "level": "cellular"}).json()
    cellular = [ke for ke, level in members.items() if level == "Cellular"]
    assert answer["considered"] == len(cellular) > 0
    assert {event["ke_id"] for event in answer["key_events"]} <= set(cellular)
    assert server.get("/api/coverage/gaps", params={"aop_id": "liver"}).status_code == 400
    assert server.get("/api/coverage/gaps", params={"resource": "kegg"}).status_code == 400


def test_choices_are_those_that_occur(server):
    choices = server.get("/api/mapping-filters", params={"resource": "wikipathways"}).json()
    mappings = rows(server)
    for person in choices["proposers"]:
        own = [row for row in mappings if row["provenance"]["proposed_by"] == person["identity"]]
        assert len(own) == person["mappings"] > 0
    assert sum(level["key_events"] for level in choices["levels"]) == len(server.get("/get_ke_options").json())


def test_a_key_event_is_told_as_plain_text(server):
    event = server.get("/api/key-events/55").json()
    assert event["ke_id"] == "KE 55" and event["level"] == "Cellular" and "BCL2" in event["genes"]
    assert "<" not in event["description"] and {"AOP 12", "AOP 38"} <= {aop["aop_id"] for aop in event["aops"]}
    assert server.get("/api/key-events/999999").status_code == 404
    assert server.get("/api/key-events/x").status_code == 400


def test_a_target_is_told_with_what_its_source_says(server):
    term = server.get("/api/targets/go/GO:0006954").json()
    assert term["ic"] is not None and term["species"] and isinstance(term["synonyms"], list)
    assert len(term["genes"]) == term["gene_count"]
    assert server.get("/api/targets/wikipathways/WP254").json()["ic"] is None
