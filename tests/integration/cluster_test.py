"""Two nodes on one PostgreSQL database while nodes, the primary server and networks fail.

What was acknowledged must be stored, and everything must go on without a hand, but for the promotion of the standby,
which is the business of whoever runs the databases.
"""

import concurrent.futures
import os
import signal
import subprocess
import threading
import time

import pytest
import requests

from kewp_cluster import MISSING, NO_NETWORKS, Cluster, Front
from kewp_server import KEWP, Person, pairs, wait_for
from load import BROKEN, Load

pytestmark = pytest.mark.skipif(bool(MISSING), reason=str(MISSING))
WRITERS = 64


class Curators(Load):
    """Who tries again when told to, and remembers what was promised and what was said."""

    def __init__(self, front, count=WRITERS):
        super().__init__(front, self.write, range(count))
        self.person = Person(front)
        self.pairs = iter(pairs(front.data))
        self.acknowledged, self.refusals, self.broken = [], [], 0
        self.last_acknowledged = time.monotonic()

    def write(self, _):
        while not self.stop.is_set():
            with self.lock:
                ke_id, target_id = next(self.pairs)
            try:
                answer = self.person.propose(ke_id, target_id)
            except (*BROKEN, requests.Timeout):
                with self.lock:
                    self.broken += 1
                continue
            with self.lock:
                if answer.status_code == 201:
                    self.acknowledged.append((answer.json()["uuid"], ke_id, target_id))
                    self.last_acknowledged = time.monotonic()
                elif answer.status_code in (502, 503, 504):
                    self.refusals.append(answer.text)
                elif answer.status_code != 409:
                    self.problems.append(f"{answer.status_code} {answer.text}")
            self.stop.wait(float(answer.headers.get("Retry-After", 0.05)))

    def more(self, count=50):
        """Waits until so many more are acknowledged."""
        want = len(self.acknowledged) + count
        wait_for(lambda: len(self.acknowledged) >= want, f"{count} more proposals", 90)

    def check(self):
        assert not self.problems, self.problems[:3]
        rows = self.server.rows("SELECT uuid, ke_id, target_id FROM proposal WHERE kind = 'new'")
        missing = [promised for promised in self.acknowledged if promised not in set(rows)]
        assert not missing, f"{len(missing)} of {len(self.acknowledged)} acknowledged proposals are gone"
        assert len({uuid for uuid, _, _ in self.acknowledged}) == len(self.acknowledged)
        audit = self.server.rows("SELECT object_uuid FROM audit WHERE action = 'proposal.submit'")
        noted = [uuid for (uuid,) in audit]
        assert len(noted) == len(set(noted)), "something was stored twice"


def test_nodes_share_sessions_decisions_and_what_they_cached(tmp_path):
    with Cluster(tmp_path, standby=False) as cluster:
        first, second = cluster.nodes
        admin = Person(first, "admin")
        assert second.get("/api/session", cookies=admin.http.cookies.get_dict()).json()["identity"] == "demo:admin"
        ke_id, target_id = pairs(cluster.data)[-1]
        listed = lambda node: node.get("/api/v1/mappings?per_page=200&ke_id=" + ke_id).json()["data"]
        before = len(listed(second))
        made = admin.propose(ke_id, target_id)
        assert made.status_code == 201, made.text
        admin.server = second  # the same session and form token at the other node
        admin.http.headers["Origin"] = second.url
        decided = admin.decide(made.json()["uuid"], "approve")
        assert decided.status_code == 200, decided.text
        assert len(listed(second)) == before + 1
        since = time.monotonic()
        wait_for(lambda: len(listed(first)) == before + 1, "the change at the other node", 4)
        print(f"seen by the other node after {time.monotonic() - since:.3f} s")
        health = first.get("/health").json()["services"]["database"]
        assert health["engine"] == "PostgreSQL" and health["status"] == "healthy"
        assert 'kewp_database_info{engine="PostgreSQL"} 1' in first.get("/metrics/prometheus").text


def test_of_two_nodes_with_the_same_pair_one_wins(tmp_path):
    with Cluster(tmp_path, standby=False) as cluster:
        people = [Person(node) for node in cluster.nodes for _ in range(10)]
        ke_id, target_id = pairs(cluster.data)[-1]
        barrier = threading.Barrier(len(people))

        def come(person):
            barrier.wait()
            return person.propose(ke_id, target_id).status_code

        with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
            statuses = sorted(pool.map(come, people))
        assert statuses == [201] + [409] * (len(people) - 1)


def test_one_node_makes_the_backup_and_it_can_be_put_back(tmp_path):
    with Cluster(tmp_path, standby=False, schedule="0 2 * * *") as cluster:
        def last(node):
            return node.get("/health").json()["services"]["backup"]["last_success"]

        wait_for(lambda: all(last(node) for node in cluster.nodes), "the first backup, known to both nodes", 120)
        made = [path for node in cluster.nodes for path in node.folder.glob("backups/*.db")]
        assert len(made) == 1, made
        before = cluster.rows("SELECT count(*) FROM mapping")
        person = Person(cluster.nodes[0])
        assert person.propose(*pairs(cluster.data)[-1]).status_code == 201
        proposals = cluster.rows("SELECT count(*) FROM proposal")[0][0]

        def kewp(*words):
            return subprocess.run([KEWP, *words, "--config", str(cluster.nodes[0].config)], capture_output=True,
                                  text=True, timeout=120)

        assert kewp("backup", "verify", str(made[0])).returncode == 0
        refused = kewp("restore", str(made[0]))
        assert refused.returncode != 0 and "stop all nodes" in refused.stderr, refused.stderr
        for node in cluster.nodes:
            node.stop()
        restored = kewp("restore", str(made[0]))
        assert restored.returncode == 0 and "kept in schema public_replaced_" in restored.stdout, restored.stderr
        assert cluster.rows("SELECT count(*) FROM mapping") == before
        assert cluster.rows("SELECT count(*) FROM proposal")[0][0] == proposals - 1
        checked = kewp("check")
        assert "PostgreSQL 1" in checked.stdout and "synchronous_standby_names is empty" in checked.stdout
        cluster.nodes[0].start()
        assert len(cluster.nodes[0].get("/api/v1/mappings?per_page=5").json()["data"]) == 5

        copy = tmp_path / "copy.db"
        down = kewp("migrate", cluster.url_for(0), "--to", str(copy))
        assert down.returncode == 0, down.stderr
        cluster.nodes[0].stop()
        assert "not empty" in kewp("migrate", str(copy), "--to", cluster.url_for(0)).stderr
        cluster.primary.sql("postgres", "CREATE DATABASE fresh")
        up = kewp("migrate", str(copy), "--to", cluster.url_for(0).replace("/kewp?", "/fresh?"))
        assert up.returncode == 0 and "mapping" in up.stdout, up.stderr
        assert cluster.primary.rows("fresh", "SELECT count(*) FROM mapping") == before


def test_killed_node_takes_no_acknowledged_write_with_it(tmp_path):
    with Cluster(tmp_path) as cluster:
        with Curators(Front(cluster)) as curators:
            curators.more(200)
            os.killpg(cluster.nodes[0].process.pid, signal.SIGKILL)
            cluster.nodes[0].process.wait()
            curators.more(200)
            cluster.nodes[0].start()
            curators.more(200)
        curators.check()
        print(f"{len(curators.acknowledged)} acknowledged, {len(curators.refusals)} refused, {curators.broken} broken")


def test_killed_primary_is_replaced_by_its_standby(tmp_path):
    with Cluster(tmp_path) as cluster:
        with Curators(Front(cluster)) as curators:
            curators.more(300)
            kept = cluster.url_of_nginx + "/api/v1/mappings"
            for _ in range(20):
                assert requests.get(kept, timeout=30).status_code == 200
            cluster.primary.kill()
            since = time.monotonic()
            wait_for(lambda: all(node.ready() != 200 for node in cluster.nodes), "the nodes to see it", 30)
            noticed = time.monotonic() - since
            answer = requests.get(cluster.nodes[0].url + "/readyz", timeout=30)
            assert answer.status_code == 503 and "cannot be reached" in answer.text, answer.text
            # What a worker has kept is there for readers; for the rest nginx hands on what the nodes say.
            read = [requests.get(kept, timeout=30) for _ in range(20)] + [requests.get(kept + "?fresh=1", timeout=30)]
            assert read[-1].status_code == 502 and any(answer.status_code == 200 for answer in read)
            refused = [answer for answer in read if answer.status_code != 200]
            assert all("cannot be reached" in answer.json()["error"] for answer in refused), [a.text for a in refused]
            cluster.standby.promote()
            promoted = time.monotonic()
            curators.more(1)
            back = time.monotonic() - promoted
            wait_for(lambda: all(node.ready() == 200 for node in cluster.nodes), "both nodes", 60)
            curators.more(200)
        curators.check()
        assert any("cannot be reached" in text for text in curators.refusals), curators.refusals[:3]
        print(f"{len(curators.acknowledged)} acknowledged, {len(curators.refusals)} refused, {curators.broken} broken; "
              f"noticed after {noticed:.2f} s, writing {back:.2f} s after the promotion")


@pytest.mark.skipif(bool(NO_NETWORKS), reason=str(NO_NETWORKS))
def test_node_that_is_cut_off_from_the_database_steps_aside_and_comes_back(tmp_path):
    with Cluster(tmp_path, with_networks=True) as cluster:
        cut_off, other = cluster.nodes
        with Curators(Front(cluster)) as curators:
            curators.more(200)
            cluster.networks.cut(0)
            since = time.monotonic()
            wait_for(lambda: cut_off.ready() != 200, "the node to see it", 60)
            noticed = time.monotonic() - since
            wait_for(lambda: other.ready() == 200, "the other node", 60)
            fresh = "/api/v1/mappings?per_page=1&fresh="  # asks the database

            def given_up():
                """Whether the node no longer waits on connections that nobody told it are dead."""
                asked = requests.get(cut_off.url + fresh + "0", timeout=60)
                return [asked] if asked.status_code == 502 else None

            refused, = wait_for(given_up, "the node to give its connections up", 60)
            assert "cannot be reached" in refused.json()["error"] and refused.headers["Retry-After"], refused.text
            read = [requests.get(f"{cluster.url_of_nginx}{fresh}{number}", timeout=30).status_code for number in range(1, 20)]
            assert set(read) == {200}, read  # readers do not notice
            curators.more(200)
            cluster.networks.mend(0)
            since = time.monotonic()
            wait_for(lambda: cut_off.ready() == 200, "the node that was cut off", 90)
            back = time.monotonic() - since
            curators.more(200)
        curators.check()
        print(f"{len(curators.acknowledged)} acknowledged, {len(curators.refusals)} refused, {curators.broken} broken; "
              f"noticed after {noticed:.2f} s, back {back:.2f} s after the network")


def test_commit_that_no_standby_confirms_is_not_acknowledged(tmp_path):
    with Cluster(tmp_path, nodes=1) as cluster:
        node, = cluster.nodes
        person = Person(node)
        first, second = pairs(cluster.data)[-2:]
        assert person.propose(*first).status_code == 201
        cluster.standby.kill()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(person.http.post, node.url + "/proposals", timeout=120, json={
                "resource": "wikipathways", "ke_id": second[0], "target_id": second[1], "relationship": "causative",
                "basis": "known", "specificity": "specific", "coverage": "complete"},
                headers={"X-CSRF-Token": person.token})
            stuck = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
            wait_for(lambda: cluster.primary.rows("postgres", stuck), "the commit that waits")
            # The server now says COMMIT with a warning: stored here, but nowhere else.
            cluster.primary.sql("postgres", "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                                            "WHERE wait_event = 'SyncRep'")
            time.sleep(1)  # long enough for an answer to come that must not come
            assert not waiting.done()
            cluster.standby.start()
            answer = waiting.result(120)
        assert answer.status_code == 201, answer.text
        assert cluster.rows(f"SELECT count(*) FROM proposal WHERE ke_id = '{second[0]}' "
                            f"AND target_id = '{second[1]}'") == [(1,)]
