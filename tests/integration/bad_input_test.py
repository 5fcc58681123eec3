"""Bad input gets a clear error that names the thing; nothing breaks and nothing is lost."""

import pathlib
import socket
import subprocess
import time
import urllib.parse

import pytest
import requests

from kewp_server import KEWP, SOURCE, Person, Server, copy_of_demo_data, wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"),
                limits="header_timeout = 1\nbody_timeout = 1\nkeep_alive = 2") as running:
        yield running


def raw(server, data, patience=20):
    """Sends bytes as they are and returns what comes back until the server closes."""
    address = urllib.parse.urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=patience) as connection:
        connection.sendall(data)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer.decode("latin-1")


@pytest.mark.parametrize("request_bytes, status", [
    (b"NONSENSE\r\n\r\n", "400"),
    (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "505"),
    (b"GET / HTTP/1.1\r\n\r\n", "400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", "400"),
    (b"POST /proposals HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", "400"),
    (b"POST /proposals HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20000 + b"\r\n\r\n", "431"),
    (b"POST /proposals HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", "413"),
    (b"GET / HTTP/1.1\r\nHost: x\r\n", "408"),
    (b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nwho", "408"),
])
def test_malformed_or_slow_request_is_refused_and_the_connection_closed(server, request_bytes, status):
    answer = raw(server, request_bytes)
    assert answer.startswith(f"HTTP/1.1 {status}"), answer[:200]


def test_slow_clients_do_not_hold_the_server(server):
    address = urllib.parse.urlsplit(server.url)
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(200)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        before = time.monotonic()
        assert server.get("/livez").status_code == 200
        print(f"answered after {time.monotonic() - before:.3f} s beside 200 slow clients")
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("path, status, words", [
    ("/no/such/page", 404, ""),
    ("/api/v1/nothing", 404, ""),
    ("/ke/999999", 404, "KE 999999"),
    ("/ke/abc", 404, "abc"),
    ("/suggest_pathways/KE%20999999", 404, "KE 999999"),
    ("/suggest_pathways/rubbish", 400, "rubbish"),
    ("/search_pathways", 400, "q"),
    ("/search_go_terms?q=", 400, "q"),
    ("/api/v1/mappings?aop_id=12%20OR%201", 400, "AOP ID not found"),
    ("/api/v1/go-mappings?direction=up", 400, "direction"),
    ("/api/v1/mappings/none", 404, "Mapping not found: none"),
    ("/mappings/3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162", 404, "3f0c1b52"),
])
def test_unknown_or_malformed_things_are_named(server, path, status, words):
    answer = server.get(path)
    assert answer.status_code == status, answer.text
    assert words in answer.json()["error"]


@pytest.mark.parametrize("query, expected", [
    ("page=abc&per_page=0", (1, 1)), ("page=-3&per_page=9999", (1, 200)), ("page=2.0&per_page=abc", (1, 50)),
    ("page=99999999999999999999", (46116860184273878, 50)),
])
def test_paging_out_of_range_is_brought_into_range(server, query, expected):
    paging = server.get("/api/v1/mappings?" + query).json()["pagination"]
    assert paging["per_page"] == expected[1]
    assert paging["page"] == expected[0] or paging["page"] > 10**15


def test_proposal_with_wrong_fields_names_each(server):
    curator = Person(server)
    answer = curator.post("/proposals", {"resource": "wikipathways", "ke_id": "KE 999999", "target_id": "GO:0006915",
                                         "basis": "sure"})
    assert answer.status_code == 400
    assert {"ke_id", "target_id", "basis"} <= set(answer.json()["details"])


def test_taken_pair_is_refused_with_the_proposal_that_has_it(server):
    curator = Person(server)
    first = curator.propose("KE 188", "WP254")
    assert first.status_code in (201, 409), first.text
    second = curator.propose("KE 188", "WP254")
    assert second.status_code == 409
    assert "pending_proposal" in second.json()["details"] or "approved_mapping" in second.json()["details"]


def test_visitors_and_forged_requests_write_nothing(server):
    body = {"resource": "wikipathways", "ke_id": "KE 188", "target_id": "WP254"}
    assert requests.post(server.url + "/proposals", json=body, headers={"Origin": server.url}, timeout=30).status_code == 401
    curator = Person(server)
    no_token = curator.http.post(server.url + "/proposals", json=body, timeout=30)
    assert no_token.status_code == 403
    elsewhere = curator.http.post(server.url + "/proposals", json=body, timeout=30,
                                  headers={"X-CSRF-Token": curator.token, "Origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    assert curator.get("/api/admin/proposals").status_code == 403
    assert requests.get(server.url + "/api/admin/proposals", timeout=30).status_code == 401


def test_sign_in_does_not_lead_to_another_site(server):
    for target in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = requests.post(server.url + "/login/demo", data={"who": "curator", "next": target}, timeout=30,
                               headers={"Origin": server.url}, allow_redirects=False)
        assert answer.headers["Location"] == "/"


def test_requests_over_the_limit_get_429_over_all_workers(tmp_path):
    with Server(tmp_path, rates="api = 20\nsubmission = 0") as limited:
        answers = [limited.get("/api/v1/mappings") for _ in range(25)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 5
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].headers["Access-Control-Allow-Origin"] == "*"
        assert answers[0].headers["X-RateLimit-Remaining"] == "19"


def start_fails(folder, data, words, **options):
    server = Server(folder, data=data, **options)
    done = subprocess.run([KEWP, "serve", "--config", str(server.config)], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    for word in words:
        assert word in done.stderr + done.stdout, done.stderr + done.stdout
    return done


def test_broken_data_file_stops_the_start_and_is_named(tmp_path):
    data = copy_of_demo_data(tmp_path)
    (data / "pathway_metadata.json").write_text('[{"pathwayID": 5}]')
    start_fails(tmp_path, data, ["pathway_metadata.json"])


def test_broken_vectors_stop_the_start_and_are_named(tmp_path):
    data = copy_of_demo_data(tmp_path)
    (data / "pathway_embeddings.npz").write_bytes(b"PK\x03\x04 and no more")
    start_fails(tmp_path, data, ["pathway_embeddings.npz"])


def test_bad_configuration_stops_the_start_with_file_and_line(tmp_path):
    start_fails(tmp_path, SOURCE / "data" / "demo", ["kewp.toml:", "did you mean 'count'"], workers="cuont = 3")


def test_file_of_another_program_is_not_touched(tmp_path):
    server = Server(tmp_path)
    server.database.write_text("this is no database")
    done = subprocess.run([KEWP, "serve", "--config", str(server.config)], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "ke_wp_mapping.db" in done.stderr
    assert server.database.read_text() == "this is no database"


def test_missing_secret_in_production_is_one_line_that_names_it(tmp_path):
    config = tmp_path / "kewp.toml"
    config.write_text(f'data = "{tmp_path}"\ndatabase = "{tmp_path}/x.db"\n')
    done = subprocess.run([KEWP, "serve", "--config", str(config)], capture_output=True, text=True, timeout=60,
                          env={"PATH": "/usr/bin:/bin"})
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1 and "SECRET_KEY" in done.stderr


def test_check_reports_on_a_whole_and_on_a_damaged_installation(tmp_path):
    with Server(tmp_path, data=copy_of_demo_data(tmp_path)) as server:
        wait_for(lambda: list((server.folder / "backups").glob("*.db")), "the first backup")
    whole = subprocess.run([KEWP, "check", "--config", str(server.config)], capture_output=True, text=True, timeout=60)
    assert whole.returncode == 0, whole.stdout
    assert "0 problems" in whole.stdout and "mapping: " in whole.stdout and "1 backups in" in whole.stdout
    (server.data / "reactome_gene_annotations.json").write_text("{")
    pathlib.Path(server.database).write_bytes(b"SQLite format 3\0" + b"\0" * 84 + b"rubbish" * 100)
    damaged = subprocess.run([KEWP, "check", "--config", str(server.config)], capture_output=True, text=True, timeout=60)
    assert damaged.returncode != 0
    assert "reactome_gene_annotations.json" in damaged.stdout and "PROBLEM  database" in damaged.stdout
