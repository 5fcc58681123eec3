#!/usr/bin/env python3
"""Time in the server of the suggestions for every Key Event, made ahead and made when asked for.

Starts a server on a data folder, says how long the first answer and all lists took, asks for the three lists of every
Key Event as a browser does (keep-alive, gzip), first with `explain=1`, which is made when asked for, then without
parameters, and reads the server's own measurements (`/metrics`, buckets of half a doubling: a figure is an upper bound).
`times_within_limit` is 1 ms over the p99 of the lists made ahead.

    bench/suggestions.py [data folder, default the demo set] [--biobert]

`--biobert` puts made-up vectors of BioBERT's size in place of the stored ones (768 columns, all near one direction, so
that hubs have to be learnt): a copy in a temporary folder.
"""

import argparse
import http.client
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(SOURCE / "tests" / "integration"), str(SOURCE / "tests" / "deploy")]
from kewp_server import Server, wait_for  # noqa: E402

ROUTES = ("suggest_pathways", "suggest_go_terms", "suggest_reactome")
LIMIT_MS = 1.0
COLUMNS = 768
COMMON = 0.9  # part of every vector that is the same: as crowded as BioBERT's


def with_biobert_sizes(data, target):
    import numpy
    from full_size import write_npz
    target.mkdir()
    generator = numpy.random.default_rng(1)
    common = generator.standard_normal(COLUMNS, dtype=numpy.float32)
    common /= numpy.linalg.norm(common)
    for file in data.iterdir():
        if file.suffix == ".json" and file.name not in ("manifest.json", "embedding_texts.json"):
            shutil.copy(file, target)
        elif file.suffix == ".npz":
            ids = [str(one) for one in numpy.load(file)["ids"]]
            rows = generator.standard_normal((len(ids), COLUMNS), dtype=numpy.float32)
            rows = COMMON * common + (1 - COMMON**2)**0.5 * rows / numpy.linalg.norm(rows, axis=1, keepdims=True)
            write_npz(target / file.name, ids, (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype("float32"))
    return target


def ask_all(server, events, query):
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    for route in ROUTES:
        for event in events:
            connection.request("GET", f"/{route}/{event}{query}", headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (route, event, answer.status)


def measured(server):
    return {row["route"].split("/")[1]: row for row in server.get("/metrics").json()["routes"]
            if row["route"].split("/")[1] in ROUTES}


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(data, query, what, events):
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with Server(folder, data=data) as server:
            first = time.perf_counter() - began
            print(f"first answer after {first:.2f} s ({processor_seconds(server.process.pid):.2f} s of processor time)")
            wait_for(lambda: (found := server.get("/health").json()["services"]["suggestions"])["ready"] == found["wanted"],
                     "all lists", patience=600)
            print(f"all lists after {time.perf_counter() - began:.1f} s")
            prepared = server.get("/metrics").json()
            print(f"{prepared['prepared_suggestions']['bytes'] / 2**20:.1f} MiB of lists, "
                  f"{prepared['memory_pss_bytes'] / 2**20:.0f} MiB for the whole service")
            ask_all(server, events, query)
            for route, row in measured(server).items():
                print(f"{route:18} {what:14} p50 {row['p50_ms']:7.3f} ms  p99 {row['p99_ms']:7.3f} ms  "
                      f"times_within_limit {LIMIT_MS / row['p99_ms']:.1f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", nargs="?", type=pathlib.Path, default=SOURCE / "data" / "demo")
    arguments.add_argument("--biobert", action="store_true")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = with_biobert_sizes(wanted.data, pathlib.Path(folder) / "data") if wanted.biobert else wanted.data
        events = [row["KElabel"].split()[-1] for row in json.loads((data / "ke_metadata.json").read_text())]
        run(data, "?explain=1", "made when asked", events)
        run(data, "", "made ahead", events)


if __name__ == "__main__":
    main()
