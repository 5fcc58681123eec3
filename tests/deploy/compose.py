"""A compose project as an operator has it: a copy of the repository with its own .env, data and backups."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess

from container import Container
from kewp_server import DEMO_DATA, SOURCE

USER = 1000 if os.geteuid() == 0 else os.getuid()  # owner of data and backups


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Project(Container):
    """`demo`: with the sign-in of the demo, which listens inside the container only; see container.Tunnel."""

    def __init__(self, engine, folder, name, demo=False, **settings):
        self.engine, self.folder, self.name = engine, folder, name
        self.port = free_port()
        self.secret = secrets.token_hex(32)
        self.data, self.backups = folder / "data", folder / "backups"
        self.copy_repository()
        self.write_env()
        self.override = {"build": {"network": "host"}} if engine.is_own else {}
        self.write_settings(demo, **settings)
        for file in DEMO_DATA.glob("*.json"):
            shutil.copy(file, self.data)
        self.backups.mkdir()
        self.give_to(USER)

    def copy_repository(self):
        listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=SOURCE, capture_output=True,
                                text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            if (SOURCE / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(SOURCE / name, self.folder / name)

    def write_env(self, **changes):
        """The example with a secret, and with places of its own so that it is no one else's neighbour."""
        values = {"SECRET_KEY": self.secret, "KEWP_PUBLISH": f"127.0.0.1:{self.port}", "KEWP_VERSION": self.name,
                  "KEWP_SUBNET": "172.31.251.0/24", "KEWP_JOBS": os.environ.get("KEWP_JOBS", ""), "KEWP_UID": USER,
                  "KEWP_GID": USER, **changes}
        text = (self.folder / ".env.example").read_text()
        for key, value in values.items():
            text = re.sub(rf"^{key}=.*$", f"{key}={value}", text, flags=re.M)
        (self.folder / ".env").write_text(text)

    def write_settings(self, demo, **changes):
        """kewp.toml with `changes`, keys to values as they are written there."""
        text = (SOURCE / "kewp.toml").read_text()
        if demo:
            changes = {"demo": "true", "host": '"127.0.0.1"', **changes}
        for key, value in changes.items():
            text, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.M)
            assert count == 1, f"kewp.toml has no line '{key} = …'"
        (self.folder / "kewp.toml").write_text(text)

    def give_to(self, owner):
        """Hands data and backups to a user, as `chown -R` does; only root can."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{owner}:{owner}", str(self.data), str(self.backups)], check=True)

    def compose(self, *arguments, **options):
        override = self.folder / "override.json"  # JSON is YAML
        override.write_text(json.dumps({"services": {"web": self.override}}))
        program = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
        files = ["-f", "docker-compose.yml"] + (["-f", str(override)] if self.override else [])
        return self.engine.run(*program, *files, "-p", self.name, *arguments, cwd=self.folder, **options)

    def run_kewp(self, *arguments):
        """A command of the program in a container of its own, as an operator runs it while the server is stopped."""
        return self.compose("run", "--rm", "--no-deps", "web", *arguments, check=False)

    def down(self):
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "30")

    @property
    def container(self):
        return self.compose("ps", "-q", "web").stdout.strip()

    def inspect(self):
        return json.loads(self.engine.docker("inspect", self.container))[0]

    def state(self):
        return self.inspect()["State"]

    def log(self):
        return self.compose("logs", "--no-color", check=False).stdout

    def up(self):
        """Starts the server without waiting for it."""
        self.compose("up", "-d", "--no-build")
