"""A mirror that follows /api/v1/changes has what the server has, whatever curators do meanwhile and which worker answers."""

import json
import random
import threading

import pytest
import requests

from curators import Member, approved, proposed, send
from kewp_server import Person, Server, pairs, seed

COLLECTIONS = ["mappings", "go-mappings", "reactome-mappings"]


@pytest.fixture
def server(tmp_path, provider):
    environment = {**provider.environment(), "ADMIN_USERS": "demo:admin"}
    with Server(tmp_path, workers="count = 3", environment=environment, extra=provider.settings()) as running:
        yield running


def live(url):
    """Every mapping in force, by uuid."""
    rows = {}
    for path in COLLECTIONS:
        for line in requests.get(f"{url}/api/v1/{path}?format=ndjson", timeout=30).text.splitlines():
            row = json.loads(line)
            rows[row["uuid"]] = row
    return rows


class Mirror:
    def __init__(self, url):
        self.url, self.cursor, self.rows, self.cursors = url, "", {}, []

    def apply(self, change):
        self.cursors.append(change["cursor"])
        if change["mapping"] is None:
            self.rows.pop(change["uuid"], None)
        else:
            self.rows[change["uuid"]] = change["mapping"]

    def follow(self, limit):
        """One question on a connection of its own: any worker may answer."""
        answer = requests.get(f"{self.url}/api/v1/changes", params={"after": self.cursor, "limit": limit}, timeout=30)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        for change in body["data"]:
            self.apply(change)
        assert len(body["data"]) <= limit and body["more"] == ("next" in answer.links)
        self.cursor = body["cursor"]
        return body["more"]

    def catch_up(self, limit=50):
        while self.follow(limit):
            pass


def curate(server, draw, rounds):
    """Approves, edits, withdraws and undoes as a draw of lots says."""
    curator, admin = Person(server), Person(server, "admin")
    free = iter(pairs(server.data))
    mine = []
    for _ in range(rounds):
        what = draw.choice(["add", "add", "edit", "withdraw", "undo"]) if mine else "add"
        if what in ("add", "undo"):
            ke_id, target_id = next(free)
            answer = curator.propose(ke_id, target_id)
            if answer.status_code != 201:
                continue
            uuid = answer.json()["uuid"]
            decided = send(admin, "POST", f"/api/admin/proposals/{uuid}/approve", {"version": 1})
            assert decided.status_code == 200, decided.text
            if what == "undo":
                version = admin.get("/api/proposals/" + uuid).json()["version"]
                undone = send(admin, "POST", f"/api/admin/proposals/{uuid}/undo", {"version": version})
                assert undone.status_code == 200, undone.text
            else:
                mine.append(decided.json()["mapping_uuid"])
        elif what == "edit":
            asked = send(curator, "POST", f"/api/mappings/{draw.choice(mine)}/proposals",
                         {"kind": "change", "reason": "looked again", "confidence": draw.choice(["low", "medium", "high"]),
                          "override_reason": "a second study"})
            if asked.status_code == 201:
                send(admin, "POST", f"/api/admin/proposals/{asked.json()['uuid']}/approve", {"version": 1})
        else:
            uuid = mine.pop(draw.randrange(len(mine)))
            gone = send(admin, "POST", f"/api/admin/mappings/{uuid}/withdraw", {"reason": "retracted"})
            assert gone.status_code == 200, gone.text


def test_a_mirror_from_empty_ends_with_exactly_the_live_set(server):
    number = seed()
    curators = [threading.Thread(target=curate, args=(server, random.Random(number), 40))]
    mirror = Mirror(server.url)
    for thread in curators:
        thread.start()
    draw = random.Random(number + 1)
    while any(thread.is_alive() for thread in curators):
        mirror.follow(draw.choice([1, 3, 20]))
    for thread in curators:
        thread.join()
    mirror.catch_up()
    assert mirror.rows == live(server.url)
    assert len(set(mirror.cursors)) == len(mirror.cursors), "a change came twice"
    numbers = [int(cursor[1:]) for cursor in mirror.cursors if cursor[0] == "h"]
    assert numbers == sorted(numbers) and numbers

    late = Mirror(server.url)
    for line in requests.get(server.url + "/api/v1/changes", headers={"Accept": "application/x-ndjson"}).text.splitlines():
        late.apply(json.loads(line))
    assert late.rows == mirror.rows and late.cursors == mirror.cursors
    assert not mirror.follow(10) and requests.get(
        f"{server.url}/api/v1/changes?after={mirror.cursor}&format=ndjson").content == b""
    kinds = [json.loads(line)["change"] for line in requests.get(
        server.url + "/api/v1/changes?format=ndjson").text.splitlines()]
    assert {"addition", "edit", "withdrawal"} <= set(kinds)


def test_since_skips_what_is_older(server):
    everything = requests.get(server.url + "/api/v1/changes?limit=1000").json()["data"]
    times = sorted({change["at"] for change in everything})
    middle = times[len(times) // 2]
    later = requests.get(server.url + "/api/v1/changes", params={"since": middle, "limit": 1000}).json()["data"]
    assert later and [change["cursor"] for change in later] == [
        change["cursor"] for change in everything][-len(later):]
    assert requests.get(server.url + "/api/v1/changes?since=2999-01-01").json()["data"] == []


def test_mappings_of_an_imported_database_come_first(server):
    """What an import brings has no line of its own in the history."""
    names = server.columns("mapping", without=("id", "uuid", "target_id"))
    server.execute(f"INSERT INTO mapping (uuid, target_id, {names}) SELECT 'old-1', 'WP9999999', {names} "
                   "FROM mapping WHERE resource = 'wikipathways' LIMIT 1")
    mirror = Mirror(server.url)
    mirror.catch_up(7)
    assert mirror.rows == live(server.url) and "old-1" in mirror.rows
    assert mirror.cursors[0].startswith("i") and mirror.cursors[1].startswith("h")


def test_a_mirror_forgets_the_name_of_someone_who_was_erased(server, provider):
    member, admin = Member(server, provider, "erika"), Person(server, "admin")
    mapping = approved(admin, proposed(member, iter(pairs(server.data)[40:])))
    mirror = Mirror(server.url)
    mirror.catch_up()
    assert mirror.rows[mapping["mapping_uuid"]]["provenance"]["proposed_by"] == member.identity
    erased = send(member, "POST", "/api/me/erase", {"confirm": member.identity})
    assert erased.status_code in (200, 204), erased.text
    mirror.catch_up()
    assert mirror.rows == live(server.url)
    assert mirror.rows[mapping["mapping_uuid"]]["provenance"]["proposed_by"].startswith("erased:")
