"""Curation by its JSON routes, as the web application uses them: drafts to approval, and everything beside it."""

import concurrent.futures
import csv
import io
import sqlite3
import threading

import pytest
import requests

from curators import ANSWERS, Member, approved, proposed, send
from kewp_server import DEMO_DATA, Person, Server, pairs


@pytest.fixture(scope="module")
def server(tmp_path_factory, provider):
    environment = {**provider.environment(), "ADMIN_USERS": "github:ada,github:grace,demo:admin"}
    with Server(tmp_path_factory.mktemp("server"), workers="count = 2", environment=environment,
                extra=provider.settings()) as running:
        yield running


@pytest.fixture(scope="module")
def ada(server, provider):
    return Member(server, provider, "ada")


@pytest.fixture(scope="module")
def alice(server, provider):
    return Member(server, provider, "alice")


@pytest.fixture(scope="module")
def bob(server, provider):
    return Member(server, provider, "bob")


@pytest.fixture(scope="module")
def free(server):
    """Pairs that nobody has proposed yet, each once."""
    taken = set(server.rows("SELECT ke_id, target_id FROM mapping UNION SELECT ke_id, target_id FROM proposal"))
    return iter([pair for pair in pairs(DEMO_DATA) if pair not in taken])


# --- Proposing -----------------------------------------------------------------------------------------------------

def test_assessment_is_computed_on_the_server_by_the_rules_it_tells(server):
    choices = server.get("/api/assessment").json()
    assert choices["pathway"]["basis"] == ["known", "likely", "possible", "uncertain"]
    assert choices["connection_types"]["go"] == ["describes", "involves", "related", "context"]
    http = {"Origin": server.url}

    def assess(**body):
        return requests.post(server.url + "/api/assessment", json=body, headers=http, timeout=30)

    full = assess(resource="wikipathways", ke_id="KE 188", **ANSWERS).json()
    assert full["complete"] and full["confidence"] == "high" and full["points"] >= 6.5
    assert assess(resource="wikipathways", ke_id="KE 188", basis="known").json() == {
        "complete": False, "confidence": None, "points": None}
    go = assess(resource="go", connection_score=3, specificity_score=2, evidence_score=2).json()
    assert (go["confidence"], go["points"]) == ("medium", 2.33)
    wrong = assess(resource="go", basis="known", connection_score=9)
    assert wrong.status_code == 400 and set(wrong.json()["details"]) == {"basis", "connection_score"}


def test_draft_is_kept_changed_and_deleted_by_its_owner_alone(alice, bob):
    made = send(alice, "POST", "/api/drafts", {"fields": {"ke_id": "KE 188", "note": "half <b>done</b>"}})
    assert made.status_code == 201
    path = f"/api/drafts/{made.json()['uuid']}"
    changed = send(alice, "PUT", path, {"fields": {"ke_id": "KE 189", "deep": {"x": [1, 2]}}})
    assert changed.json()["fields"] == {"ke_id": "KE 189", "deep": {"x": [1, 2]}}
    for method, body in (("GET", None), ("PUT", {"fields": {}}), ("DELETE", None)):
        assert send(bob, method, path, body).status_code == 404
    assert send(bob, "GET", "/api/drafts").json() == {"drafts": []}
    assert send(alice, "GET", path).json()["fields"]["ke_id"] == "KE 189"
    assert send(alice, "DELETE", path).status_code == 204
    assert send(alice, "GET", path).status_code == 404
    assert send(alice, "POST", "/api/drafts", {"fields": {"x": "y" * 30000}}).status_code == 413
    assert send(alice, "POST", "/api/drafts", {"fields": "text"}).status_code == 400


def test_duplicate_is_refused_naming_what_stands_in_the_way(server, alice, bob, ada, free):
    first = proposed(alice, free)
    pair = {key: first[key] for key in ("resource", "ke_id", "target_id")}
    again = send(bob, "POST", "/api/proposals", {**pair, **ANSWERS})
    assert again.status_code == 409 and again.json()["details"] == {"pending_proposal": [first["uuid"]]}
    assert server.get("/api/pairs/availability", params=pair).json()["pending_proposal"] == first["uuid"]
    mapping = approved(ada, first)["mapping_uuid"]
    again = send(bob, "POST", "/api/proposals", {**pair, **ANSWERS})
    assert again.status_code == 409 and again.json()["details"] == {"approved_mapping": [mapping]}
    state = server.get("/api/pairs/availability", params=pair).json()
    assert state == {"free": False, "pending_proposal": None, "approved_mapping": mapping}


def test_of_fifty_curators_with_the_same_pair_at_once_one_wins_and_the_others_are_told(server, free):
    ke_id, target_id = next(free)
    people = [Person(server) for _ in range(50)]
    barrier = threading.Barrier(50)

    def submit(person):
        barrier.wait()
        return person.post("/api/proposals", {"resource": "wikipathways", "ke_id": ke_id, "target_id": target_id,
                                              **ANSWERS})

    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(submit, people))
    won = [answer for answer in answers if answer.status_code == 201]
    lost = [answer for answer in answers if answer.status_code == 409]
    assert (len(won), len(lost)) == (1, 49), sorted(answer.status_code for answer in answers)
    assert {answer.json()["details"]["pending_proposal"][0] for answer in lost} == {won[0].json()["uuid"]}
    assert server.rows("SELECT count(*) FROM proposal WHERE ke_id = ? AND target_id = ?", ke_id, target_id) == [(1,)]


def test_change_and_withdrawal_of_a_mapping_are_proposals_too(server, alice, ada, free):
    mapping = approved(ada, proposed(alice, free))["mapping_uuid"]
    path = f"/api/mappings/{mapping}/proposals"
    change = send(alice, "POST", path, {"kind": "change", "reason": "weaker than thought", **ANSWERS, "basis": "possible",
                                        "coverage": "minor", "specificity": "loose"})
    assert change.status_code == 201 and change.json()["confidence"] != "high", change.text
    assert send(alice, "POST", path, {"kind": "change", **ANSWERS, "basis": "likely"}).status_code == 400
    assert send(alice, "POST", path, {"kind": "other", "reason": "x"}).status_code == 400
    assert server.get(f"/api/mappings/{mapping}").json()["pending_proposals"] == 1
    approved(ada, change.json())
    assert server.get(f"/api/mappings/{mapping}").json()["data"]["confidence_level"] == change.json()["confidence"]
    gone = send(alice, "POST", path, {"kind": "withdraw", "reason": "retracted paper"})
    approved(ada, gone.json())
    assert server.get(f"/api/mappings/{mapping}").json()["data"]["withdrawn_reason"] == "retracted paper"
    actions = [line["action"] for line in server.get(f"/api/mappings/{mapping}/history").json()["history"]]
    assert actions == ["mapping.create", "mapping.change", "mapping.withdraw"]
    assert send(alice, "POST", path, {"kind": "withdraw", "reason": "again"}).status_code == 410


def test_proposer_withdraws_while_it_waits(alice, ada, bob, free):
    proposal = proposed(alice, free)
    path = f"/api/proposals/{proposal['uuid']}/withdraw"
    assert send(bob, "POST", path).status_code == 404
    assert send(alice, "POST", path).json()["status"] == "withdrawn"
    assert send(alice, "POST", path).status_code == 409
    late = send(ada, "POST", f"/api/admin/proposals/{proposal['uuid']}/approve", {"version": 2})
    assert late.status_code == 409


# --- Reviewing ----------------------------------------------------------------------------------------------------

def test_second_admin_is_told_that_the_first_was_faster(server, provider, alice, ada, free):
    grace = Member(server, provider, "grace")
    proposal = proposed(alice, free)
    approve = f"/api/admin/proposals/{proposal['uuid']}/approve"
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda admin: send(admin, "POST", approve, {"version": 1}), (ada, grace)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    told = next(answer for answer in answers if answer.status_code == 409).json()["detail"]
    assert "approved already, by github:" in told


def test_edit_before_approval_counts_the_version_so_a_decision_on_the_old_one_is_refused(alice, ada, free):
    proposal = proposed(alice, free)
    path = f"/api/admin/proposals/{proposal['uuid']}"
    edited = send(ada, "PATCH", path, {"version": 1, **ANSWERS, "basis": "likely", "specificity": "loose"})
    assert edited.status_code == 200 and edited.json()["version"] == 2, edited.text
    assert edited.json()["assessment"]["basis"] == "likely"
    stale = send(ada, "POST", path + "/approve", {"version": 1})
    assert stale.status_code == 409 and "changed since you looked" in stale.json()["detail"]
    assert send(ada, "PATCH", path, {"version": 2, "basis": "dreamt"}).status_code == 400
    assert send(ada, "PATCH", path, {**ANSWERS}).json()["details"] == {"version": ["is missing; expected a whole number"]}
    assert send(ada, "POST", path + "/approve", {"version": 2}).status_code == 200


def test_approval_and_rejection_are_undone_by_who_decided_in_the_same_session(server, provider, alice, ada, free):
    proposal = proposed(alice, free)
    done = approved(ada, proposal)
    undo = f"/api/admin/proposals/{proposal['uuid']}/undo"
    other = Member(server, provider, "grace")
    assert send(other, "POST", undo, {"version": done["version"]}).status_code == 403
    back = send(ada, "POST", undo, {"version": done["version"]})
    assert back.status_code == 200 and back.json()["status"] == "pending" and back.json()["mapping_uuid"] is None, back.text
    assert server.get(f"/api/mappings/{done['mapping_uuid']}").json()["data"]["withdrawn_at"]
    reject = send(ada, "POST", f"/api/admin/proposals/{proposal['uuid']}/reject",
                  {"version": back.json()["version"], "reason": "no evidence"})
    assert reject.json()["reason"] == "no evidence"
    back = send(ada, "POST", undo, {"version": reject.json()["version"]})
    assert back.json()["status"] == "pending" and back.json()["reason"] is None
    again = approved(ada, back.json())
    assert again["mapping_uuid"] != done["mapping_uuid"]
    assert send(ada, "POST", undo, {"version": 1}).status_code == 409
    later = Member(server, provider, "ada")  # a new session: what was before is final
    server_time = server.rows("SELECT decided_at FROM proposal WHERE uuid = ?", proposal["uuid"])[0][0]
    session_time = server.rows("SELECT max(created_at) FROM session WHERE identity = 'github:ada'")[0][0]
    if session_time > server_time:
        assert send(later, "POST", undo, {"version": again["version"]}).status_code == 409


def test_undone_change_and_withdrawal_leave_the_mapping_as_it_was(server, alice, ada, free):
    mapping = approved(ada, proposed(alice, free))["mapping_uuid"]
    as_it_was = server.get(f"/api/mappings/{mapping}").json()["data"]
    for body in ({"kind": "change", "reason": "x", **ANSWERS, "basis": "uncertain", "coverage": "minor",
                  "specificity": "loose"}, {"kind": "withdraw", "reason": "y"}):
        proposal = send(alice, "POST", f"/api/mappings/{mapping}/proposals", body).json()
        done = approved(ada, proposal)
        assert server.get(f"/api/mappings/{mapping}").json()["data"] != as_it_was
        undone = send(ada, "POST", f"/api/admin/proposals/{proposal['uuid']}/undo", {"version": done["version"]})
        assert undone.status_code == 200, undone.text
        now = server.get(f"/api/mappings/{mapping}").json()["data"]
        for field in ("confidence_level", "connection_type", "assessment", "withdrawn_at"):
            assert now[field] == as_it_was[field], field
        send(alice, "POST", f"/api/proposals/{proposal['uuid']}/withdraw")


def test_bulk_decision_is_all_or_nothing_per_item_with_one_summary(alice, ada, free):
    proposals = [proposed(alice, free) for _ in range(3)]
    items = [{"uuid": proposals[0]["uuid"], "version": 1}, {"uuid": proposals[1]["uuid"], "version": 7},
             {"uuid": "no-such", "version": 1}, {"uuid": proposals[2]["uuid"], "version": 1}]
    summary = send(ada, "POST", "/api/admin/proposals/bulk", {"decision": "approve", "items": items}).json()
    assert (summary["done"], summary["failed"]) == (2, 2)
    assert [row["done"] for row in summary["results"]] == [True, False, False, True]
    assert [row.get("status_code") for row in summary["results"]] == [None, 409, 404, None]
    one = [{"uuid": proposals[1]["uuid"], "version": 1}]
    without = send(ada, "POST", "/api/admin/proposals/bulk", {"decision": "reject", "items": one}).json()
    assert without["failed"] == 1 and "reason" in without["results"][0]["error"]
    rejected = send(ada, "POST", "/api/admin/proposals/bulk", {"decision": "reject", "items": one, "reason": "off topic"})
    assert rejected.json()["done"] == 1
    assert send(ada, "POST", "/api/admin/proposals/bulk", {"decision": "burn", "items": one}).status_code == 400
    assert send(ada, "POST", "/api/admin/proposals/bulk", {"decision": "approve", "items": []}).status_code == 400


def test_queue_filters_pages_counts_and_marks_own(server, alice, ada, free):
    own = proposed(ada, free)
    other = proposed(alice, free)
    page = send(ada, "GET", "/api/admin/proposals?per_page=200&order=newest").json()
    rows = {row["uuid"]: row for row in page["proposals"]}
    assert rows[own["uuid"]]["own"] and not rows[other["uuid"]]["own"]
    assert rows[own["uuid"]]["age_days"] == 0 and rows[own["uuid"]]["stale"] is False
    assert sum(page["waiting"].values()) == page["pagination"]["total"] == len(rows)
    mine = send(ada, "GET", "/api/admin/proposals?proposed_by=github:alice&ke_id=" + other["ke_id"]).json()
    assert other["uuid"] in [row["uuid"] for row in mine["proposals"]]
    assert {row["proposed_by"] for row in mine["proposals"]} == {"github:alice"}
    assert send(ada, "GET", "/api/admin/proposals?status=any&resource=go").status_code == 200
    assert send(ada, "GET", "/api/admin/proposals?status=lost").status_code == 400


def test_proposal_whose_target_left_the_release_is_flagged(server, alice, ada, free):
    proposal = proposed(alice, free)
    # As if a later release no longer had it.
    server.execute("UPDATE proposal SET target_id = 'WP999999' WHERE uuid = ?", proposal["uuid"])
    assert send(alice, "GET", f"/api/proposals/{proposal['uuid']}").json()["stale"] is True
    rows = send(ada, "GET", "/api/admin/proposals?per_page=200").json()["proposals"]
    assert next(row for row in rows if row["uuid"] == proposal["uuid"])["stale"] is True


# --- One's own ----------------------------------------------------------------------------------------------------

def test_notifications_tell_the_fate_of_proposals_until_they_are_read(server, provider, ada, free):
    carol = Member(server, provider, "carol")
    kept, refused = proposed(carol, free), proposed(carol, free)
    approved(ada, kept)
    send(ada, "POST", f"/api/admin/proposals/{refused['uuid']}/reject", {"version": 1, "reason": "too broad"})
    assert send(carol, "GET", "/api/me").json()["unread_notifications"] == 2
    told = send(carol, "GET", "/api/me/notifications").json()["notifications"]
    assert [(row["action"], row["object_uuid"], row["unread"]) for row in told] == [
        ("proposal.reject", refused["uuid"], True), ("proposal.approve", kept["uuid"], True)]
    assert told[0]["reason"] == "too broad"
    send(carol, "POST", "/api/me/notifications/read", {"up_to": told[1]["id"]})
    assert send(carol, "GET", "/api/me").json()["unread_notifications"] == 1
    send(carol, "POST", "/api/me/notifications/read", {"up_to": 10**15})
    approved(ada, proposed(carol, free))
    me = send(carol, "GET", "/api/me").json()
    assert me["unread_notifications"] == 1, "a number from the future silences nothing"
    assert me["proposals"] == {"pending": 0, "approved": 2, "rejected": 1, "withdrawn": 0}


def test_signing_out_everywhere_ends_all_sessions_and_one_can_be_ended_alone(server, provider):
    first, second, third = (Member(server, provider, "dora") for _ in range(3))
    rows = send(first, "GET", "/api/me/sessions").json()["sessions"]
    assert len(rows) == 3 and sum(row["current"] for row in rows) == 1
    known = next(row["id"] for row in send(second, "GET", "/api/me/sessions").json()["sessions"] if row["current"])
    assert send(first, "DELETE", f"/api/me/sessions/{known}").status_code == 204
    assert send(second, "GET", "/api/me").status_code == 401
    assert send(first, "DELETE", "/api/me/sessions").status_code == 204
    for person in (first, third):
        assert send(person, "GET", "/api/me").status_code == 401


def test_admin_signs_someone_out(server, provider, ada):
    eve = Member(server, provider, "eve")
    row = next(row for row in send(ada, "GET", "/api/admin/users").json()["users"] if row["identity"] == "github:eve")
    assert (row["role"], row["sessions"]) == ("curator", 1)
    assert send(ada, "DELETE", "/api/admin/users/github:eve/sessions").json() == {"ended": 1}
    assert send(eve, "GET", "/api/me").status_code == 401


def test_export_holds_everything_and_erasure_keeps_attribution_under_a_pseudonym(server, provider, ada, free):
    frank = Member(server, provider, "frank-of-note")
    kept = proposed(frank, free, email="frank@mail.example", affiliation="Institute of Secrets", note="see our paper")
    mapping = approved(ada, kept)["mapping_uuid"]
    waiting = proposed(frank, free, email="frank@mail.example")
    send(frank, "POST", "/api/drafts", {"fields": {"note": "frank's draft"}})
    export = send(frank, "GET", "/api/me/export")
    assert "attachment" in export.headers["Content-Disposition"]
    data = export.json()
    assert {row["uuid"] for row in data["proposals"]} == {kept["uuid"], waiting["uuid"]}
    assert data["proposals"][0]["email"] == "frank@mail.example" and data["mappings_proposed"] == [mapping]
    assert len(data["drafts"]) == 1 and len(data["acts"]) == 2 and data["account"]["display_name"] == "Frank-Of-Note"

    assert send(frank, "POST", "/api/me/erase", {"confirm": "yes"}).status_code == 400
    erased = send(frank, "POST", "/api/me/erase", {"confirm": frank.identity}).json()
    assert erased["pseudonym"].startswith("erased:") and erased["proposals"] == 2
    assert send(frank, "GET", "/api/me").status_code == 401
    for table in server.tables():
        for row in server.rows(f"SELECT * FROM {table}"):
            assert not any(word in str(row) for word in ("frank-of-note", "Frank", "frank@", "Institute of Secrets")), (table, row)
    shown = server.get("/api/v1/mappings/" + mapping).json()["data"]
    assert shown["provenance"]["proposed_by"] == erased["pseudonym"]
    history = server.get(f"/api/mappings/{mapping}/history").json()["history"]
    assert history[0]["changes"]["proposed_by"] == [None, erased["pseudonym"]]
    assert approved(ada, send(ada, "GET", f"/api/proposals/{waiting['uuid']}").json())["mapping_uuid"]
    again = Member(server, provider, "frank-of-note")  # a new person, to whom nothing leads
    assert send(again, "GET", "/api/me/proposals").json()["proposals"] == []


def test_history_cannot_be_changed_otherwise(server):
    for change in ("UPDATE audit SET actor = 'github:eve'", "DELETE FROM audit", "UPDATE audit SET at = '2020-01-01'"):
        with pytest.raises((sqlite3.DatabaseError, RuntimeError), match="append-only"):
            server.execute(change)


# --- Second opinions ----------------------------------------------------------------------------------------------

def test_second_opinion_is_blind_and_agreement_is_computed(server, provider, ada, alice, bob, free):
    for answer in ({"basis": "known"}, {"basis": "likely"}, {"basis": "known"}):
        proposal = proposed(alice, free)
        ask = f"/api/admin/proposals/{proposal['uuid']}/opinions"
        asked = send(ada, "POST", ask, {"curator": "github:bob"})
        assert asked.status_code == 201, asked.text
        assert send(ada, "POST", ask, {"curator": "github:bob"}).status_code == 409
        row = next(row for row in send(bob, "GET", "/api/me/opinions").json()["opinions"]
                   if row["uuid"] == asked.json()["uuid"])
        assert row["open"] and row["ke_id"] == proposal["ke_id"]
        assert not {"github:alice", "causative", "known", "high"} & set(map(str, row.values())), row
        assert send(bob, "GET", f"/api/proposals/{proposal['uuid']}").status_code == 404
        path = f"/api/opinions/{row['uuid']}"
        assert send(alice, "POST", path, ANSWERS).status_code == 404
        assert set(send(bob, "POST", path, {"basis": "known"}).json()["details"]) == {"relationship", "specificity",
                                                                                      "coverage"}
        # An edit by the reviewer meanwhile does not count as the proposer's answer.
        send(ada, "PATCH", f"/api/admin/proposals/{proposal['uuid']}", {"version": 1, **ANSWERS, "basis": "uncertain"})
        assert send(bob, "POST", path, {**ANSWERS, **answer}).status_code == 200
        assert send(bob, "POST", path, {**ANSWERS, **answer}).status_code == 409
    told = [row["action"] for row in send(bob, "GET", "/api/me/notifications").json()["notifications"]]
    assert told.count("opinion.ask") == 3
    report = send(ada, "GET", "/api/admin/agreement").json()
    pair = next(row for row in report["pairs"] if row["curators"] == ["github:alice", "github:bob"])
    basis = next(row for row in pair["questions"] if row["question"] == "basis")
    assert basis["judged"] == 3 and basis["observed"] == pytest.approx(2 / 3)
    assert basis["kappa"] == pytest.approx(0.0)
    assert next(row for row in pair["questions"] if row["question"] == "coverage")["kappa"] is None


def test_second_opinion_is_not_asked_of_proposer_stranger_admin_or_guest(alice, ada, free):
    proposal = proposed(alice, free)
    ask = f"/api/admin/proposals/{proposal['uuid']}/opinions"
    for curator, status in (("github:alice", 400), ("github:nobody-here", 404), ("github:ada", 400), ("guest:x-y", 400),
                            ("", 400)):
        assert send(ada, "POST", ask, {"curator": curator}).status_code == status, curator


def test_second_opinion_ends_with_the_decision(alice, bob, ada, free):
    proposal = proposed(alice, free)
    asked = send(ada, "POST", f"/api/admin/proposals/{proposal['uuid']}/opinions", {"curator": "github:bob"}).json()
    approved(ada, proposal)
    assert send(bob, "POST", f"/api/opinions/{asked['uuid']}", ANSWERS).status_code == 409


# --- Batches ------------------------------------------------------------------------------------------------------

def batch(person, text, dry_run=True, kind="text/csv"):
    query = "" if dry_run else "?dry_run=false"
    return person.http.post(person.server.url + "/api/proposals/batch" + query, data=text.encode(), timeout=120,
                            headers={"X-CSRF-Token": person.token, "Content-Type": kind})


def test_csv_batch_reports_first_and_stores_what_is_good(server, alice, free):
    taken, one, two = proposed(alice, free), next(free), next(free)
    columns = ["resource", "ke_id", "target_id", *ANSWERS, "note"]
    rows = [["wikipathways", *one, *ANSWERS.values(), "has, a comma\nand \"quotes\""],
            ["wikipathways", *one, *ANSWERS.values(), ""],
            ["wikipathways", taken["ke_id"], taken["target_id"], *ANSWERS.values(), ""],
            ["wikipathways", two[0], "WP99999999", *ANSWERS.values(), ""],
            ["wikipathways", two[0], two[1], "causative", "dreamt", "specific", "complete", ""]]
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    before = server.rows("SELECT count(*) FROM proposal")
    report = batch(alice, text.getvalue()).json()
    assert report["dry_run"] and report["form"] == "table"
    assert [row["state"] for row in report["rows"]] == ["ready", "repeated", "pending", "invalid", "invalid"]
    assert report["rows"][2]["uuid"] == taken["uuid"]
    assert list(report["rows"][3]["errors"]) == ["target_id"] and "basis" in report["rows"][4]["errors"]
    assert [row["line"] for row in report["rows"]] == [2, 4, 5, 6, 7]
    assert server.rows("SELECT count(*) FROM proposal") == before
    stored = batch(alice, text.getvalue(), dry_run=False).json()
    assert stored["counts"] == {"ready": 0, "stored": 1, "repeated": 1, "pending": 1, "mapped": 0, "invalid": 2}
    assert batch(alice, text.getvalue(), dry_run=False).json()["counts"]["stored"] == 0


def test_sssom_batch_takes_curies_and_addresses_in_either_direction(alice, free):
    (ke1, wp1), (ke2, wp2), (ke3, wp3) = next(free), next(free), next(free)
    number = [ke.split()[1] for ke in (ke1, ke2, ke3)]
    table = ("#mapping_set_id: https://example.org/set\n#curie_map:\n#  x: y\n"
             "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\tpredicate_modifier\n"
             f"aop.events:{number[0]}\tskos:relatedMatch\twikipathways:{wp1}\tsemapv:ManualMappingCuration\t0.9\tgood\t\n"
             f"https://identifiers.org/wikipathways/{wp2}\tskos:relatedMatch\thttps://identifiers.org/aop.events/{number[1]}"
             f"\tsemapv:ManualMappingCuration\t0.6\t\t\n"
             f"aop.events:{number[2]}\tskos:relatedMatch\twikipathways:{wp3}\tx\t0.9\t\tNot\n"
             f"aop.events:{number[2]}\tskos:relatedMatch\twikipathways:{wp3}\tx\t7\t\t\n"
             "nonsense:1\tx\tother:2\tx\t0.5\t\t\n")
    report = batch(alice, table, kind="text/tab-separated-values").json()
    assert report["form"] == "sssom"
    assert [row["state"] for row in report["rows"]] == ["ready", "ready", "invalid", "invalid", "invalid"], report
    assert [(row["ke_id"], row["target_id"]) for row in report["rows"][:2]] == [(ke1, wp1), (ke2, wp2)]
    stored = batch(alice, table, dry_run=False, kind="text/tab-separated-values").json()
    made = send(alice, "GET", f"/api/proposals/{stored['rows'][0]['uuid']}").json()
    assert made["confidence"] == "high" and made["note"] == "good"
    assert send(alice, "GET", f"/api/proposals/{stored['rows'][1]['uuid']}").json()["confidence"] == "medium"


@pytest.mark.parametrize("text, status, says", [
    ("", 400, "empty"), ("a,b\n1,2\n", 400, "columns are not known"), ("resource,ke_id,target_id\n\"x", 400, "line 2"),
    ("resource,ke_id,target_id\n1,2,3,4\n", 400, "line 2: 4 cells"),
    ("resource,ke_id,target_id\n" + "a,b,c\n" * 2001, 413, "2000 rows")])
def test_bad_table_is_refused_naming_the_line(alice, text, status, says):
    answer = batch(alice, text)
    assert answer.status_code == status and says in answer.json()["detail"], answer.text


# --- Administration -----------------------------------------------------------------------------------------------

def test_description_of_a_key_event_can_be_switched_off_and_is_recorded(server, ada):
    assert send(ada, "PUT", "/api/admin/descriptions/188", {"disabled": True}).json() == {"ke_id": "KE 188",
                                                                                         "disabled": True}
    rows = send(ada, "GET", "/api/admin/descriptions").json()["descriptions"]
    assert any(row["ke_id"] == "KE 188" and row["disabled"] for row in rows)
    assert send(ada, "PUT", "/api/admin/descriptions/99999999", {"disabled": True}).status_code == 404
    assert send(ada, "PUT", "/api/admin/descriptions/188", {"disabled": "yes"}).status_code == 400
    line = send(ada, "GET", "/api/admin/audit?action=description.switch").json()["lines"][0]
    assert (line["actor"], line["object"], line["after"]) == ("github:ada", "key-event:KE 188", {"disabled": True})
    send(ada, "PUT", "/api/admin/descriptions/188", {"disabled": False})


def test_audit_is_filtered_paged_and_exported(server, ada):
    first = send(ada, "GET", "/api/admin/audit?limit=2&action=proposal.").json()
    assert len(first["lines"]) == 2
    assert all(line["action"].startswith("proposal.") for line in first["lines"])
    second = send(ada, "GET", f"/api/admin/audit?limit=2&before_id={first['next_before_id']}").json()
    assert second["lines"][0]["id"] < first["lines"][1]["id"]
    acts = send(ada, "GET", "/api/admin/audit?actor=github:ada&since=2020-01-01").json()["lines"]
    assert {line["actor"] for line in acts} == {"github:ada"}
    assert send(ada, "GET", "/api/admin/audit?since=yesterday").status_code == 400
    export = send(ada, "GET", "/api/admin/audit.csv")
    rows = list(csv.DictReader(io.StringIO(export.text)))
    assert len(rows) == server.rows("SELECT count(*) FROM audit")[0][0]
    assert {"actor", "action", "object", "at"} <= set(rows[0]) and "attachment" in export.headers["Content-Disposition"]
