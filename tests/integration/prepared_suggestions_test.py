"""Suggestions that are made ahead: the same as those made when asked, for all workers, and never in the way."""

import gzip
import http.client
import json
import os
import signal
import time
import time

import pytest

from kewp_server import DEMO_DATA, Server, copy_of_demo_data, wait_for

ROUTES = {"suggest_pathways": "combined_suggestions", "suggest_go_terms": "suggestions", "suggest_reactome": "suggestions"}


def prepared(server):
    return server.get("/health").json()["services"]["suggestions"]


def all_ready(server):
    found = prepared(server)
    return found["ready"] == found["wanted"] > 0


def key_events(data=DEMO_DATA):
    return [row["KElabel"] for row in json.loads((data / "ke_metadata.json").read_text())]


def bytes_of(server, path, encoding):
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("prepared"), workers="count = 2") as running:
        wait_for(lambda: all_ready(running), "suggestions that are made ahead")
        yield running


@pytest.mark.parametrize("route", ROUTES)
def test_an_answer_made_ahead_is_the_one_made_when_asked(server, route):
    for event in key_events()[:25]:
        ahead = server.get(f"/{route}/{event}").json()
        default = ahead["request_info"]["limit"]
        # One parameter that changes nothing but that the answer is made now.
        asked = server.get(f"/{route}/{event}", params={"explain": 1}).json()
        del asked["filtered_out"]
        assert asked["request_info"].pop("timestamp") >= ahead["request_info"].pop("timestamp")
        assert ahead == asked
        assert len(ahead[ROUTES[route]]) <= default


def test_it_goes_out_compressed_or_plain_as_the_client_likes(server):
    answer, packed = bytes_of(server, "/suggest_pathways/" + key_events()[0].split()[1], "gzip")
    assert answer.getheader("Content-Encoding") == "gzip" and "Accept-Encoding" in answer.getheader("Vary")
    answer, plain = bytes_of(server, "/suggest_pathways/" + key_events()[0].split()[1], "identity")
    assert answer.getheader("Content-Encoding") is None and "Accept-Encoding" in answer.getheader("Vary")
    assert gzip.decompress(packed) == plain


def test_a_limit_a_method_and_an_aspect_are_not_the_default(server):
    event = key_events()[0]
    assert len(server.get(f"/suggest_pathways/{event}", params={"limit": 3}).json()["combined_suggestions"]) == 3
    assert server.get(f"/suggest_go_terms/{event}", params={"aspect_filter": "mf"}).json()["aspect_filter"] == "mf"
    assert "combined_suggestions" not in server.get(f"/suggest_pathways/{event}", params={"method_filter": "gene"}).json()


def switch_description(server, event, disabled):
    """As an administrator's switch does, by another process than the one that answers."""
    server.execute("INSERT INTO ke_description_override (ke_id, disabled, updated_by, updated_at) "
                   "VALUES (?, ?, 'demo:admin', '2026-01-01T00:00:00Z') "
                   "ON CONFLICT (ke_id) DO UPDATE SET disabled = excluded.disabled", event, disabled)


def test_a_description_switched_off_counts_at_once(server):
    changed = False
    for event in key_events():
        before = server.get(f"/suggest_pathways/{event}").json()["combined_suggestions"]
        switch_description(server, event, 1)
        after = server.get(f"/suggest_pathways/{event}").json()["combined_suggestions"]
        switch_description(server, event, 0)
        assert server.get(f"/suggest_pathways/{event}").json()["combined_suggestions"] == before
        changed = changed or before != after
    assert changed, "no list of the demo changes without the description"


def test_the_metrics_tell_how_many_there_are(server):
    found = server.get("/metrics").json()["prepared_suggestions"]
    assert found["ready"] == found["wanted"] == 3 * len(key_events())
    assert 0 < found["bytes"] < 64 << 20
    text = server.get("/metrics/prometheus").text
    assert f"kewp_prepared_suggestions {found['ready']}" in text.splitlines()


def test_a_reload_makes_those_of_the_new_data(tmp_path):
    data = copy_of_demo_data(tmp_path)
    with Server(tmp_path, data=data, workers="count = 2") as server:
        wait_for(lambda: all_ready(server), "suggestions that are made ahead")
        event = key_events(data)[0]
        file = data / "pathway_metadata.json"
        best = server.get(f"/suggest_pathways/{event}").json()["combined_suggestions"][0]
        file.write_text(file.read_text().replace(json.dumps(best["pathwayTitle"]), json.dumps("A title of today")))
        generation = server.get("/metrics").json()["generation"]
        os.kill(server.process.pid, signal.SIGHUP)
        wait_for(lambda: server.get("/metrics").json()["generation"] > generation, "the new generation")
        wait_for(lambda: all_ready(server), "suggestions of the new data")
        titles = [one["pathwayTitle"] for one in server.get(f"/suggest_pathways/{event}").json()["combined_suggestions"]]
        assert "A title of today" in titles and best["pathwayTitle"] not in titles


def test_answers_come_without_the_process_that_makes_them_and_it_comes_back(tmp_path):
    with Server(tmp_path, workers="count = 2") as server:
        # It may be done before it is caught: then there is nothing to take over.
        preparers = [row["pid"] for row in server.get("/metrics").json()["processes"] if row["role"] == "preparer"]
        for pid in preparers:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for event in key_events()[:5]:
            for route in ROUTES:
                assert server.get(f"/{route}/{event}").status_code == 200
        if any(f"preparer {pid} of generation 1 was killed" in server.log() for pid in preparers):
            # What was being made when it died is left to the workers: two threads or more, one list each.
            wait_for(lambda: prepared(server)["ready"] >= prepared(server)["wanted"] - 8, "the next one's work")
        else:
            wait_for(lambda: all_ready(server), "suggestions that are made ahead")
        wait_for(lambda: not server.processes("preparer"), "the end of the process that makes them")


def test_a_stop_does_not_wait_for_it(tmp_path):
    server = Server(tmp_path, workers="count = 1")
    server.start()
    began = time.monotonic()
    server.stop()
    assert server.process.returncode == 0
    print(f"stopped in {time.monotonic() - began:.2f} s")
