"""Addresses to cite: a page for people, data for programs, and what is left of what was withdrawn."""

import pytest
import requests

from kewp_server import Person, Server, pairs

TYPES = {"json": "application/json", "jsonld": "application/ld+json", "turtle": "text/turtle", "html": "text/html"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 2") as running:
        yield running


@pytest.fixture(scope="module")
def mappings(server):
    return {path: server.get(f"/api/v1/{path}?per_page=200").json()["data"]
            for path in ("mappings", "go-mappings", "reactome-mappings")}


def addresses(mappings):
    wp, go, reactome = (mappings[path][0] for path in ("mappings", "go-mappings", "reactome-mappings"))
    number = wp["ke_id"].split()[1]
    return [f"/mappings/{row['uuid']}" for row in (wp, go, reactome)] + [
        f"/ke/{number}", f"/ke/KE%20{number}", f"/pathways/{wp['pathway_id']}", f"/pathways/{go['go_term_id']}",
        f"/pathways/{reactome['reactome_id']}"]


@pytest.mark.parametrize("kind", ["json", "jsonld", "turtle"])
def test_programs_get_the_form_that_they_accept(server, mappings, kind):
    for address in addresses(mappings):
        accepted = server.get(address, headers={"Accept": TYPES[kind]})
        assert accepted.status_code == 200, (address, accepted.text)
        assert accepted.headers["Content-Type"].split(";")[0] == TYPES[kind] and "Accept" in accepted.headers["Vary"]
        forced = server.get(f"{address}?format={kind}", headers={"Accept": BROWSER})
        assert forced.content == accepted.content and forced.headers["Content-Type"] == accepted.headers["Content-Type"]
        again = server.get(address, headers={"Accept": TYPES[kind], "If-None-Match": accepted.headers["ETag"]})
        assert again.status_code == 304
        assert "Access-Control-Allow-Origin" not in accepted.headers, "only /api/v1 is for pages of other sites"


def test_browsers_and_those_who_accept_anything_get_the_page(server, mappings):
    for address in addresses(mappings):
        for accept in (BROWSER, "*/*"):
            answer = server.get(address, headers={"Accept": accept})
            assert answer.headers["Content-Type"].startswith("text/html"), address
            assert "Accept" in answer.headers["Vary"]
            assert answer.status_code in (200, 503), "503: the pages are not built"


def test_json_has_the_mapping_and_its_history(server, mappings):
    row = mappings["go-mappings"][0]
    data = server.get(f"/mappings/{row['uuid']}?format=json").json()["data"]
    assert {key: data[key] for key in row} == row and data["resource"] == "go"
    assert data["history"][0]["action"] == "mapping.create"


def test_a_key_event_and_a_pathway_have_their_mappings(server, mappings):
    row = mappings["mappings"][0]
    event = server.get(f"/ke/{row['ke_id']}?format=json").json()["data"]
    assert event["ke_name"] == row["ke_name"] and event["ke_aop_context"] == row["ke_aop_context"]
    for path, name in (("mappings", "wikipathways"), ("go-mappings", "go"), ("reactome-mappings", "reactome")):
        assert event["mappings"][name] == [other for other in mappings[path] if other["ke_id"] == row["ke_id"]]
    pathway = server.get(f"/pathways/{row['pathway_id']}?format=json").json()["data"]
    assert pathway["mappings"] == [other for other in mappings["mappings"] if other["pathway_id"] == row["pathway_id"]]


def test_turtle_and_json_ld_name_the_mapping(server, mappings):
    uuid = mappings["mappings"][0]["uuid"]
    iri = "https://ke-wp-mapping.org/mapping/" + uuid
    turtle = server.get(f"/mappings/{uuid}?format=turtle").text
    assert f"<{iri.removesuffix(uuid)}>" in turtle and f"mapping:{uuid}" in turtle
    document = server.get(f"/mappings/{uuid}?format=jsonld").json()
    assert document["@context"] and iri in str(document["@graph"])


@pytest.mark.parametrize("address, status", [
    ("/mappings/none", 404), ("/ke/99999999", 404), ("/ke/liver", 400), ("/pathways/WP99999999", 404), ("/pathways/liver", 400),
])
def test_what_is_not_there_is_said_so(server, address, status):
    for kind, accept in TYPES.items():
        answer = server.get(address, headers={"Accept": accept})
        # An address that nothing can have is a mistake of a program, but for a person a page that does not exist.
        assert answer.status_code == (404 if kind == "html" else status), (address, kind)
        expected = "text/html" if kind == "html" else "application/problem+json"
        assert answer.headers["Content-Type"].startswith(expected), (address, kind)


def test_a_withdrawn_mapping_is_gone_in_every_form_with_its_history(server):
    curator, admin = Person(server), Person(server, "admin")
    for ke_id, target_id in pairs(server.data):
        answer = curator.propose(ke_id, target_id)
        if answer.status_code == 201:
            break
    uuid = admin.decide(answer.json()["uuid"], "approve").json()["mapping_uuid"]
    assert server.get(f"/mappings/{uuid}?format=turtle").status_code == 200
    gone = admin.post(f"/api/admin/mappings/{uuid}/withdraw", {"reason": "the study was retracted"})
    assert gone.status_code == 200
    for kind in ("json", "jsonld", "turtle"):
        answer = server.get(f"/mappings/{uuid}", headers={"Accept": TYPES[kind]})
        assert answer.status_code == 410 and answer.headers["Content-Type"] == "application/problem+json"
        body = answer.json()
        assert "the study was retracted" in body["error"]
        assert [line["action"] for line in body["history"]] == ["mapping.create", "mapping.withdraw"]
    page = requests.get(f"{server.url}/mappings/{uuid}", headers={"Accept": BROWSER})
    assert page.status_code in (410, 503) and page.headers["Content-Type"].startswith("text/html")
