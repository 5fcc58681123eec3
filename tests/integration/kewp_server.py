"""Starts a real `kewp serve` on a free port with a temporary folder, and talks to it as people do."""

import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import nginx
import postgres
import requests

SOURCE = pathlib.Path(__file__).resolve().parents[2]
KEWP = os.environ.get("KEWP", str(SOURCE / "build" / "release" / "kewp"))
SHARED_DATA = pathlib.Path(os.environ.get("KEWP_SHARED_DATA", str(SOURCE.parent / "shared" / "data")))
DEMO_DATA = SOURCE / "data" / "demo"
PATIENCE_S = 60  # how long a condition may take on a busy machine before the test gives up

CONFIG = """
demo = true
data = "{data}"
database = "{database}"
scoring_config = "{source}/data/demo/scoring_config.yaml"
[server]
host = "127.0.0.1"
port = 0
{server}
[workers]
{workers}
[limits]
{limits}
[rate_limits]
{rates}
[log]
{log}
{extra}
"""

# With 2, each server of a test is two nodes on one database, and each request goes to the next of them.
NODES = int(os.environ.get("KEWP_TEST_NODES", "1"))
SECRET_KEY = "0123456789abcdef" * 4

UNLIMITED = "api = 0\nlookup = 0\ngeneral = 0\nsubmission = 0"


def wait_for(condition, what, patience=PATIENCE_S):
    """The first true value of `condition()`; fails when none comes in time."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {patience} s in vain for {what}")


class Server:
    def __init__(self, folder, data=DEMO_DATA, workers="count = 4", limits="", rates=UNLIMITED, environment=None,
                 extra="", server="", log='format = "text"', database_url=None):
        self.folder = pathlib.Path(folder)
        self.data = pathlib.Path(data)
        self.database = self.folder / "ke_wp_mapping.db"
        self.database_name, self.database_url = None, database_url
        if postgres.on_postgresql() and not database_url:
            self.database_name = postgres.shared().create_database()
            self.database_url = postgres.shared().url(self.database_name)
        self.config = self.folder / "kewp.toml"
        self.log_file = self.folder / "server.log"
        self.environment = environment or {}
        self.other = self.nginx = None
        if self.database_name and NODES == 2:
            self.environment = {"SECRET_KEY": SECRET_KEY, **self.environment}
            (self.folder / "other").mkdir(exist_ok=True)
            self.nginx = nginx.Nginx(self.folder)
            self.other = Server(self.folder / "other", data, workers, limits, rates, self.environment, extra, server, log,
                                self.database_url)
        self.write_config(workers, limits, rates, extra, server, log)
        self.process = None
        self.url = None

    def write_config(self, workers="count = 4", limits="", rates=UNLIMITED, extra="", server="", log='format = "text"'):
        if self.database_url and "[backup]" not in extra:
            extra += "\n[backup]\n"
        if self.database_url and "folder =" not in extra:  # by default it is in the data folder, which is the sources' here
            extra = extra.replace("[backup]\n", f'[backup]\nfolder = "{self.folder}/backups"\n')
        self.config.write_text(CONFIG.format(data=self.data, database=self.database_url or self.database, source=SOURCE, workers=workers,
                                             limits=limits, rates=rates, extra=extra, server=server, log=log))

    def start(self):
        # A server of before may have been killed; only what this start writes counts.
        begin = self.log_file.stat().st_size if self.log_file.exists() else 0
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([KEWP, "serve", "--config", str(self.config)], stdout=log, stderr=log,
                                            env={**os.environ, **self.environment}, start_new_session=True)

        def listening():
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log()}")
            found = re.search(r"listening on (http://[0-9.:]+)", self.log()[begin:])
            return found and found[1]

        self.url = wait_for(listening, "the server's address in its log")
        wait_for(self.answers, "the first answer")
        if self.other:
            self.nginx.start([self.url, self.other.start().url])
            self.url = self.nginx.url
            wait_for(self.answers, "nginx")
        return self

    def keep_address(self):
        """Later starts listen where this one does, as those of a service manager."""
        port = self.url.rsplit(":", 1)[1]
        self.config.write_text(self.config.read_text().replace("port = 0", f"port = {port}"))

    def answers(self):
        try:
            return requests.get(self.url + "/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def stop(self):
        if self.other:
            self.nginx.stop()
            self.other.stop()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                raise

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def log(self):
        return self.log_file.read_text(errors="replace")

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=30, **options)

    def processes(self, role):
        """Process ids of those that are ready, by the shared page."""
        rows = self.get("/metrics").json()["processes"]
        return [row["pid"] for row in rows if row["role"] == role and row["state"] == "ready"]

    def workers(self):
        return self.processes("worker")

    def columns(self, table, without=()):
        """Names of a table's columns, as a statement lists them."""
        names = (f"SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' "
                 "ORDER BY ordinal_position" if self.database_name else f"SELECT name FROM pragma_table_info('{table}')")
        return ", ".join(name for (name,) in self.rows(names) if name not in without)

    def fill_from(self, other):
        """Before the first start: takes all that the other server's database holds."""
        if self.database_name:
            postgres.shared().load(self.database_name, other.stored_bytes())
            return
        with contextlib.closing(sqlite3.connect(other.database)) as source, \
                contextlib.closing(sqlite3.connect(self.database)) as target:
            source.backup(target)

    def rows(self, sql, *values):
        """Looks into the database as an outside reader."""
        if self.database_name:
            return postgres.shared().rows(self.database_name, filled_in(sql, values))
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def execute(self, sql, *values):
        """Changes the database as an outside program. Raises when it refuses."""
        if self.database_name:
            postgres.shared().sql(self.database_name, filled_in(sql, values))
            return
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            with connection:
                connection.execute(sql, values)
        finally:
            connection.close()

    def stored_bytes(self):
        """All that the database holds."""
        if self.database_name:
            return postgres.shared().dump(self.database_name)
        return self.database.read_bytes() + self.database.with_name(self.database.name + "-wal").read_bytes()

    def tables(self):
        if self.database_name:
            return [name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                                                  "AND tablename NOT IN ('kewp_schema', 'kewp_commit')")]
        return [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' "
                                              "AND name NOT LIKE 'sqlite_%'")]


def filled_in(sql, values):
    """The statement with its `?` places filled, for a program that takes text only."""
    parts = sql.split("?")
    quoted = ["'" + str(value).replace("'", "''") + "'" for value in values] + [""]
    return "".join(part + value for part, value in zip(parts, quoted))


class Person:
    """A browser's session, signed in to the demo."""

    def __init__(self, server, who="curator"):
        self.server = server
        self.http = requests.Session()
        self.http.headers["Origin"] = server.url
        answer = self.http.post(server.url + "/login/demo", data={"who": who, "next": "/"}, timeout=30,
                                allow_redirects=False)
        assert answer.status_code == 303, answer.text
        self.token = self.http.get(server.url + "/api/session", timeout=30).json()["csrf_token"]

    def post(self, path, body, **options):
        return self.http.post(self.server.url + path, json=body, headers={"X-CSRF-Token": self.token}, timeout=30,
                              **options)

    def get(self, path, **options):
        return self.http.get(self.server.url + path, timeout=30, **options)

    def propose(self, ke_id, target_id, resource="wikipathways", **fields):
        answers = dict(relationship="causative", basis="known", specificity="specific", coverage="complete")
        if resource == "go":
            answers = dict(connection_score=3, specificity_score=2, evidence_score=3)
        return self.post("/proposals", {"resource": resource, "ke_id": ke_id, "target_id": target_id, **answers, **fields})

    def decide(self, uuid, decision, version=1, reason=""):
        return self.post(f"/admin/proposals/{uuid}/decide",
                         {"decision": decision, "version": version, "reason": reason})


def seed():
    """For tests that draw lots: printed, and set by KEWP_SEED to repeat one."""
    value = int(os.environ.get("KEWP_SEED", random.SystemRandom().randrange(2**32)))
    print(f"KEWP_SEED={value}")
    return value


def copy_of_demo_data(folder):
    """A data folder that a test may change."""
    target = pathlib.Path(folder) / "data"
    shutil.copytree(DEMO_DATA, target, ignore=shutil.ignore_patterns("sources"))
    return target


def pairs(data, resource="wikipathways"):
    """Every (Key Event, target) of a data folder, in a fixed order."""
    events = [row["KElabel"] for row in json.loads((data / "ke_metadata.json").read_text())]
    targets = [row["pathwayID"] for row in json.loads((data / "pathway_metadata.json").read_text())]
    return [(event, target) for target in targets for event in events]
