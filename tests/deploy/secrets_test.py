"""Secrets in production: without good ones nothing starts, and no message or log shows them."""

import subprocess

import pytest
import requests

from container_files_test import EXAMPLE
from kewp_server import DEMO_DATA, KEWP, SOURCE, Server

GOOD = "5f0c1b7ad4e94d2c8a6b3e1f7d9c2b4a60718293a4b5c6d7"
PRODUCTION = """
data = "{data}"
database = "{database}"
scoring_config = "{source}/scoring_config.yaml"
[server]
host = "127.0.0.1"
port = 0
[workers]
count = 1
"""


@pytest.fixture
def config(tmp_path):
    file = tmp_path / "kewp.toml"
    file.write_text(PRODUCTION.format(data=DEMO_DATA, database=tmp_path / "ke_wp_mapping.db", source=SOURCE))
    return file


def run(command, config, environment):
    return subprocess.run([KEWP, command, "--config", str(config)], env={"PATH": "/usr/bin:/bin", **environment},
                          capture_output=True, text=True, timeout=60)


def example(**changes):
    """.env.example as an operator copies it, with `changes`."""
    return {**{name: value for name, value in EXAMPLE.items() if value is not None}, **changes}


def refusal(made, command):
    """The one line that names the variable."""
    assert made.returncode != 0
    lines = [line for line in (made.stdout + made.stderr).splitlines() if "SECRET_KEY" in line]
    assert len(lines) == 1, made.stdout + made.stderr
    if command == "serve":
        assert (made.stdout + made.stderr).splitlines() == lines
    return lines[0]


@pytest.mark.parametrize("command", ["serve", "check"])
@pytest.mark.parametrize("secret, complaint", [
    (None, "not set"), ("", "not set"), (EXAMPLE["SECRET_KEY"], "placeholder"),
    ("your-secret-key-here-0123456789abcdef", "placeholder"), ("0123456789abcdef", "too short")])
def test_a_bad_key_stops_the_start_with_one_line_that_does_not_show_it(config, command, secret, complaint):
    environment = {} if secret is None else {"SECRET_KEY": secret}
    made = run(command, config, environment)
    line = refusal(made, command)
    assert complaint in line
    assert "openssl rand -hex 32" in line
    if secret:
        assert secret not in made.stdout + made.stderr


@pytest.mark.parametrize("command", ["serve", "check"])
def test_the_example_unchanged_is_refused(config, command):
    made = run(command, config, example())
    assert "SECRET_KEY" in refusal(made, command)
    assert EXAMPLE["SECRET_KEY"] not in made.stdout + made.stderr


def test_the_example_with_a_key_uses_the_database_on_the_volume(config):
    made = run("check", config, example(SECRET_KEY=GOOD))
    assert "/app/data/ke_wp_mapping.db" in made.stdout
    assert "SECRET_KEY" not in made.stdout + made.stderr


class ProductionServer(Server):
    def write_config(self, *_, **__):
        self.config.write_text(PRODUCTION.format(data=self.data, database=self.database, source=SOURCE))


def test_the_example_with_a_key_serves_production_with_secure_cookies(tmp_path):
    environment = example(SECRET_KEY=GOOD, DATABASE_PATH=str(tmp_path / "ke_wp_mapping.db"))
    with ProductionServer(tmp_path, environment=environment) as server:
        assert server.get("/health").status_code == 200
        made = requests.post(server.url + "/login/demo", data={"who": "admin"}, timeout=30, allow_redirects=False,
                             headers={"Origin": server.url})
        assert made.status_code in (403, 404, 405)
        for path in ("/", "/api/session"):
            cookies = [value for name, value in server.get(path).raw.headers.items() if name.lower() == "set-cookie"]
            for cookie in cookies:
                assert "secure" in cookie.lower().replace(" ", "").split(";"), cookie
                assert "httponly" in cookie.lower()
    assert GOOD not in server.log()


@pytest.mark.parametrize("name", ["SECRET_KEY", "FLASK_SECRET_KEY"])
def test_a_key_is_read_from_a_file(tmp_path, config, name):
    file = tmp_path / "key"
    file.write_text(GOOD + "\n")
    made = run("check", config, {name + "_FILE": str(file)})
    assert "SECRET_KEY" not in made.stdout, made.stdout
    assert made.returncode == 0, made.stdout


def test_a_key_file_that_is_missing_is_named(tmp_path, config):
    made = run("serve", config, {"SECRET_KEY_FILE": str(tmp_path / "nothing")})
    assert made.returncode != 0
    assert "SECRET_KEY_FILE" in made.stderr
    assert str(tmp_path / "nothing") in made.stderr


def test_a_bad_key_in_a_file_is_not_shown(tmp_path, config):
    file = tmp_path / "key"
    file.write_text("too-short-0123\n")
    made = run("serve", config, {"SECRET_KEY_FILE": str(file)})
    assert "SECRET_KEY" in refusal(made, "serve")
    assert "too-short-0123" not in made.stdout + made.stderr
