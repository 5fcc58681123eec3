"""What must not be lost or fail when processes die, data change or many write at once."""

import os
import random
import signal
import time

import numpy
import requests

from kewp_server import Server, copy_of_demo_data, seed, wait_for
from load import Readers, Writers


def test_64_curators_write_for_30_seconds_without_an_error(tmp_path):
    seconds = 30
    with Server(tmp_path) as server:
        with Writers(server, 64) as writers:
            time.sleep(seconds)  # the length of the load, not a wait for something
        writers.check()
        print(f"{len(writers.acknowledged)} proposals acknowledged in {seconds} s")
        assert len(writers.acknowledged) > 64
        assert "locked" not in server.log()


def test_killed_worker_loses_no_acknowledged_write_and_is_replaced_within_a_second(tmp_path):
    with Server(tmp_path) as server:
        with Writers(server, 16, may_lose_connection=True) as writers:
            for round_number in range(5):
                before = set(wait_for(lambda: len(server.workers()) == 4 and server.workers(), "four workers"))
                victim = sorted(before)[round_number % 4]
                os.kill(victim, signal.SIGKILL)
                killed = time.monotonic()

                def replaced():
                    try:
                        now = set(server.workers())
                    except requests.ConnectionError:
                        return False
                    return victim not in now and len(now) == 4

                wait_for(replaced, "the new worker")
                seconds = time.monotonic() - killed
                print(f"worker {victim} replaced after {seconds:.2f} s")
                assert seconds < 1.0
        writers.check()
        print(f"{len(writers.acknowledged)} acknowledged, {writers.lost} connections lost with their worker")
        # Only requests in flight on the killed worker may fail: at most one for each writer and kill.
        assert writers.lost <= 5 * 16


def generation(server):
    return server.get("/metrics").json()["generation"]


def test_reload_under_load_fails_no_request(tmp_path):
    with Server(tmp_path) as server:
        with Readers(server) as readers:
            for number in range(3):
                before = generation(server)
                wait_for(lambda: readers.answers > 300 * (number + 1), "some load")
                server.process.send_signal(signal.SIGHUP)
                wait_for(lambda: generation(server) > before, "the new generation")
            rate = readers.rate()
        print(f"{readers.answers} requests over 3 reloads, {rate:.0f} a second")
        assert not readers.problems, readers.problems[:5]
        assert rate >= 200


def put_vectors(data, ids, name, rows=None):
    matrix = numpy.random.default_rng(7).normal(size=(len(ids), 16)).astype("<f4")
    matrix /= numpy.linalg.norm(matrix, axis=1, keepdims=True)
    numpy.savez(data / name, ids=numpy.array(ids), matrix=matrix if rows is None else rows)


def test_reload_with_bad_data_is_refused_and_the_old_data_go_on(tmp_path):
    data = copy_of_demo_data(tmp_path)
    with Server(tmp_path, data=data) as server:
        before = generation(server)
        events = server.get("/get_ke_options").json()
        good = (data / "ke_metadata.json").read_text()
        refusals = 0
        for name, content, expected in [
            ("ke_metadata.json", good[: len(good) // 2], "ke_metadata.json"),
            ("pathway_embeddings.npz", "not a zip file", "pathway_embeddings.npz"),
        ]:
            (data / name).write_text(content)
            with Readers(server, 2) as readers:
                server.process.send_signal(signal.SIGHUP)
                refusals += 1
                wait_for(lambda: server.get("/metrics").json()["supervisor"]["reloads_failed"] == refusals, "the refusal")
            assert not readers.problems, readers.problems[:5]
            assert expected in server.log()
            (data / name).unlink()
            (data / "ke_metadata.json").write_text(good)
        assert generation(server) == before
        assert server.get("/get_ke_options").json() == events
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: generation(server) > before, "the reload of whole data")


def put_all_vectors(server, data):
    for path in [*data.glob("*.npz"), data / "manifest.json"]:
        path.unlink(missing_ok=True)
    events = [row["KElabel"] for row in server.get("/get_ke_options").json()]
    pathways = [row["pathwayID"] for row in server.get("/get_pathway_options").json()]
    for name in ("ke_embeddings_title_only", "ke_embeddings_with_desc", "ke_embeddings"):
        put_vectors(data, events, name + ".npz")
    for name in ("pathway_embeddings", "pathway_title_embeddings"):
        put_vectors(data, pathways, name + ".npz")


def replace(path, content):
    """As an update does: beside it, then one rename."""
    copy = path.with_suffix(".new")
    copy.write_bytes(content)
    copy.rename(path)


def damaged(content, lots):
    """Some bytes changed, or the end missing, at random places."""
    if lots.random() < 0.5:
        return content[: lots.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(lots.choice([1, 8, 64])):
        changed[lots.randrange(len(changed))] ^= lots.randrange(1, 256)
    return bytes(changed)


def test_files_damaged_at_random_places_never_break_a_serving_process(tmp_path):
    rounds = 30
    lots = random.Random(seed())
    data = copy_of_demo_data(tmp_path)
    with Server(tmp_path, data=data) as server:
        put_all_vectors(server, data)

        def counts():
            numbers = server.get("/metrics").json()
            return numbers["generation"], numbers["supervisor"]["reloads_failed"]

        def reload_until(condition, what):
            server.process.send_signal(signal.SIGHUP)
            wait_for(condition, what)

        start = counts()[0]
        reload_until(lambda: counts()[0] > start, "the vectors in use")
        files = sorted(data.glob("*.npz")) + [data / name for name in (
            "ke_metadata.json", "pathway_metadata.json", "go_bp_hierarchy.json", "reactome_gene_annotations.json")]
        whole = {path: path.read_bytes() for path in files}
        with Readers(server) as readers:
            for number in range(rounds):
                path = files[number % len(files)]
                before = counts()
                replace(path, damaged(whole[path], lots))
                reload_until(lambda: counts() != before, "an end of the reload")
                for _ in range(lots.randrange(3)):  # more signals while the file changes
                    replace(path, damaged(whole[path], lots))
                    server.process.send_signal(signal.SIGHUP)
                    time.sleep(lots.uniform(0, 0.05))
                replace(path, whole[path])
            before = counts()[0]
            reload_until(lambda: counts()[0] > before, "the reload of whole data")
            rate = readers.rate()
        # Not all are refused: a changed letter or number may as well be right.
        refusals = [line for line in server.log().splitlines() if "the new generation is refused" in line]
        print(f"{rounds} damaged files, {len(refusals)} reloads refused, {counts()[0] - start} taken; "
              f"{readers.answers} requests, {rate:.0f} a second")
        assert not readers.problems, readers.problems[:5]
        assert len(refusals) == counts()[1] >= rounds / 3
        unnamed = [line for line in refusals if not any(path.name in line for path in files)]
        assert not unnamed, unnamed[:3]
        assert rate >= 200
        assert server.process.poll() is None
        assert "killed by signal" not in server.log()
        # Workers of before may still be answering their last requests.
        wait_for(lambda: server.get("/suggest_pathways/KE%20188").json()["ranking_mode"] == "fused",
                 "whole data in use")


def test_reload_with_a_bad_configuration_is_refused(tmp_path):
    with Server(tmp_path) as server:
        before = generation(server)
        server.config.write_text(server.config.read_text().replace("count = 4", "cuont = 4"))
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "did you mean 'count'" in server.log(), "the refusal in the log")
        assert generation(server) == before
        assert server.get("/livez").status_code == 200


def test_missing_vectors_are_visible_and_new_ones_are_used_after_a_reload(tmp_path):
    data = copy_of_demo_data(tmp_path)
    for path in [*data.glob("*.npz"), data / "manifest.json"]:
        path.unlink()
    with Server(tmp_path, data=data) as server:
        assert server.get("/health").json()["status"] == "degraded"
        assert server.get("/suggest_pathways/KE%20188").json()["ranking_mode"] == "degraded"
        assert "no embeddings" in server.get("/api/site").json()["degraded"][0]
        put_all_vectors(server, data)
        before = generation(server)
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: generation(server) > before, "the reload")
        answer = server.get("/suggest_pathways/KE%20188").json()
        assert answer["ranking_mode"] == "fused", answer


def test_stop_finishes_the_writes_at_hand(tmp_path):
    server = Server(tmp_path)
    with server:
        with Writers(server, 8, may_lose_connection=True) as writers:
            wait_for(lambda: len(writers.acknowledged) > 20, "some writes")
            writers.stop.set()
            server.process.terminate()
            assert server.process.wait(60) == 0
    writers.check()


def test_workers_do_not_outlive_a_killed_supervisor(tmp_path):
    server = Server(tmp_path)
    with server:
        workers = server.workers()
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()

        def all_gone():
            return not any(os.path.exists(f"/proc/{pid}/status") and "zombie" not in open(f"/proc/{pid}/status").read()
                           for pid in workers)

        wait_for(all_gone, "the workers' end")
