#!/usr/bin/env python3
"""What a page of the public API costs when there are very many mappings, and how that grows.

Fills a database of our own schema with 10,000, 100,000 and 1,000,000 WikiPathways mappings made over ten years, and measures
 - fresh: milliseconds of one question at a time whose answer is not kept (p50, p99), for pages, filters and sort keys;
 - kept: 100 readers that ask for the same page as fast as they can (wrk), alone and while a curator changes something
   every second, so that every answer is made anew each time;
 - NDJSON of the whole set: time, bytes, and what it adds to the memory of the worker.

    bench/api_scale.py [mappings …]
"""

import pathlib
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "tests" / "integration"))
from kewp_server import Person, Server, pairs  # noqa: E402

import requests  # noqa: E402

READERS = 100
QUESTIONS = 60
KEY_EVENTS = 1561  # as many as AOP-Wiki has
DAYS = 3650


def fill(database, number):
    """The first mapping of the demo set, over and over, with pairs, days and confidences of its own."""
    draw = random.Random(1)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    names = [row[1] for row in connection.execute("PRAGMA table_info(mapping)")]
    pattern = dict(zip(names, connection.execute("SELECT * FROM mapping WHERE resource = 'wikipathways'").fetchone()))
    start = int(time.time()) - DAYS * 86_400

    def rows():
        for i in range(number):
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + draw.randrange(DAYS * 86_400)))
            row = {**pattern, "id": None, "uuid": f"{draw.getrandbits(128):032x}", "ke_id": f"KE {1 + i % KEY_EVENTS}",
                   "target_id": f"WP{10_000 + i // KEY_EVENTS}", "created_at": at, "updated_at": at, "approved_at": at,
                   "confidence": draw.choice(["low", "medium", "medium", "high"])}
            yield [row[name] for name in names]

    began = time.monotonic()
    with connection:
        connection.executemany(f"INSERT INTO mapping VALUES ({', '.join('?' * len(names))})", rows())
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return time.monotonic() - began


def fresh(server, query):
    session, times = requests.Session(), []
    for i in range(QUESTIONS):
        began = time.perf_counter()
        answer = session.get(f"{server.url}/api/v1/mappings?{query}&fresh={i}", headers={"Accept-Encoding": "gzip"})
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200 and answer.json()["data"] is not None, answer.text[:200]
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99) - 1]


def kept(url):
    out = subprocess.run(["wrk", "-t1", f"-c{READERS}", "-d5s", "--latency", "--timeout", "30s", url], capture_output=True,
                         text=True, check=True).stdout
    assert "Non-2xx" not in out, out
    at = dict(re.findall(r"(50|99)%\s+([\d.]+(?:us|ms|s))", out))
    return at["50"], at["99"], re.search(r"Requests/sec:\s+([\d.]+)", out)[1]


def memory(server):
    """Resident kilobytes of the workers that belong to each of them alone."""
    total = 0
    for pid in server.workers():
        smaps = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += sum(int(re.search(rf"{name}:\s+(\d+)", smaps)[1]) for name in ("Private_Clean", "Private_Dirty"))
    return total


def measure(number, folder):
    with Server(folder, workers="count = 2"):
        pass  # makes the database
    print(f"\n{number:,} mappings, made in {fill(folder / 'ke_wp_mapping.db', number):.0f} s, "
          f"{(folder / 'ke_wp_mapping.db').stat().st_size / 1e6:.0f} MB")
    with Server(folder, workers="count = 2") as server:
        total = server.get("/api/v1/mappings").json()["pagination"]["total"]
        deep = min(5000, total // 50)
        deeper = min(5000, total // 200)
        for query in ("page=1", f"page={deep}", "page=1&per_page=200", f"page={deeper}&per_page=200",
                      f"confidence_level=high&page={max(1, deep // 5)}", "ke_id=KE+12", "ke_id=KE+12,KE+13&page=9",
                      "pathway_id=WP10003", "since=2026-11-01", "sort=created_at&page=3", "sort=ke_id",
                      "sort=-approved_at"):
            p50, p99 = fresh(server, query)
            print(f"  fresh  {query:38} p50 {p50:8.1f} ms  p99 {p99:8.1f} ms")
        for query in ("page=1", f"page={deep}", f"page={deeper}&per_page=200"):
            print("  kept   {:38} p50 {:>8}  p99 {:>8}  {}/s, {} readers".format(
                query, *kept(f"{server.url}/api/v1/mappings?{query}"), READERS))
        stop = threading.Event()
        people = Person(server), Person(server, "admin")

        def commit():
            free = iter(pairs(server.data))
            while not stop.wait(1):
                ke_id, target_id = next(free)
                answer = people[0].propose(ke_id, target_id)
                if answer.status_code == 201:
                    people[1].decide(answer.json()["uuid"], "approve")

        curator = threading.Thread(target=commit)
        curator.start()
        print("  kept   {:38} p50 {:>8}  p99 {:>8}  {}/s, a commit every second".format(
            f"page={deep}", *kept(f"{server.url}/api/v1/mappings?page={deep}")))
        stop.set()
        curator.join()
        before, began, read = memory(server), time.monotonic(), 0
        with requests.get(f"{server.url}/api/v1/mappings?format=ndjson", headers={"Accept-Encoding": "identity"},
                          stream=True) as answer:
            for piece in answer.iter_content(1 << 20):
                read += len(piece)
        print(f"  NDJSON of {total:,} mappings: {read / 1e6:.0f} MB in {time.monotonic() - began:.1f} s; "
              f"private memory of the workers {before / 1000:.0f} MB before, {memory(server) / 1000:.0f} MB after")


def main():
    for number in [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-scale-"))
        try:
            measure(number, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
