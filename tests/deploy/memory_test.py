"""Four workers share one copy of model and matrices, and the whole service fits its limit of 1 GB at full size.

Part of `make test-deploy`. The model has BioBERT's shapes (fp32, 431 MB) and random weights.
"""

import concurrent.futures
import json
import time

import pytest
import requests

import full_size
from compose import USER
from kewp_server import Person
from container import Tunnel

LIMIT = 2**30
MOST_MORE = 0.25  # of the size of model and matrices, that three more workers may add
LOAD_S = 15
CLIENTS = 12
ENCODERS = 4  # of them send texts to the model
READ_MEMORY = """for p in /proc/[0-9]*; do
    case "$(readlink $p/exe)" in */kewp) echo "${p#/proc/} $(tr '\\0' ' ' < $p/comm) $(grep -E '^(Rss|Pss):' $p/smaps_rollup | tr -s ' ' | cut -d' ' -f2 | tr '\\n' ' ')";; esac
done"""
UNLIMITED = dict(api=0, lookup=0, general=0, submission=0)


@pytest.fixture(scope="module")
def full(new_project):
    project = new_project(demo=True, schedule='""', **UNLIMITED)
    size = full_size.make(project.data) + full_size.make_model(project.data / "published")
    project.give_to(USER)
    imported = project.run_kewp("model", "import", "/app/data/published", "--data", "/app/data", "--quiet")
    assert imported.returncode == 0, imported.stderr
    yield project, size
    project.down()


def processes(project):
    """Name, resident and proportional bytes of each process of the program."""
    rows = [line.split() for line in project.execute("bash", "-c", READ_MEMORY).stdout.splitlines()]
    return [(row[0], row[1], int(row[2]) * 1024, int(row[3]) * 1024) for row in rows]


def load(tunnel, events):
    """Suggestions from the whole of GO, and texts to encode, by several clients at once; the statuses of both."""
    end = time.monotonic() + LOAD_S

    def encoder(number):
        admin, statuses = Person(tunnel, "admin"), []
        while time.monotonic() < end:
            text = " ".join(full_size.WORDS[(number + len(statuses) + i) % len(full_size.WORDS)] for i in range(20))
            statuses.append(admin.post("/api/embed", {"texts": [f"{text} {i}" for i in range(4)]}).status_code)
        return statuses

    def client(number):
        session, statuses = requests.Session(), []
        while time.monotonic() < end:
            event = events[(number * 31 + len(statuses)) % len(events)]
            statuses.append(session.get(f"{tunnel.url}/suggest_go_terms/{event}", timeout=60).status_code)
        return statuses

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        encoders = [pool.submit(encoder, number) for number in range(ENCODERS)]
        clients = [pool.submit(client, number) for number in range(CLIENTS - ENCODERS)]
        return ([status for each in clients for status in each.result()],
                [status for each in encoders for status in each.result()])


def measure(project, workers):
    """Total proportional bytes after a load, with so many workers."""
    project.write_settings(demo=True, schedule='""', count=workers, **UNLIMITED)
    project.compose("up", "-d", "--no-build", "--force-recreate")
    events = [row["KElabel"] for row in json.loads((project.data / "ke_metadata.json").read_text())]
    with Tunnel(project) as tunnel:
        services = tunnel.get("/health").json()["services"]
        embeddings = services["embeddings"]
        assert services["model"]["loaded"], services["model"]
        assert not any(trouble["file"].startswith("go_bp") for trouble in embeddings["troubles"])
        statuses, encoded = load(tunnel, events)
        rows = processes(project)
        assert len(rows) >= workers + 1
    print(f"\n{workers} workers after {len(statuses)} suggestions and {encoded.count(200)} times 4 texts, MB:  resident  proportional")
    for pid, name, resident, proportional in rows:
        print(f"  {name:<20} {pid:>5} {resident / 1e6:15.0f} {proportional / 1e6:13.0f}")
    total = sum(row[3] for row in rows)
    print(f"  {'together':<26} {total / 1e6:29.0f}")
    assert set(statuses) == {200}
    # On a slow machine some texts wait too long for the model; they are told to come back.
    assert 200 in encoded and set(encoded) <= {200, 503}, set(encoded)
    state, limit = project.state(), project.inspect()
    assert not state["OOMKilled"]
    assert limit["RestartCount"] == 0, project.log()
    assert limit["HostConfig"]["Memory"] == LIMIT
    return total


def test_four_workers_share_the_matrices_within_1_gb(full):
    project, size = full
    one, four = measure(project, 1), measure(project, 4)
    print(f"model and matrices {size / 1e6:.0f} MB; three more workers add {(four - one) / 1e6:.0f} MB, "
          f"{(four - one) / size:.0%} of that")
    assert four - one < MOST_MORE * size
    assert four < LIMIT
