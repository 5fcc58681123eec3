"""The image and its compose file on a real Docker engine, as an operator uses them.

Not part of `make test`: `make test-deploy` runs it. Building the image takes minutes.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time

import pytest
import requests

from compose import USER
from container import Tunnel, answers_at
from hardening import weaknesses
from kewp_server import Person

MOST_IMAGE_BYTES = 200e6
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change owners and end others' processes")


@pytest.fixture(scope="module")
def production(new_project):
    """The server with nothing but .env filled in."""
    project = new_project()
    before = time.monotonic()
    project.up()
    project.wait_for(lambda: answers_at(url(project)), "the first answer on the published port")
    print(f"compose up to the first answer: {time.monotonic() - before:.1f} s")
    yield project
    project.down()


def url(project):
    return f"http://127.0.0.1:{project.port}"


def image(project):
    return json.loads(project.engine.docker("image", "inspect", f"kewp:{project.name}"))[0]


class TestImage:
    def test_it_is_small(self, production):
        size = image(production)["Size"]
        print(f"image: {size / 1e6:.0f} MB")
        assert size < MOST_IMAGE_BYTES

    def test_it_runs_as_an_ordinary_user(self, production):
        assert image(production)["Config"]["User"] == f"{USER}:{USER}"
        assert production.execute("id", "-u").stdout.strip() == str(USER)

    def test_it_says_what_it_is_and_what_is_in_it(self, production):
        labels = image(production)["Config"]["Labels"]
        assert labels["org.opencontainers.image.title"] == "kewp"
        assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
        parts = json.loads(production.execute("cat", labels["kewp.sbom"]).stdout)
        assert parts["bomFormat"] == "CycloneDX"
        names = {part["name"] for part in parts["components"]}
        assert {"libc6", "libsqlite3-0", "libssl3", "libcli11-dev"} <= names
        digest = production.execute("sha256sum", "/usr/local/bin/kewp").stdout.split()[0]
        assert parts["metadata"]["component"]["hashes"][0]["content"] == digest

    def test_it_holds_no_data_database_or_secret(self, production):
        # The image alone, without what compose mounts.
        listing = production.engine.docker("run", "--rm", "--network", "none", "--entrypoint", "find",
                                           f"kewp:{production.name}", "/app", "/src", "/tmp", "/root", "/home",
                                           "-type", "f", check=False).split()
        assert sorted(listing) == ["/app/LICENSE", "/app/kewp.toml", "/app/sbom.cdx.json", "/app/scoring_config.yaml"]
        described = json.dumps(image(production)["Config"]) + production.engine.docker(
            "history", "--no-trunc", f"kewp:{production.name}")
        assert production.secret not in described
        assert "SECRET" not in described

    def test_it_holds_no_compiler_and_no_package_lists(self, production):
        found = production.execute("sh", "-c", "command -v g++ gcc cmake git; ls /var/lib/apt/lists", check=False)
        assert found.stdout.split() == []

    def test_its_program_is_hardened(self, production, tmp_path):
        production.engine.docker("cp", f"{production.container}:/usr/local/bin/kewp", str(tmp_path / "kewp"))
        assert weaknesses(tmp_path / "kewp") == []


class TestConfinement:
    def test_the_published_port_is_on_loopback_only(self, production):
        bindings = production.inspect()["HostConfig"]["PortBindings"]["5000/tcp"]
        assert [row["HostIp"] for row in bindings] == ["127.0.0.1"]
        assert requests.get(url(production) + "/health", timeout=30).status_code == 200

    def test_only_data_and_tmp_can_be_written(self, production):
        for folder in ("/", "/app", "/etc", "/usr/local/bin", "/var/tmp"):
            made = production.execute("touch", f"{folder}/probe", check=False)
            assert "Read-only file system" in made.stderr or "Permission denied" in made.stderr, folder
        assert production.inspect()["HostConfig"]["ReadonlyRootfs"]
        production.execute("sh", "-c", "touch /app/data/probe /tmp/probe && rm /app/data/probe /tmp/probe")

    def test_no_privilege_is_left(self, production):
        status = production.execute("cat", "/proc/1/status").stdout
        assert re.search(r"^NoNewPrivs:\s+1$", status, re.M)
        for which in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert re.search(rf"^{which}:\s+0+$", status, re.M), which

    def test_the_memory_limit_is_1_gb(self, production):
        assert production.inspect()["HostConfig"]["Memory"] == 2**30

    def test_the_secret_is_not_in_the_log(self, production):
        assert production.secret not in production.log()

    def test_the_health_check_turns_healthy(self, production):
        production.wait_for(lambda: production.state()["Health"]["Status"] == "healthy", "a healthy container", 120)


    def test_the_proxy_is_there_when_it_is_asked_for(self, production):
        assert set(production.compose("config", "--services").stdout.split()) >= {"web"}
        asked = production.compose("--profile", "tls", "config").stdout
        assert "caddy:2" in asked


class TestStart:
    @pytest.mark.parametrize("secret, complaint", [("", "not set"), ("change-me", "placeholder"),
                                                   ("0123456789abcdef", "too short")])
    def test_a_bad_secret_stops_it_with_one_line(self, production, secret, complaint):
        production.write_env(SECRET_KEY=secret)
        try:
            made = production.run_kewp("serve", "--config", "/app/kewp.toml")
        finally:
            production.write_env()
        lines = [line for line in (made.stdout + made.stderr).splitlines() if line.startswith("kewp: ")]
        assert made.returncode != 0
        assert len(lines) == 1, made.stdout + made.stderr
        assert "SECRET_KEY" in lines[0] and complaint in lines[0]
        assert not secret or secret not in made.stdout + made.stderr

    @needs_root
    def test_a_folder_of_another_owner_is_told_with_the_command_that_mends_it(self, production):
        production.compose("stop", "web")
        production.give_to(0)
        try:
            made = production.run_kewp("serve", "--config", "/app/kewp.toml")
        finally:
            production.give_to(USER)
            production.up()
        production.wait_for(lambda: answers_at(url(production)), "the server with mended folders")
        lines = [line for line in (made.stdout + made.stderr).splitlines() if "chown" in line]
        assert made.returncode != 0
        assert len(lines) == 1, made.stdout + made.stderr
        assert f"chown -R {USER}:{USER}" in lines[0]

    @needs_root
    def test_it_is_back_after_its_supervisor_was_killed(self, production):
        before = production.state()
        os.kill(before["Pid"], signal.SIGKILL)
        production.wait_for(lambda: production.state()["Pid"] not in (0, before["Pid"]), "another supervisor")
        production.wait_for(lambda: answers_at(url(production)), "an answer from it")
        assert production.inspect()["RestartCount"] >= 1

    def test_it_stops_on_request_within_the_grace_and_without_an_error(self, production):
        container = production.container
        before = time.monotonic()
        production.compose("stop", "web")
        seconds = time.monotonic() - before
        state = json.loads(production.engine.docker("inspect", container))[0]["State"]
        print(f"stop: {seconds:.1f} s")
        assert state["ExitCode"] == 0
        assert not state["OOMKilled"]
        assert seconds < 20


class Backup:
    """A backup file in the folder on the host."""

    def __init__(self, path):
        self.path = path

    def verify(self):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", self.path.name + ".sha256"], check=True,
                       cwd=self.path.parent)
        assert self.rows("PRAGMA integrity_check") == [("ok",)]

    def rows(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def holds(self, uuid):
        return bool(self.rows("SELECT 1 FROM proposal WHERE uuid = ?", uuid))


def backups(project):
    return [Backup(path) for path in sorted(project.backups.glob("ke_wp_mapping-*.db"))]


def propose(tunnel, ke_id, target_id):
    answer = Person(tunnel).propose(ke_id, target_id)
    assert answer.status_code == 201, answer.text
    return answer.json()["uuid"]


def is_there(tunnel, uuid):
    return Person(tunnel).get(f"/proposals/{uuid}").status_code == 200


def test_work_outlives_the_container_its_image_and_a_mistake(new_project):
    """A proposal; a scheduled backup with it; another image; work after the backup is undone by restoring it."""
    project = new_project(demo=True, schedule='"* * * * *"')
    project.up()
    with Tunnel(project) as tunnel:
        kept = propose(tunnel, "KE 888", "WP111")
    project.wait_for(lambda: any(backup.holds(kept) for backup in backups(project)
                                 if backup.path.with_name(backup.path.name + ".sha256").exists()),
                     "a scheduled backup that holds the proposal", 150)
    made = next(backup for backup in backups(project) if backup.holds(kept))
    made.verify()
    assert made.path.stat().st_uid == USER
    assert not [path.name for path in project.backups.iterdir() if path.name.endswith((".tmp", ".part", "-journal"))]

    first = image(project)["Id"]
    project.down()
    project.compose("build", "--build-arg", "REVISION=another", "web", timeout=3600)
    assert image(project)["Id"] != first
    earlier = {backup.path for backup in backups(project)}
    project.up()
    with Tunnel(project) as tunnel:
        assert is_there(tunnel, kept)
        # The one that a start makes stays while the changes after it stay; those of the same day go.
        made = project.wait_for(lambda: next((b for b in backups(project) if b.path not in earlier), None),
                                "the backup of this start")
        undone = propose(tunnel, "KE 888", "WP129")
        assert is_there(tunnel, undone)
        refused = project.run_kewp("restore", f"/app/data/backups/{made.path.name}", "--config", "/app/kewp.toml")
        assert refused.returncode != 0, "a restore over a running server"
        assert is_there(tunnel, undone)

    project.compose("stop", "web")
    restored = project.run_kewp("restore", f"/app/data/backups/{made.path.name}", "--config", "/app/kewp.toml")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    project.up()
    with Tunnel(project) as tunnel:
        assert is_there(tunnel, kept)
        assert not is_there(tunnel, undone)
    listed = project.execute("kewp", "backup", "list", "--config", "/app/kewp.toml").stdout
    assert made.path.name in listed
    project.execute("kewp", "backup", "verify", f"/app/data/backups/{made.path.name}", "--config", "/app/kewp.toml")
    project.down()
