"""Load on a server from many threads, which keep what they were promised."""

import itertools
import threading
import time

import requests

from kewp_server import Person, pairs

# What a client sees when the process that has its connection dies.
BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class Load:
    """Threads that ask a server for something until told to stop."""

    def __init__(self, server, work, arguments):
        self.server = server
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.problems = []
        self.threads = [threading.Thread(target=work, args=(argument,)) for argument in arguments]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


class Writers(Load):
    """Threads that submit proposals for pairs of their own until told to stop, and keep what was acknowledged.

    `pause` seconds lie between two proposals of a thread.
    """

    def __init__(self, server, count, may_lose_connection=False, pause=0):
        super().__init__(server, self.write, [Person(server) for _ in range(count)])
        self.may_lose_connection = may_lose_connection
        self.pause = pause
        self.pairs = iter(pairs(server.data))
        self.acknowledged = []
        self.lost = 0

    def write(self, person):
        while not self.stop.is_set():
            with self.lock:
                ke_id, target_id = next(self.pairs)
            try:
                answer = person.propose(ke_id, target_id)
            except BROKEN as error:
                with self.lock:
                    self.lost += 1
                    if not self.may_lose_connection:
                        self.problems.append(str(error))
                self.stop.wait(self.pause)
                continue
            with self.lock:
                if answer.status_code == 201:
                    self.acknowledged.append(answer.json()["uuid"])
                elif answer.status_code != 409:  # seeded pairs are taken
                    self.problems.append(f"{answer.status_code} {answer.text}")
            self.stop.wait(self.pause)

    def check(self):
        assert not self.problems, self.problems[:3]
        stored = {uuid for (uuid,) in self.server.rows("SELECT uuid FROM proposal")}
        missing = [uuid for uuid in self.acknowledged if uuid not in stored]
        assert not missing, f"{len(missing)} acknowledged proposals are gone"
        if not self.server.database_name:
            assert self.server.rows("PRAGMA integrity_check") == [("ok",)]


class Readers(Load):
    """Threads that read without pause; every answer must be 200."""

    PATHS = ["/api/v1/mappings", "/livez", "/suggest_pathways/KE%20188", "/ke/188", "/api/v1/go-mappings?per_page=3"]

    def __init__(self, server, count=8):
        super().__init__(server, self.read, range(count))
        self.answers = 0
        self.started = time.monotonic()

    def read(self, number):
        session = requests.Session()
        for path in itertools.cycle(self.PATHS[number % 5:] + self.PATHS[:number % 5]):
            if self.stop.is_set():
                return
            try:
                status = session.get(self.server.url + path, timeout=30).status_code
            except requests.RequestException as error:
                status = str(error)
            with self.lock:
                self.answers += 1
                if status != 200:
                    self.problems.append(f"{path}: {status}")

    def rate(self):
        """Answers per second so far."""
        return self.answers / (time.monotonic() - self.started)
