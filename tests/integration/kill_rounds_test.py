"""200 times `kill -9` of a process under load: nothing acknowledged is lost and the service comes back."""

import os
import random
import signal
import statistics
import time

import requests

from kewp_server import Server, seed, wait_for
from load import BROKEN, Writers

ROUNDS = int(os.environ.get("KEWP_KILL_ROUNDS", "200"))
WORKERS = 4
WRITERS = 12
# Of the victims: workers die most often in real life, and their rounds are the quickest.
VICTIMS = ["worker"] * 6 + ["scheduler"] * 2 + ["supervisor"] * 2


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ready(server, role):
    try:
        return server.processes(role)
    except (*BROKEN, requests.Timeout):
        return []  # the process that was asked is the one that died


def kill_child(server, role, choose):
    """Kills one of a role and returns the seconds until all of that role are there again."""
    count = WORKERS if role == "worker" else 1
    before = wait_for(lambda: len(found := ready(server, role)) == count and found, f"every {role}")
    victim = choose(before)
    os.kill(victim, signal.SIGKILL)
    killed = time.monotonic()

    def replaced():
        now = ready(server, role)
        return len(now) == count and victim not in now

    wait_for(replaced, f"the new {role}")
    return time.monotonic() - killed


def kill_supervisor(server):
    """Kills it, sees its children end, and starts the service again as a service manager does."""
    children = wait_for(lambda: ready(server, "worker"), "a worker") + ready(server, "scheduler")
    server.process.kill()
    server.process.wait()
    killed = time.monotonic()
    wait_for(lambda: not any(alive(pid) for pid in children), "the end of the children", patience=5)
    gone = time.monotonic() - killed
    server.start()
    return gone, time.monotonic() - killed


def test_killed_processes_lose_nothing_acknowledged(tmp_path):
    lots = random.Random(seed())
    server = Server(tmp_path, workers=f"count = {WORKERS}", environment={"SECRET_KEY": "0123456789abcdef" * 4})
    seconds = {"worker": [], "scheduler": [], "supervisor": [], "children": []}
    with server:
        server.keep_address()
        scheduler, = wait_for(lambda: server.processes("scheduler"), "the scheduler")
        with open(f"/proc/{scheduler}/comm") as name:
            assert name.read().strip() == "kewp-scheduler"
        with Writers(server, WRITERS, may_lose_connection=True, pause=0.1) as writers:
            for number in range(ROUNDS):
                victim = lots.choice(VICTIMS)
                time.sleep(lots.uniform(0, 0.4))  # a random moment, not a wait for something
                lost = writers.lost
                if victim == "supervisor":
                    gone, back = kill_supervisor(server)
                    seconds["children"].append(gone)
                    seconds["supervisor"].append(back)
                else:
                    seconds[victim].append(kill_child(server, victim, lots.choice))
                    # Only what was in flight on the killed process fails: at most one request of each writer.
                    assert writers.lost - lost <= WRITERS, f"round {number}"
                assert not writers.problems, writers.problems[:3]
        writers.check()
        acknowledged = len(writers.acknowledged)
    print(f"{ROUNDS} rounds, {acknowledged} proposals acknowledged, {writers.lost} connections broken")
    for what, times in seconds.items():
        if times:
            print(f"{what}: {len(times)} times, after {statistics.median(times):.2f} s (median), "
                  f"{max(times):.2f} s (most)")
    assert acknowledged > 10 * ROUNDS
    assert max(seconds["worker"]) < 1.0
