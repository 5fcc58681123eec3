#!/usr/bin/env python3
"""Memory and time of a worker that makes files of very many mappings, against a limit.

For each format: seconds for the first download (the file is made) and the second (it is kept), its size, and how much the
worker's resident memory grew at most, beside what is allowed whatever the number of mappings. Ends with 1 when one is over.

    bench/exports.py [mappings, 200000 unless told]
"""

import pathlib
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(SOURCE / "tests" / "integration"), str(SOURCE / "tests" / "conformance" / "clients")]
from kewp_server import SHARED_DATA, Server  # noqa: E402
import mapping_rows  # noqa: E402
from real_data import real_data  # noqa: E402

import requests  # noqa: E402

LIMIT_MIB = 48  # buffers, SQLite's cache, the compressor's window: nothing that grows with the data
PATHS = ["/exports/gmt/ke-wp", "/exports/gmt/ke-wp-centric", "/exports/gmt/ke-go", "/exports/rdf/ke-reactome"]


def status(pid, name):
    """MiB of a line of the process's status."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    raise KeyError(name)


def download(url):
    """Bytes and seconds; nothing is kept here either."""
    began, size = time.monotonic(), 0
    with requests.get(url, stream=True, timeout=600, headers={"Accept-Encoding": "identity"}) as answer:
        assert answer.status_code == 200, answer.text
        for piece in answer.iter_content(1 << 20):
            size += len(piece)
    return size, time.monotonic() - began


def measure(server, pid, path):
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak counts from now on
    before = status(pid, "VmRSS")
    size, first = download(server.url + path)
    grown = max(0.0, status(pid, "VmHWM") - before)
    again_size, again = download(server.url + path)
    assert again_size == size
    ratio = grown / LIMIT_MIB
    print(f"{path:28} {size / 2**20:8.1f} MiB  made in {first:6.2f} s  kept {again:5.2f} s  "
          f"memory +{grown:5.1f} MiB  {ratio:4.2f} of {LIMIT_MIB} MiB", flush=True)
    return ratio


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(dir=SOURCE / "build") as folder:
        folder = pathlib.Path(folder)
        if not SHARED_DATA.is_dir():
            sys.exit(f"{SHARED_DATA}: the real reference data are needed for so many pairs")
        server = Server(folder, data=real_data(folder / "data"), workers="count = 1")
        with server:
            pass  # makes the database
        mapping_rows.insert(server.database, mapping_rows.rows(server.data, count))
        with server:
            (pid,) = server.workers()
            formats = server.get("/export/formats").json()["available_formats"]
            server.get("/api/v1/mappings")  # what every worker loads once
            print(f"{count} mappings, worker {status(pid, 'VmRSS'):.0f} MiB")
            ratios = [measure(server, pid, path) for path in PATHS + [f"/export/{name}" for name in formats]]
    print(f"highest: {max(ratios):.2f} of the limit")
    return max(ratios) > 1


if __name__ == "__main__":
    sys.exit(main())
