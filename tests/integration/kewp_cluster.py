"""Two nodes behind nginx, a PostgreSQL primary and a streaming standby that confirms every commit.

As root the databases live in a network namespace, and each node reaches them by a network of its own that can be cut.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

import nginx
import postgres
import requests
from kewp_server import DEMO_DATA, Server, wait_for

MISSING = postgres.MISSING or nginx.MISSING


def why_no_networks():
    """None where networks can be made: by root, unless a container takes that right away."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        return "networks that can be cut need root and iproute2"
    name = f"kewp-try-{os.getpid()}"
    for words in (("netns", "add", name), ("link", "add", name[-15:], "type", "bridge")):
        made = subprocess.run(["ip", *words], check=False, capture_output=True, text=True)
        if made.returncode != 0:
            break
    subprocess.run(["ip", "link", "del", name[-15:]], check=False, capture_output=True)
    subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)
    return f"networks that can be cut cannot be made here: {made.stderr.strip()}" if made.returncode != 0 else None


NO_NETWORKS = why_no_networks()


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Networks:
    """A namespace for the databases and, for each node, a network that leads there."""

    def __init__(self, count):
        self.name = f"kewp{os.getpid() % 100000}"
        self.bridges = []
        ip("netns", "add", self.name)
        ip("-n", self.name, "link", "set", "lo", "up")
        for number in range(count):
            bridge, outside, inside = (f"{kind}{os.getpid() % 100000}x{number}" for kind in ("kb", "ko", "ki"))
            ip("link", "add", bridge, "type", "bridge")
            self.bridges.append((bridge, outside))
            ip("addr", "add", f"10.213.{number + 8}.254/24", "dev", bridge)
            ip("link", "set", bridge, "up")
            ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", self.name)
            ip("link", "set", outside, "master", bridge, "up")
            ip("-n", self.name, "addr", "add", f"{self.address(number)}/24", "dev", inside)
            ip("-n", self.name, "link", "set", inside, "up")

    @staticmethod
    def address(number):
        return f"10.213.{number + 8}.1"

    def cut(self, number):
        """Packets vanish in both directions; nobody is told."""
        ip("link", "set", self.bridges[number][1], "nomaster")

    def mend(self, number):
        ip("link", "set", self.bridges[number][1], "master", self.bridges[number][0])

    def remove(self):
        for bridge, _ in self.bridges:
            subprocess.run(["ip", "link", "del", bridge], check=False, capture_output=True)
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)


class Node(Server):
    def __init__(self, cluster, number):
        folder = cluster.folder / f"node{number}"
        folder.mkdir()
        super().__init__(folder, workers=f"count = 2\nthreads = {cluster.threads}",
                         extra=f'[backup]\nschedule = "{cluster.schedule}"\n',
                         environment={"SECRET_KEY": "0123456789abcdef" * 4}, database_url=cluster.url_for(number))
        self.cluster = cluster

    def rows(self, sql, *values):
        return self.cluster.rows(sql)

    def ready(self, timeout=5):
        """The status of /readyz; 0 when there is no answer in time."""
        try:
            return requests.get(self.url + "/readyz", timeout=timeout).status_code
        except requests.RequestException:
            return 0


class Cluster:
    """Enter it, and everything runs."""

    def __init__(self, folder, with_networks=False, nodes=2, standby=True, threads=4, data=DEMO_DATA, schedule=""):
        self.folder = pathlib.Path(folder)
        # The databases run as another user, who may not enter the folders of a test.
        self.servers_folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-pg-"))
        self.servers_folder.chmod(0o755)
        self.data = data
        self.threads = threads
        self.schedule = schedule
        self.nginx = nginx.Nginx(self.folder)
        self.url_of_nginx = self.nginx.url
        self.networks = Networks(nodes) if with_networks else None
        self.node_count, self.with_standby = nodes, standby
        self.nodes, self.database_name, self.standby = [], "kewp", None

    def url_for(self, number):
        """The database as node `number` reaches it: the one of both servers that is the primary."""
        host = self.networks.address(number) if self.networks else "127.0.0.1"
        ports = [self.primary.port] + ([self.standby.port] if self.standby else [])
        hosts = ",".join(f"{host}:{port}" for port in ports)
        return f"postgresql://kewp@{hosts}/{self.database_name}?connect_timeout=3"

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_):
        self.stop()

    def start(self):
        where = {"host": "*" if self.networks else "127.0.0.1"}
        if self.networks:
            where["namespace"] = self.networks.name
        ports = iter([self.free_port(), self.free_port()])
        self.primary = postgres.PostgresServer(self.servers_folder / "primary", port=next(ports), **where,
                                               options=["max_connections=200"])
        self.primary.start()
        self.primary.sql("postgres", f"CREATE DATABASE {self.database_name}")
        if self.with_standby:
            self.standby = postgres.PostgresServer(self.servers_folder / "standby", port=next(ports), of=self.primary,
                                                   name="standby", **where, options=["max_connections=200"])
            self.standby.start()
            self.primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            self.primary.sql("postgres", "SELECT pg_reload_conf()")
            wait_for(lambda: self.primary.rows("postgres", "SELECT 1 FROM pg_stat_replication "
                                                           "WHERE sync_state = 'sync'"), "the standby")
        for number in range(self.node_count):
            self.nodes.append(Node(self, number).start())
            self.nodes[-1].keep_address()
        self.nginx.start([node.url for node in self.nodes])
        wait_for(self.answers, "nginx")
        return self

    @staticmethod
    def free_port():
        return postgres.free_port("0.0.0.0")

    def answers(self):
        try:
            return requests.get(self.url_of_nginx + "/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def stop(self):
        self.nginx.stop()
        for node in self.nodes:
            node.stop()
        for server in (self.standby, getattr(self, "primary", None)):
            if server:
                server.stop()
        if self.networks:
            self.networks.remove()
        shutil.rmtree(self.servers_folder, ignore_errors=True)

    def rows(self, sql):
        """From whichever server is the primary now."""
        for server in (self.primary, self.standby):
            if server and server.process.poll() is None and \
                    server.sql("postgres", "SELECT pg_is_in_recovery()").strip() == "f":
                return server.rows(self.database_name, sql)
        raise AssertionError("no primary runs")


class Front:
    """The cluster as its users see it, for `Person` and `Writers`."""

    def __init__(self, cluster):
        self.cluster, self.url, self.data = cluster, cluster.url_of_nginx, cluster.data
        self.database_name = cluster.database_name

    def rows(self, sql):
        return self.cluster.rows(sql)
