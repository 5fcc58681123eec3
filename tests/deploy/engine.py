"""A Docker engine for the tests: the one that runs on this machine, or else one of our own that leaves no trace.

Our own listens on a socket in a temporary folder and touches neither the machine's firewall nor its bridges.
`KEWP_DOCKER_DATA=FOLDER` keeps its layers between runs, so that unchanged sources are not compiled again.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from kewp_server import wait_for

BASE_IMAGE = "debian:bookworm-slim"
RELEASE = "bookworm"
# What the official slim image leaves out.
EXCLUDED = ["/usr/share/doc/*", "/usr/share/info/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/lintian/*"]


class Engine:
    def __init__(self):
        self.environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        self.is_own = not self.answers()
        self.process = None
        self.folder = None

    def __enter__(self):
        try:
            if self.is_own:
                self.start()
            self.provide_base_image()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        if self.folder:
            mounts = [line.split()[1] for line in pathlib.Path("/proc/mounts").read_text().splitlines()]
            for place in [place for place in mounts if place.startswith(f"{self.folder}/")]:
                subprocess.run(["umount", place], check=True)  # a network's name space stays mounted
            shutil.rmtree(self.folder)

    def answers(self):
        return self.run("docker", "version", "--format", "{{.Server.Version}}", check=False).returncode == 0

    def run(self, *command, check=True, timeout=1800, **options):
        """Runs a command against this engine; its output is in the error when it fails."""
        made = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=timeout, **options)
        if check and made.returncode != 0:
            raise AssertionError(f"{' '.join(command)} ended with {made.returncode}:\n{made.stdout[-4000:]}"
                                 f"\n{made.stderr[-4000:]}")
        return made

    def docker(self, *arguments, **options):
        return self.run("docker", *arguments, **options).stdout.strip()

    def start(self):
        if os.geteuid() != 0:
            raise AssertionError("no Docker engine answers (docker info), and only root can start one")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kewp-docker-"))
        data = os.environ.get("KEWP_DOCKER_DATA", str(self.folder / "data"))
        socket, log = f"unix://{self.folder}/docker.sock", self.folder / "log"
        # No default bridge and no packet filter: nothing on this machine changes. Compose makes a bridge for
        # its project and removes it; ports are published by Docker's own proxy; builds use this machine's network.
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                ["dockerd", "--host", socket, "--data-root", data, "--exec-root", str(self.folder / "run"),
                 "--pidfile", str(self.folder / "pid"), "--bridge=none", "--iptables=false", "--ip6tables=false",
                 "--ip-forward=false", "--ip-masq=false"], stdout=output, stderr=output, start_new_session=True)
        # Without the buildx plugin only the classic builder is there, and compose must not ask for the other.
        self.environment.update(DOCKER_HOST=socket, DOCKER_BUILDKIT="0", COMPOSE_DOCKER_CLI_BUILD="0")

        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f"dockerd ended with {self.process.returncode}:\n{log.read_text()[-4000:]}")
            return self.answers()

        wait_for(ready, "our own Docker engine")

    def has_image(self, name):
        return self.run("docker", "image", "inspect", name, check=False).returncode == 0

    def provide_base_image(self):
        """The Dockerfile's base: what is here, else from the registry, else made from Debian's packages."""
        if self.has_image(BASE_IMAGE):
            return
        try:
            if self.run("docker", "pull", "-q", BASE_IMAGE, check=False, timeout=120).returncode == 0:
                return
        except subprocess.TimeoutExpired:
            pass
        with tempfile.TemporaryDirectory(prefix="kewp-base-") as folder:
            archive = pathlib.Path(folder) / "base.tar"
            self.run("mmdebstrap", "--quiet", "--variant=minbase", "--include=usr-is-merged",
                     "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
                     *[f"--dpkgopt=path-exclude={path}" for path in EXCLUDED],
                     "--dpkgopt=path-include=/usr/share/doc/*/copyright",
                     *[f"--aptopt={option}" for option in apt_options()], *authorities(), RELEASE, str(archive),
                     *apt_sources())
            # Node.js has a list of authorities of its own.
            self.docker("import", "--change", "ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt", str(archive),
                        BASE_IMAGE)


def apt_sources():
    """Where this machine gets its Debian packages from, if it runs the same release."""
    made = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                           "Created-By: Packages"], capture_output=True, text=True)
    lines = {line for line in made.stdout.splitlines()
             if re.fullmatch(rf"\S+ {RELEASE}(-updates|-security)? main", line)}
    return [f"deb {line}" for line in sorted(lines)]


def authorities():
    """Who else this machine trusts, for builds behind a proxy that looks into TLS: npm asks its registry by it."""
    place = "/usr/local/share/ca-certificates"
    if not list(pathlib.Path(place).glob("*.crt")):
        return []
    return [f'--customize-hook=mkdir -p "$1{place}"', f"--customize-hook=sync-in {place} {place}"]


def apt_options():
    """This machine's ways of reaching them: proxies, and mirrors that are snapshots."""
    made = subprocess.run(["apt-config", "dump"], capture_output=True, text=True)
    wanted = r"Acquire::(https?::Proxy|Check-Date|Check-Valid-Until) .*"
    return [line for line in made.stdout.splitlines() if re.fullmatch(wanted, line)]
