"""The unit under a real systemd, in a container made from the image: start, reload, crash, backup, stop.

Part of `make test-deploy`.
"""

import re
import shutil
import time

import pytest

from container import Container, Tunnel
from kewp_server import DEMO_DATA, SOURCE

DOCKERFILE = """
FROM {image}
USER 0
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd systemd-sysv >/dev/null \
    && userdel kewp && useradd --system --home-dir /var/lib/kewp --shell /usr/sbin/nologin kewp
COPY kewp.service /etc/systemd/system/
COPY kewp.toml scoring_config.yaml env /etc/kewp/
COPY data /var/lib/kewp
RUN chmod 600 /etc/kewp/env && chown -R kewp:kewp /var/lib/kewp && systemctl -q enable kewp
ENTRYPOINT ["/sbin/init"]
CMD []
"""
# What systemd itself needs to confine its services.
PRIVILEGES = [f"--cap-add={name}" for name in ("SYS_ADMIN", "SETPCAP", "NET_ADMIN", "SYS_PTRACE", "SYSLOG")] + [
    "--security-opt=seccomp=unconfined", "--security-opt=apparmor=unconfined", "--cgroupns=host",
    "--volume=/sys/fs/cgroup:/sys/fs/cgroup", "--tmpfs=/run", "--tmpfs=/run/lock"]


class Machine(Container):
    def __init__(self, engine, image):
        self.engine = engine
        self.container = engine.docker("run", "--detach", "--network=none", *PRIVILEGES, image)

    def log(self):
        return self.execute("journalctl", "--no-pager", "-u", "kewp", check=False).stdout

    def property(self, name):
        return self.execute("systemctl", "show", "kewp", "--value", "-p", name).stdout.strip()


@pytest.fixture(scope="module")
def machine(new_project, engine, tmp_path_factory):
    project = new_project()
    folder = tmp_path_factory.mktemp("systemd")
    image = f"{project.name}-systemd"
    (folder / "Dockerfile").write_text(DOCKERFILE.format(image=f"kewp:{project.name}"))
    shutil.copy(SOURCE / "deploy" / "kewp.service", folder)
    shutil.copy(SOURCE / "scoring_config.yaml", folder)
    shutil.copy(project.folder / ".env", folder / "env")
    shutil.copytree(DEMO_DATA, folder / "data")
    settings = (SOURCE / "kewp.toml").read_text()
    for key, place in (("database", "/var/lib/kewp/ke_wp_mapping.db"), ("data", "/var/lib/kewp")):
        settings = re.sub(rf"^{key} = .*$", f'{key} = "{place}"', settings, flags=re.M)
    (folder / "kewp.toml").write_text(settings)
    network = ["--network=host"] if engine.is_own else []
    engine.docker("build", "-q", *network, "-t", image, str(folder))
    running = Machine(engine, image)
    yield running
    engine.docker("rm", "--force", running.container)
    engine.docker("image", "rm", image)


@pytest.fixture
def tunnel(machine):
    with Tunnel(machine) as to:
        yield to


def generation(tunnel):
    return tunnel.get("/metrics").json()["generation"]


def test_it_starts_and_tells_systemd_when_it_is_ready(machine, tunnel):
    assert machine.property("ActiveState") == "active"
    assert machine.property("StatusText") == "generation 1 with 4 workers"
    assert tunnel.get("/health").status_code == 200


def test_the_sandbox_lets_it_measure_its_own_memory(machine, tunnel):
    rows = tunnel.get("/metrics").json()["processes"]
    assert len(rows) >= 5
    assert all(row["pss_bytes"] > 0 for row in rows)


def test_its_database_is_where_kewp_toml_says(machine):
    machine.execute("test", "-f", "/var/lib/kewp/ke_wp_mapping.db")
    assert machine.execute("stat", "-c", "%U %a", "/var/lib/kewp").stdout.split() == ["kewp", "750"]


def test_a_reload_brings_a_new_generation_without_a_restart(machine, tunnel):
    process = machine.property("MainPID")
    machine.execute("systemctl", "reload", "kewp")
    machine.wait_for(lambda: generation(tunnel) == 2, "the second generation")
    assert machine.property("MainPID") == process


def test_a_backup_is_made_by_hand_while_it_serves(machine):
    command = ["runuser", "-u", "kewp", "--", "kewp", "backup"]
    machine.execute(*command, "now", "--config", "/etc/kewp/kewp.toml")
    machine.execute(*command, "verify", "--config", "/etc/kewp/kewp.toml")
    files = machine.execute("find", "/var/lib/kewp/backups", "-name", "ke_wp_mapping-*.db", "-user", "kewp").stdout
    assert files.split()


def test_it_is_back_after_its_supervisor_was_killed(machine):
    before = machine.property("MainPID")
    machine.execute("bash", "-c", f"kill -9 {before}")
    machine.wait_for(lambda: machine.property("MainPID") not in ("0", before), "another supervisor")
    with Tunnel(machine) as tunnel:
        assert tunnel.get("/health").status_code == 200
    assert machine.property("NRestarts") == "1"


def test_systemd_thinks_well_of_the_running_service(machine):
    told = machine.execute("systemd-analyze", "security", "kewp", "--no-pager").stdout
    assert float(re.search(r"exposure level for \S+: ([0-9.]+)", told)[1]) < 2.5


def test_it_stops_without_an_error(machine):
    before = time.monotonic()
    machine.execute("systemctl", "stop", "kewp")
    assert time.monotonic() - before < 20
    assert (machine.property("Result"), machine.property("ExecMainStatus")) == ("success", "0")
