#!/usr/bin/env python3
"""Requests a second for a kept API list: kewp beside nginx serving the same bytes, in turn, in one run: as JSON, as CSV,
and for clients that have it already (304).

Both write an access log, both have as many processes, both answer the same load: wrk with 64 connections on
loopback. Prints the ratio kewp / nginx of each pair and the median; the aim is 0.7.

    bench/http_vs_nginx.py [seconds for each measurement]
"""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "tests" / "integration"))
from kewp_server import Person, Server, pairs, wait_for  # noqa: E402

import requests  # noqa: E402

PAIRS = 5
BODY_BYTES = 20_000
WORKERS = 2
NGINX_CONF = """
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 1000000;
  default_type application/json;
  open_file_cache max=10;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rate(url, seconds, headers):
    asked = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    out = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}s", *asked, url], capture_output=True, text=True,
                         check=True).stdout
    assert "Non-2xx" not in out and "Socket errors" not in out, out
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def compare(name, ours, theirs, seconds, bytes_of_body):
    """`ours` and `theirs`: address and headers."""
    ratios = []
    for _ in range(PAIRS):
        mine, peer = rate(ours[0], seconds, ours[1]), rate(theirs[0], seconds, theirs[1])
        ratios.append(mine / peer)
        print(f"{name}: kewp {mine:9.0f}/s   nginx {peer:9.0f}/s   ratio {mine / peer:.2f}")
    print(f"{name}: {bytes_of_body} bytes, {WORKERS} processes each, {os.cpu_count()} cores: "
          f"median ratio {statistics.median(ratios):.2f} (aim 0.7)")


def grow(server, path):
    """Approves mappings until the list is as long as a usual page; returns its bytes."""
    curator, admin = Person(server), Person(server, "admin")
    for ke_id, target_id in pairs(server.data):
        body = server.get(path).content
        if len(body) >= BODY_BYTES:
            return body
        proposed = curator.propose(ke_id, target_id)
        if proposed.status_code == 201:
            admin.decide(proposed.json()["uuid"], "approve")
    raise AssertionError("the demo set has too few pairs")


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-bench-"))
    folder.chmod(0o755)  # nginx gives up root's rights
    port = free_port()
    try:
        with Server(folder, workers=f"count = {WORKERS}") as server:
            path = "/api/v1/mappings?per_page=200"
            body = grow(server, path)
            table = server.get(path + "&format=csv").content
            (folder / "www").mkdir()
            (folder / "www" / "list.json").write_bytes(body)
            (folder / "www" / "list.csv").write_bytes(table)
            (folder / "nginx.conf").write_text(NGINX_CONF.format(folder=folder, port=port, workers=WORKERS))
            nginx = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
            peer = f"http://127.0.0.1:{port}/list"

            def answers():
                try:
                    return requests.get(peer + ".json", timeout=5).content == body
                except requests.ConnectionError:
                    return False

            def condition(url):
                """What makes both answer 304."""
                headers = {"If-None-Match": requests.get(url, headers={"Accept-Encoding": "identity"}).headers["ETag"]}
                assert requests.get(url, headers={**headers, "Accept-Encoding": "identity"}).status_code == 304
                return headers

            try:
                wait_for(answers, "nginx")
                ours = server.url + path
                compare("JSON", (ours, {}), (peer + ".json", {}), seconds, len(body))
                compare("CSV", (ours + "&format=csv", {}), (peer + ".csv", {}), seconds, len(table))
                compare("304", (ours, condition(ours)), (peer + ".json", condition(peer + ".json")), seconds, 0)
            finally:
                nginx.terminate()
                nginx.wait()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
