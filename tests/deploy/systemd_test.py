"""The unit for hosts without Docker: systemd takes it, and thinks well of it."""

import re
import shutil
import subprocess

import pytest

from kewp_server import KEWP, SOURCE

UNIT = SOURCE / "deploy" / "kewp.service"
MOST_EXPOSURE = 2.5  # of 10; systemd calls less than 5 "medium", less than 2 "ok"

pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")


def test_the_unit_is_valid(tmp_path):
    # The program is not installed where the tests run, and systemd looks for it.
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/kewp", KEWP))
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True)
    about_us = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert about_us == []
    assert checked.returncode == 0, checked.stderr


def test_the_unit_is_sandboxed():
    checked = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager", str(UNIT)],
                             capture_output=True, text=True)
    exposure = float(re.search(r"exposure level for \S+: ([0-9.]+)", checked.stdout)[1])
    print(f"systemd calls the exposure {exposure}")
    assert exposure < MOST_EXPOSURE


@pytest.mark.parametrize("line", [
    "Type=notify", "User=kewp", "EnvironmentFile=/etc/kewp/env", "Restart=always",
    "ExecReload=/bin/sh -c 'kill -HUP $MAINPID'", "StateDirectory=kewp", "ProtectSystem=strict", "NoNewPrivileges=yes", "KillMode=mixed",
    "ExecStart=/usr/local/bin/kewp serve --config /etc/kewp/kewp.toml"])
def test_the_unit_says(line):
    assert line in UNIT.read_text().splitlines()
