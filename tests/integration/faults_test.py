"""What must not be lost or fail when processes die, data change or many write at once."""

import itertools
import os
import signal
import threading
import time

import numpy
import requests

from kewp_server import Person, Server, copy_of_demo_data, pairs, wait_for


class Load:
    """Threads that ask a server for something until told to stop."""

    def __init__(self, server, work, arguments):
        self.server = server
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.problems = []
        self.threads = [threading.Thread(target=work, args=(argument,)) for argument in arguments]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


class Writers(Load):
    """Threads that submit proposals for pairs of their own until told to stop, and keep what was acknowledged."""

    def __init__(self, server, count, may_lose_connection=False):
        super().__init__(server, self.write, [Person(server) for _ in range(count)])
        self.may_lose_connection = may_lose_connection
        self.pairs = iter(pairs(server.data))
        self.acknowledged = []
        self.lost = 0

    def write(self, person):
        while not self.stop.is_set():
            with self.lock:
                ke_id, target_id = next(self.pairs)
            try:
                answer = person.propose(ke_id, target_id)
            except requests.ConnectionError as error:
                with self.lock:
                    self.lost += 1
                    if not self.may_lose_connection:
                        self.problems.append(str(error))
                continue
            with self.lock:
                if answer.status_code == 201:
                    self.acknowledged.append(answer.json()["uuid"])
                elif answer.status_code != 409:  # seeded pairs are taken
                    self.problems.append(f"{answer.status_code} {answer.text}")

    def check(self):
        assert not self.problems, self.problems[:3]
        stored = {uuid for (uuid,) in self.server.rows("SELECT uuid FROM proposal")}
        missing = [uuid for uuid in self.acknowledged if uuid not in stored]
        assert not missing, f"{len(missing)} acknowledged proposals are gone"
        assert self.server.rows("PRAGMA integrity_check") == [("ok",)]


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


class Readers(Load):
    """Threads that read without pause; every answer must be 200."""

    PATHS = ["/api/v1/mappings", "/livez", "/suggest_pathways/KE%20188", "/ke/188", "/api/v1/go-mappings?per_page=3"]

    def __init__(self, server, count=8):
        super().__init__(server, self.read, range(count))
        self.answers = 0

    def read(self, number):
        session = requests.Session()
        for path in itertools.cycle(self.PATHS[number % 5:] + self.PATHS[:number % 5]):
            if self.stop.is_set():
                return
            try:
                status = session.get(self.server.url + path, timeout=30).status_code
            except requests.RequestException as error:
                status = str(error)
            with self.lock:
                self.answers += 1
                if status != 200:
                    self.problems.append(f"{path}: {status}")


def generation(server):
    return server.get("/metrics").json()["generation"]


def test_reload_under_load_fails_no_request(tmp_path):
    with Server(tmp_path) as server:
        with Readers(server) as readers:
            for _ in range(3):
                before = generation(server)
                wait_for(lambda: readers.answers > 100, "some load")
                server.process.send_signal(signal.SIGHUP)
                wait_for(lambda: generation(server) > before, "the new generation")
        print(f"{readers.answers} requests over 3 reloads")
        assert not readers.problems, readers.problems[:5]


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
        assert "degraded" in server.get("/", headers={"Accept": "text/html"}).text
        events = [row["KElabel"] for row in server.get("/get_ke_options").json()]
        pathways = [row["pathwayID"] for row in server.get("/get_pathway_options").json()]
        for name in ("ke_embeddings_title_only", "ke_embeddings_with_desc", "ke_embeddings"):
            put_vectors(data, events, name + ".npz")
        for name in ("pathway_embeddings", "pathway_title_embeddings"):
            put_vectors(data, pathways, name + ".npz")
        before = generation(server)
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: generation(server) > before, "the reload")
        answer = server.get("/suggest_pathways/KE%20188").json()
        assert answer["ranking_mode"] == "semantic", answer


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
