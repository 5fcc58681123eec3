"""A server with a language model: texts that nobody stored are encoded, and nothing else waits for them."""

import functools
import http.server
import json
import shutil
import signal
import subprocess
import threading
import time

import numpy
import pytest
import requests

from kewp_server import DEMO_DATA, KEWP, SOURCE, Person, Server, wait_for

TINY = SOURCE / "tests" / "golden" / "tiny_uncased"


def run(*arguments):
    return subprocess.run([KEWP, *map(str, arguments)], check=True, capture_output=True, text=True, timeout=300).stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The demo's data with the tiny model and its vectors."""
    folder = tmp_path_factory.mktemp("model") / "data"
    shutil.copytree(DEMO_DATA, folder)
    for path in [*folder.glob("*.npz"), folder / "manifest.json"]:
        path.unlink()
    run("model", "import", TINY, "--data", folder, "--name", "made/tiny", "--quiet")
    run("precompute", "all", "--data", folder, "--quiet")
    return folder


@pytest.fixture(scope="module")
def server(data, tmp_path_factory):
    with Server(tmp_path_factory.mktemp("serve"), data=data) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server):
    return Person(server, "admin")


@pytest.fixture
def web_folder(tmp_path):
    """A folder that is served over HTTP, and its address."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("below", ["", "resolve/main"])
def test_a_model_is_fetched_from_its_address(web_folder, tmp_path_factory, below):
    served, address = web_folder
    shutil.copytree(TINY, served / "group" / "tiny" / below)
    data = tmp_path_factory.mktemp("fetched")
    out = run("model", "import", f"{address}/group/tiny", "--data", data, "--quiet")
    assert "group/tiny is installed" in out
    assert "revision" in run("model", "info", "--data", data)
    assert (data / "model" / "vocab.txt").read_bytes() == (TINY / "vocab.txt").read_bytes()


def test_an_address_with_only_a_pickle_is_refused_with_the_conversion(web_folder, tmp_path_factory):
    served, address = web_folder
    shutil.copytree(TINY, served / "tiny", ignore=shutil.ignore_patterns("*.safetensors"))
    done = subprocess.run([KEWP, "model", "import", f"{address}/tiny", "--data", tmp_path_factory.mktemp("none")],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "weights_only=True" in done.stderr and "kewp model import" in done.stderr


def test_health_and_metrics_name_the_model(server):
    model = server.get("/health").json()["services"]["model"]
    assert model["status"] == "healthy" and model["loaded"] and model["name"] == "made/tiny"
    assert server.get("/metrics").json()["model"]["revision"] == model["revision"]
    assert f'revision="{model["revision"]}"' in server.get("/metrics/prometheus").text


def test_an_administrator_gets_vectors_that_are_the_stored_ones(admin, data):
    pathway = json.loads((data / "reactome_pathway_metadata.json").read_text())
    identifier, name = next((key, entry["name"]) for key, entry in pathway.items() if "&" not in entry["name"])
    answer = admin.post("/api/embed", {"texts": ["liver injury", name]})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["model"] == "made/tiny" and body["dimensions"] == 24 and len(body["vectors"]) == 2
    assert admin.post("/api/embed", {"text": name}).json()["vectors"] == [body["vectors"][1]]
    with numpy.load(data / "reactome_pathway_name_embeddings.npz") as file:
        stored = file["matrix"][list(file["ids"]).index(identifier)]
    numpy.testing.assert_allclose(body["vectors"][1], stored, atol=1e-6)


@pytest.mark.parametrize("body", [{}, {"texts": []}, {"texts": ["a"] * 33}, {"texts": [1]}, {"text": 5}, []])
def test_what_is_no_list_of_texts_is_refused(admin, body):
    answer = admin.post("/api/embed", body)
    assert answer.status_code == 400 and "texts" in answer.text


def test_a_text_that_is_too_long_is_refused(admin):
    assert admin.post("/api/embed", {"text": "x" * 100_001}).status_code == 413


def test_only_administrators_may_encode(server):
    visitor = requests.post(server.url + "/api/embed", json={"text": "a"}, timeout=30)
    assert visitor.status_code in (401, 403)
    assert Person(server, "curator").post("/api/embed", {"text": "a"}).status_code == 403


def test_key_events_are_found_by_meaning(server):
    answer = server.get("/search", params={"q": "hepatocyte trouble"}).json()
    assert answer["semantic"] is True
    assert all("embedding_similarity" in hit for hit in answer["results"])


def test_targets_are_found_by_meaning_where_words_find_little(server, data):
    few = server.get("/search_reactome", params={"q": "hepatocyte trouble"}).json()
    assert few["semantic"] is True
    assert all(hit["relevance_score"] >= few["threshold"] for hit in few["results"])
    title = server.get("/search_reactome", params={"q": "signaling", "limit": 1}).json()
    assert len(title["results"]) == 1 and title["semantic"] is False, "words found as many as were asked for"
    always = server.get("/search_reactome", params={"q": "signaling", "limit": 1, "semantic": 1}).json()
    assert always["semantic"] is True and "embedding_similarity" in always["results"][0]
    assert server.get("/search_reactome", params={"q": "hepatocyte trouble", "semantic": 0}).json()["semantic"] is False


def test_the_metrics_count_texts_by_worker(server):
    server.get("/search", params={"q": "a text that nobody has asked for"})
    workers = [row for row in server.get("/metrics").json()["processes"] if row["role"] == "worker"]
    assert all(set(row["texts"]) == {"encoded", "cached", "refused"} for row in workers)
    wait_for(lambda: any(row["texts"]["encoded"] for row in server.get("/metrics").json()["processes"]
                         if row["role"] == "worker"), "a count of encoded texts")
    assert 'kewp_encoder_texts_total{pid="' in server.get("/metrics/prometheus").text


def test_a_busy_model_delays_no_other_request(server):
    stop = threading.Event()

    def encode(number):
        admin = Person(server, "admin")
        count = 0
        while not stop.is_set():
            count += 1
            admin.post("/api/embed", {"texts": [f"{number} {count} {i} " + "liver cell " * 20 for i in range(32)]})

    threads = [threading.Thread(target=encode, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    try:
        slowest = 0.0
        for _ in range(100):
            before = time.monotonic()
            assert server.get("/suggest_pathways/KE%2055").status_code == 200
            slowest = max(slowest, time.monotonic() - before)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert slowest < 1.0, f"a request waited {slowest:.2f} s"


def test_vectors_of_another_model_are_not_compared(data, tmp_path):
    other = tmp_path / "data"
    shutil.copytree(data, other)
    run("model", "import", SOURCE / "tests" / "golden" / "tiny_cased", "--data", other, "--quiet")
    with Server(tmp_path, data=other, workers="count = 1") as server:
        model = server.get("/health").json()["services"]["model"]
        assert model["status"] == "degraded" and "precompute all" in model["message"]
        assert server.get("/search", params={"q": "hepatocyte trouble"}).json()["semantic"] is False


def without_row(path, identifier):
    with numpy.load(path) as file:
        ids, matrix = file["ids"], file["matrix"]
    numpy.savez(path, ids=ids[ids != identifier], matrix=matrix[ids != identifier])


def test_a_key_event_without_vectors_is_encoded_when_it_is_asked_for(server, data, tmp_path):
    newer = tmp_path / "data"
    shutil.copytree(data, newer)
    for name in ("title_only", "with_desc"):
        without_row(newer / f"ke_embeddings_{name}.npz", "KE 55")
    (newer / "ke_embeddings.npz").unlink()
    with Server(tmp_path, data=newer, workers="count = 1") as other:
        for route in ("/suggest_pathways/KE%2055", "/suggest_go_terms/KE%2055", "/suggest_reactome/KE%2055"):
            stored, fresh = server.get(route).json(), other.get(route).json()
            assert fresh["ranking_mode"] == "fused", fresh["warnings"]
            key = "combined_suggestions" if "combined_suggestions" in stored else "suggestions"
            assert [one["hybrid_score"] for one in fresh[key]] == pytest.approx(
                [one["hybrid_score"] for one in stored[key]], abs=0.03)  # neighbours in a ranking may change places
    (newer / "model").rename(tmp_path / "away")
    with Server(tmp_path, data=newer, workers="count = 1") as other:
        assert other.get("/suggest_pathways/KE%2055").json()["ranking_mode"] == "degraded"


def test_a_damaged_model_stops_the_start_by_name(data, tmp_path):
    other = tmp_path / "data"
    shutil.copytree(data, other)
    weights = other / "model" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-3])
    server = Server(tmp_path, data=other)
    done = subprocess.run([KEWP, "serve", "--config", str(server.config)], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "model.safetensors" in done.stderr + done.stdout and "cut short" in done.stderr + done.stdout


def test_a_model_arrives_with_a_reload(data, tmp_path):
    without = tmp_path / "data"
    shutil.copytree(data, without)
    shutil.move(without / "model", tmp_path / "kept")
    with Server(tmp_path, data=without, workers="count = 1") as server:
        assert server.get("/health").json()["services"]["model"]["loaded"] is False
        assert Person(server, "admin").post("/api/embed", {"text": "a"}).status_code == 503
        shutil.move(tmp_path / "kept", without / "model")
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.get("/health").json()["services"]["model"]["loaded"], "the model")
