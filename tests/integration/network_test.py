"""The network of AOPs, the statistics and the list of backups: what the pages of the application count and draw."""

import json

import pytest

from curators import approved, proposed, send
from kewp_server import DEMO_DATA, Person, Server, pairs, wait_for

RESOURCES = ("wikipathways", "go", "reactome")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 2") as running:
        yield running


@pytest.fixture(scope="module")
def free(server):
    def unmapped():
        for ke, target in pairs(DEMO_DATA):
            query = f"/api/pairs/availability?resource=wikipathways&ke_id={ke}&target_id={target}"
            if server.get(query).json()["free"]:
                yield ke, target
    return unmapped()


def network(server, query=""):
    answer = server.get("/api/aop-network" + query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def stored(server, resource):
    return server.rows("SELECT count(*) FROM mapping WHERE resource = ? AND withdrawn_at IS NULL", resource)[0][0]


def test_network_has_every_aop_with_its_relationships(server):
    found = network(server)
    membership = json.loads((DEMO_DATA / "ke_aop_membership.json").read_text())
    expected = {row["aop_id"] for rows in membership.values() for row in rows}
    assert {aop["aop_id"] for aop in found["aops"]} >= expected
    known = [ke["ke_id"] for ke in found["key_events"]]
    assert len(known) == len(set(known))
    for aop in found["aops"]:
        assert {row["type"] for row in aop["key_events"]} <= {"MIE", "KE", "AO"}
        ends = {end for row in aop["relationships"] for end in (row["upstream"], row["downstream"])}
        assert ends | {row["ke_id"] for row in aop["key_events"]} <= set(known)
    assert any(row["type"] == "MIE" for aop in found["aops"] for row in aop["key_events"])


def test_network_of_some_aops_has_their_key_events_only(server):
    whole = network(server)
    first, second = whole["aops"][:2]
    found = network(server, f"?aop_id={first['aop_id']},{second['aop_id']},{first['aop_id']}")
    assert [aop["aop_id"] for aop in found["aops"]] == [first["aop_id"], second["aop_id"]]
    assert {ke["ke_id"] for ke in found["key_events"]} == \
        {row["ke_id"] for aop in (first, second) for row in aop["key_events"]}


@pytest.mark.parametrize("aop_id, status", [("AOP 999999", 404), ("nonsense", 400)])
def test_network_refuses_what_is_no_aop(server, aop_id, status):
    answer = server.get("/api/aop-network", params={"aop_id": aop_id})
    assert answer.status_code == status
    assert aop_id in answer.json()["error"]


def test_answers_are_kept_until_a_mapping_changes(server, free):
    curator, admin = Person(server), Person(server, "admin")
    before = {path: server.get(path).headers["ETag"] for path in ("/api/aop-network", "/api/stats")}
    for path, tag in before.items():
        assert server.get(path, headers={"If-None-Match": tag}).status_code == 304
    proposal = proposed(curator, free)
    assert server.get("/api/stats").headers["ETag"] == before["/api/stats"], "a proposal is not public"

    def mapped():
        return {ke["ke_id"]: ke["mapped"]["wikipathways"] for ke in network(server)["key_events"]}

    earlier = mapped()
    approved(admin, proposal)
    for path, tag in before.items():
        assert server.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert mapped() == {**earlier, proposal["ke_id"]: earlier[proposal["ke_id"]] + 1}


def test_statistics_add_up_to_what_is_stored(server):
    found = server.get("/api/stats").json()
    for resource in RESOURCES:
        number = stored(server, resource)
        assert found["total"]["mappings"][resource] == number
        for table in ("by_month", "by_confidence", "by_curator", "by_level"):
            assert sum(row["mappings"][resource] for row in found[table]) == number, (table, resource)
    assert sum(row["key_events"] for row in found["by_level"]) == found["total"]["key_events"]
    for row in [found["total"], *found["by_level"], *found["by_aop"]]:
        mapped = row["mapped_key_events"]
        assert max(mapped[resource] for resource in RESOURCES) <= mapped["any"] <= row["key_events"]


def test_statistics_forget_withdrawn_mappings(server, free):
    curator, admin = Person(server), Person(server, "admin")
    uuid = approved(admin, proposed(curator, free))["mapping_uuid"]
    before = server.get("/api/stats").json()["total"]["mappings"]["wikipathways"]
    assert send(admin, "POST", f"/api/admin/mappings/{uuid}/withdraw", {"reason": "for the test"}).status_code == 200
    assert server.get("/api/stats").json()["total"]["mappings"]["wikipathways"] == before - 1


def test_the_queue_can_be_narrowed_to_what_needs_a_look(server, free):
    curator, admin = Person(server), Person(server, "admin")
    fresh, flagged = proposed(curator, free), proposed(curator, free)
    server.execute("UPDATE proposal SET stale = 1 WHERE uuid = ?", flagged["uuid"])
    rows = admin.get("/api/admin/proposals?per_page=200").json()["proposals"]
    assert fresh["uuid"] in {row["uuid"] for row in rows}
    found = admin.get("/api/admin/proposals?stale=1&per_page=200").json()
    assert {row["uuid"] for row in found["proposals"]} == {row["uuid"] for row in rows if row["stale"]}
    assert flagged["uuid"] in {row["uuid"] for row in found["proposals"]}
    assert found["pagination"]["total"] == len(found["proposals"])


def test_backups_are_listed_for_administrators_only(server):
    assert Person(server).get("/api/admin/backups").status_code == 403
    admin = Person(server, "admin")

    def first():
        found = admin.get("/api/admin/backups")
        assert found.status_code == 200, found.text
        return found.json() if found.json()["backups"] else None

    found = wait_for(first, "the first backup")
    newest = found["backups"][0]
    assert newest["bytes"] > 0 and newest["checksum"]
    assert (server.folder / "backups" / newest["name"]).is_file()
    assert found["last_success"] and found["next"]
