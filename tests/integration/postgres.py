"""A PostgreSQL server of Debian's packages in a temporary folder, started as a user that is not root."""

import atexit
import glob
import itertools
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PATIENCE_S = 60


def programs():
    """The newest version's folder of programs, or None."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    return pathlib.Path(found[-1]).parent if found else None


MISSING = None if programs() else "PostgreSQL is not installed (scripts/setup --test installs it)"


def free_port(host="127.0.0.1"):
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def as_other_user(command):
    """PostgreSQL refuses to run as root. The server ends with this program."""
    words = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        words += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    return [*words, "--", *map(str, command)]


class PostgresServer:
    """One server: a new one, or (`of`) a streaming standby of another."""

    def __init__(self, folder, host="127.0.0.1", port=None, options=(), of=None, name="kewp", namespace=None):
        self.folder = pathlib.Path(folder)
        self.prefix = ["ip", "netns", "exec", namespace] if namespace else []
        self.data = self.folder / "data"
        self.host, self.port = host, port or free_port(host)
        self.options = list(options)
        self.name = name
        self.log_file = self.folder / "log"
        self.process = None
        self.numbers = itertools.count(1)
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.data_of(of) if of else self.new_data()

    def run(self, program, *arguments):
        done = subprocess.run([*self.prefix, *as_other_user([programs() / program, *arguments])], cwd="/", text=True,
                              capture_output=True, timeout=PATIENCE_S)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def new_data(self):
        self.run("initdb", "-D", self.data, "-U", "kewp", "--auth=trust", "--no-sync", "-E", "UTF8",
                 "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
        with open(self.data / "pg_hba.conf", "a") as rules:
            rules.write("host all all 0.0.0.0/0 trust\nhost replication all 0.0.0.0/0 trust\n")

    def data_of(self, primary):
        self.run("pg_basebackup", "-D", self.data, "-R", "-c", "fast", "--no-sync", "-d",
                 f"host={primary.folder} port={primary.port} user=kewp application_name={self.name}")

    def start(self):
        options = [word for option in self.options for word in ("-c", option)]
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                self.prefix + as_other_user([programs() / "postgres", "-D", self.data, "-p", self.port, "-k", self.folder,
                               "-c", f"listen_addresses={self.host}", *options]), cwd="/", stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_S
        while subprocess.run([programs() / "pg_isready", "-q", "-h", self.folder, "-p", str(self.port)],
                             check=False).returncode != 0:
            assert self.process.poll() is None and time.monotonic() < deadline, self.log_file.read_text()
            time.sleep(0.02)
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """As a machine that dies: the server and all its processes at once, with no goodbye."""
        pids = [self.process.pid]
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [*pids, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def promote(self):
        self.run("pg_ctl", "promote", "-D", self.data, "-w")

    def create_database(self):
        name = f"test{next(self.numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return name

    def url(self, database):
        """By its socket in the file system: connections over TCP may take the port of a server that is just restarted."""
        return f"postgresql://kewp@/{database}?host={self.folder}&port={self.port}"

    def sql(self, database, statement):
        done = subprocess.run([programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                               "-p", str(self.port), "-U", "kewp", "-d", database, "-c", statement],
                              capture_output=True, text=True, timeout=PATIENCE_S)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def dump(self, database):
        return subprocess.run([programs() / "pg_dump", "-h", self.folder, "-p", str(self.port), "-U", "kewp", database],
                              capture_output=True, timeout=PATIENCE_S, check=True).stdout

    def load(self, database, dump):
        subprocess.run([programs() / "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.port),
                        "-U", "kewp", "-d", database], input=dump, capture_output=True, timeout=PATIENCE_S, check=True)

    def rows(self, database, statement):
        """As sqlite3 would give them: a list of tuples."""
        text = self.sql(database, f"SELECT json_agg(to_json(found)) FROM ({statement}) AS found").strip()
        return [tuple(row.values()) for row in json.loads(text)] if text else []


def on_postgresql():
    """True when the tests of this run are to use PostgreSQL."""
    return os.environ.get("KEWP_TEST_DATABASE") == "postgresql"


_shared = None


def shared():
    """One server for all tests of a run."""
    global _shared
    if _shared is None:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-pg-"))
        folder.chmod(0o755)
        _shared = PostgresServer(folder / "server", options=["fsync=off", "max_connections=300"]).start()

        def end():
            _shared.stop()
            shutil.rmtree(folder, ignore_errors=True)

        atexit.register(end)
    return _shared
