#!/usr/bin/env python3
"""Requests and acknowledged writes a second of one SQLite node, and of one and two PostgreSQL nodes, in one run.

Everything runs on this machine: what is compared is what each way costs, not what more machines would bring. The load is
wrk with 64 connections (`--connections`): a public list from the cache, a page that asks the database each time, and proposals for pairs
of their own. With `--standby` a second database server confirms each commit.

    bench/scaling.py [--seconds 5] [--standby] [--connections 64]
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "tests" / "integration"))
from kewp_cluster import Cluster  # noqa: E402
from kewp_server import Person, Server, pairs  # noqa: E402

ROUNDS = 3
PROPOSE = """
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
function init(args)
  pairs_ = {}
  for line in io.lines(args[1]) do pairs_[#pairs_ + 1] = line end
  step, at = tonumber(args[2]), tonumber(args[3]) + id
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Origin"] = args[4]
  wrk.headers["Cookie"] = args[5]
  wrk.headers["X-CSRF-Token"] = args[6]
end
function request()
  at = at + step
  return wrk.format(nil, "/proposals", nil, pairs_[at % #pairs_ + 1])
end
"""


def wrk(url, connections, seconds, *more):
    """Answers a second with a status below 400."""
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", *more[:2], url,
                          *more[2:]], capture_output=True, text=True, check=True).stdout
    total = int(re.search(r"(\d+) requests in", out)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    duration = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    return duration * (1 - (int(bad[1]) if bad else 0) / max(total, 1))


class Way:
    """One way of running, measured through one address."""

    def __init__(self, name, url, node, stored, folder):
        self.name, self.url, self.stored, self.folder = name, url, stored, folder
        self.admin = Person(node, "admin")
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.admin.http.cookies)
        self.script = folder / "propose.lua"
        self.script.write_text(PROPOSE)
        self.bodies = folder / "bodies"
        answers = dict(relationship="causative", basis="known", specificity="specific", coverage="complete")
        self.bodies.write_text("".join(
            json.dumps(dict(resource="wikipathways", ke_id=ke_id, target_id=target_id, **answers)) + "\n"
            for ke_id, target_id in pairs(node.data)))
        self.used = 0
        self.figures = {"cached": [], "database": [], "writes": []}

    def measure(self, origin, connections, seconds):
        self.figures["cached"].append(wrk(self.url + "/api/v1/mappings", connections, seconds))
        # wrk takes headers before the address; a script sets the cookie for the page that asks the database.
        page = self.folder / "page.lua"
        page.write_text(f'wrk.headers["Cookie"] = "{self.cookies}"\n')
        self.figures["database"].append(wrk(self.url + "/api/session", connections, seconds, "-s", str(page)))
        before = self.stored()
        wrk(self.url, connections, seconds, "-s", str(self.script), "--", str(self.bodies), "1", str(self.used), origin,
            self.cookies, self.admin.token)
        made = self.stored() - before
        self.used += int(made * 1.2) + 1000
        self.figures["writes"].append(made / seconds)

    def row(self):
        cells = [f"{statistics.median(self.figures[what]):>9.0f}" for what in ("cached", "database", "writes")]
        return f"| {self.name:<44} | " + " | ".join(cells) + " |"


def run(folder, connections, seconds, standby):
    ways = []
    count = "SELECT count(*) FROM proposal"
    with Server(folder, workers="count = 2", extra='[backup]\nschedule = ""\n') as server:
        ways.append(Way("one node, SQLite", server.url, server, lambda: server.rows(count)[0][0], folder))
        for _ in range(ROUNDS):
            ways[-1].measure(server.url, connections, seconds)
    for nodes in (1, 2):
        inner = folder / f"cluster{nodes}"
        inner.mkdir()
        with Cluster(inner, nodes=nodes, standby=standby) as cluster:
            name = f"{'one node' if nodes == 1 else 'two nodes'}, PostgreSQL{' with standby' if standby else ''}, nginx"
            node = cluster.nodes[0]
            ways.append(Way(name, cluster.url_of_nginx, node, lambda: cluster.rows(count)[0][0], inner))
            for _ in range(ROUNDS):
                ways[-1].measure(cluster.url_of_nginx, connections, seconds)
    return ways


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=5)
    arguments.add_argument("--standby", action="store_true")
    arguments.add_argument("--connections", type=int, default=64)
    asked = arguments.parse_args()
    os.environ.pop("KEWP_TEST_DATABASE", None)
    with tempfile.TemporaryDirectory(prefix="kewp-scaling-") as folder:
        ways = run(pathlib.Path(folder), asked.connections, asked.seconds, asked.standby)
    print(f"{os.cpu_count()} cores, {asked.connections} connections, median of {ROUNDS} rounds of {asked.seconds} s, load average "
          f"{os.getloadavg()[0]:.1f}")
    print(f"| {'per second':<44} |    cached | database |    writes |\n|---|---|---|---|")
    for way in ways:
        print(way.row())


if __name__ == "__main__":
    main()
