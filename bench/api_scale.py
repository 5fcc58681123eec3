#!/usr/bin/env python3
"""What a page of the public API costs when there are very many mappings, and how that grows.

Fills a database of our own schema with 10,000, 100,000 and 1,000,000 WikiPathways mappings made over ten years, and measures
 - fresh: milliseconds of one question at a time whose answer is not kept (p50, p99, and processor time of the server, which
   does not depend on what else the machine does), for pages, filters and sort keys;
 - kept: 100 readers that ask for the same page as fast as they can (wrk), alone and while a curator changes something
   every second, so that every answer is made anew each time;
 - NDJSON of the whole set: time, bytes, and what it adds to the memory of the worker.

With --postgresql the same rows are copied to a PostgreSQL server of their own (`kewp migrate --to`) and asked for there, and
the backup is timed beside pg_dump.

    bench/api_scale.py [--postgresql] [mappings …]
"""

import argparse
import os
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
import postgres  # noqa: E402
from kewp_server import KEWP, Person, Server, pairs  # noqa: E402

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
    connection.execute("PRAGMA cache_size = -400000")
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
    # Counting row by row would take minutes: the triggers are made again afterwards, and what they keep is counted at once.
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'mapping'").fetchall()
    with connection:
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.executemany(f"INSERT INTO mapping VALUES ({', '.join('?' * len(names))})", rows())
        connection.execute("DELETE FROM mapping_month")
        connection.execute("INSERT INTO mapping_month SELECT resource, substr(created_at, 1, 7), confidence, "
                           "coalesce(go_direction, ''), count(*) FROM mapping WHERE withdrawn_at IS NULL GROUP BY 1, 2, 3, 4")
        for _, sql in triggers:
            connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return time.monotonic() - began


def processor_ms(server):
    """User and system time of the workers so far."""
    ticks = 0
    for pid in server.workers():
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def fresh(server, query):
    session, times, spent = requests.Session(), [], processor_ms(server)
    for i in range(QUESTIONS):
        began = time.perf_counter()
        answer = session.get(f"{server.url}/api/v1/mappings?{query}&fresh={i}", headers={"Accept-Encoding": "gzip"})
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200 and answer.json()["data"] is not None, answer.text[:200]
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99) - 1], (processor_ms(server) - spent) / QUESTIONS


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


def ask(server):
    total = server.get("/api/v1/mappings").json()["pagination"]["total"]
    deep = min(5000, total // 50)
    deeper = min(5000, total // 200)
    for query in ("page=1", f"page={deep}", "page=1&per_page=200", f"page={deeper}&per_page=200",
                  f"confidence_level=high&page={max(1, deep // 5)}", "ke_id=KE+12", "ke_id=KE+12,KE+13&page=9",
                  "pathway_id=WP10003", "since=2026-11-01", "sort=created_at&page=3", "sort=ke_id",
                  "sort=-updated_at&page=9", "sort=-confidence_level"):
        p50, p99, spent = fresh(server, query)
        print(f"  fresh  {query:38} p50 {p50:8.1f} ms  p99 {p99:8.1f} ms  processor {spent:7.1f} ms")
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


def timed(*command, **options):
    """Seconds that a program took, and what it said."""
    began = time.monotonic()
    done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **options)
    return time.monotonic() - began, done.stdout


def on_sqlite(number, folder):
    """Leaves the database in the folder."""
    with Server(folder, workers="count = 2"):
        pass  # makes the database
    seconds = fill(folder / "ke_wp_mapping.db", number)
    print(f"\n{number:,} mappings, made in {seconds:.0f} s, {(folder / 'ke_wp_mapping.db').stat().st_size / 1e6:.0f} MB")
    with Server(folder, workers="count = 2") as server:
        ask(server)


def on_postgresql(folder):
    inner = folder / "postgresql"
    inner.mkdir()
    with tempfile.TemporaryDirectory(prefix="kewp-scale-pg-") as data:
        os.chmod(data, 0o755)
        database = postgres.PostgresServer(pathlib.Path(data) / "server").start()
        try:
            database.sql("postgres", "CREATE DATABASE kewp")
            node = Server(inner, workers="count = 2", extra='[backup]\nschedule = ""\n', database_url=database.url("kewp"))
            seconds, _ = timed(KEWP, "migrate", folder / "ke_wp_mapping.db", "--to", database.url("kewp"), "--config",
                               node.config)
            size = database.rows("kewp", "SELECT pg_database_size('kewp')")[0][0]
            print(f" PostgreSQL: copied to it and compared in {seconds:.0f} s, {size / 1e6:.0f} MB")
            with node:
                ask(node)
            ours, _ = timed(KEWP, "backup", "now", "--config", node.config)
            theirs, _ = timed(postgres.programs() / "pg_dump", "-Fc", "-h", database.folder, "-p", database.port, "-U", "kewp",
                              "-f", inner / "dump", "kewp")
            print(f"  backup, each row compared, {ours:.1f} s; pg_dump {theirs:.1f} s; ratio {ours / theirs:.1f}")
        finally:
            database.stop()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--postgresql", action="store_true")
    arguments.add_argument("mappings", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    asked = arguments.parse_args()
    for number in asked.mappings:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-scale-"))
        try:
            on_sqlite(number, folder)
            if asked.postgresql:
                on_postgresql(folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
