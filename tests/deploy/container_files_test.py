"""Dockerfile, .dockerignore, docker-compose.yml and .env.example say what they must, and agree with the sources."""

import fnmatch
import json
import re
import shutil
import subprocess

import pytest
import yaml

from kewp_server import KEWP, SOURCE

DOCKERFILE = (SOURCE / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((SOURCE / "docker-compose.yml").read_text())
WEB = COMPOSE["services"]["web"]


def environment_of(file):
    """Variables and values of an env file; those behind `#` with value None."""
    rows = {}
    for line in file.read_text().splitlines():
        if found := re.fullmatch(r"(#?)([A-Z][A-Z0-9_]*)=(.*)", line):
            rows[found[2]] = None if found[1] else found[3]
    return rows


EXAMPLE = environment_of(SOURCE / ".env.example")


def variables_of_the_server():
    sources = "".join(file.read_text() for file in sorted((SOURCE / "src/config").glob("*.cpp")))
    return set(re.findall(r'\.(?:into|get)\("([A-Z][A-Z0-9_]*)"', sources))


def variables_of_compose():
    text = (SOURCE / "docker-compose.yml").read_text()
    return set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)", text))


def test_the_web_service_alone_is_needed():
    others = [name for name, service in COMPOSE["services"].items() if name != "web" and not service.get("profiles")]
    assert others == []


def test_data_backups_and_settings_come_from_the_host():
    assert WEB["env_file"] == ".env"
    assert set(WEB["volumes"]) == {"./data:/app/data", "./backups:/app/data/backups", "./kewp.toml:/app/kewp.toml:ro",
                                   "./scoring_config.yaml:/app/scoring_config.yaml:ro"}


@pytest.mark.parametrize("key, value", [
    ("restart", "unless-stopped"), ("read_only", True), ("cap_drop", ["ALL"]), ("tmpfs", ["/tmp"]),
    ("security_opt", ["no-new-privileges:true"]), ("user", "${KEWP_UID:-1000}:${KEWP_GID:-1000}"),
    ("mem_limit", "${KEWP_MEMORY:-1g}"), ("ports", ["${KEWP_PUBLISH:-127.0.0.1:5000}:5000"])])
def test_the_service_is_confined(key, value):
    assert WEB[key] == value


def test_neither_service_has_a_privilege_too_many():
    assert "privileged" not in WEB
    assert "cap_add" not in WEB
    proxy = COMPOSE["services"]["proxy"]
    assert (proxy["cap_drop"], proxy["cap_add"], proxy["read_only"]) == (["ALL"], ["NET_BIND_SERVICE"], True)


def test_the_user_is_a_build_argument_with_1000_as_default():
    assert WEB["build"]["args"]["UID"] == "${KEWP_UID:-1000}"
    assert WEB["build"]["args"]["GID"] == "${KEWP_GID:-1000}"
    assert re.search(r"^ARG UID=1000$", DOCKERFILE, re.M)
    assert re.search(r"^ARG GID=1000$", DOCKERFILE, re.M)
    assert re.search(r"^USER \$\{UID\}:\$\{GID\}$", DOCKERFILE, re.M)


def test_health_is_asked_by_compose_and_by_the_image():
    assert WEB["healthcheck"]["test"] == ["CMD", "kewp", "health", "--config", "/app/kewp.toml"]
    assert json.loads(re.search(r"HEALTHCHECK (?:.*\\\n)?\s*CMD (.*)", DOCKERFILE)[1]) == WEB["healthcheck"]["test"][1:]


def test_docker_waits_longer_than_the_server_takes_to_stop():
    settings = (SOURCE / "kewp.toml").read_text()
    graceful = int(re.search(r"^graceful_timeout = (\d+)", settings, re.M)[1])
    assert int(WEB["stop_grace_period"].removesuffix("s")) > graceful
    unit = (SOURCE / "deploy/kewp.service").read_text()
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)[1]) > graceful


def test_logs_do_not_fill_the_disk():
    for service in COMPOSE["services"].values():
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_the_proxy_of_the_tls_profile_is_trusted_by_its_network():
    assert COMPOSE["services"]["proxy"]["profiles"] == ["tls"]
    subnet = COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert WEB["environment"]["TRUSTED_PROXIES"].startswith(subnet)
    caddyfile = (SOURCE / "deploy/Caddyfile").read_text()
    assert "Strict-Transport-Security" in caddyfile
    assert "reverse_proxy web:5000" in caddyfile
    assert {"80:80", "443:443"} <= set(COMPOSE["services"]["proxy"]["ports"])


def test_the_example_lists_each_variable_that_is_read_and_no_other():
    server = variables_of_the_server()
    assert {"SECRET_KEY", "DATABASE_PATH", "ADMIN_USERS"} <= server
    assert set(EXAMPLE) == server | variables_of_compose() | {"TZ"}


def test_each_variable_of_the_example_has_a_comment():
    lines = (SOURCE / ".env.example").read_text().splitlines()
    for number, line in enumerate(lines):
        if re.fullmatch(r"#?[A-Z][A-Z0-9_]*=.*", line):
            assert lines[number - 1].startswith(("# ", "#HOST", "KEWP_", "GITHUB_", "ORCID_", "LS_", "SURF_")), line


def test_the_example_agrees_with_the_defaults_of_compose():
    text = (SOURCE / "docker-compose.yml").read_text()
    for name, default in re.findall(r"\$\{(KEWP_[A-Z]+):-([^}]*)\}", text):
        assert EXAMPLE[name] == default, name


def test_the_example_unchanged_gives_the_database_path_and_production():
    assert EXAMPLE["DATABASE_PATH"] == "/app/data/ke_wp_mapping.db"
    settings = (SOURCE / "kewp.toml").read_text()
    assert re.search(r'^database = "/app/data/ke_wp_mapping.db"$', settings, re.M)
    assert re.search(r"^demo = false$", settings, re.M)
    assert EXAMPLE["PUBLIC_URL"] == ""  # so that cookies are Secure


def rules_of_dockerignore():
    lines = (line.strip() for line in (SOURCE / ".dockerignore").read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def is_let_in(path):
    """The last rule that matches a path or a folder above it decides, as for the engine."""
    parts = path.split("/")
    above = ["/".join(parts[:n + 1]) for n in range(len(parts))]
    let_in = True
    for rule in rules_of_dockerignore():
        pattern = rule.removeprefix("!")
        names = [p.rsplit("/", 1)[-1] for p in above] if pattern.startswith("**/") else above
        if any(fnmatch.fnmatchcase(name, pattern.removeprefix("**/")) and ("/" not in name or "/" in pattern)
               for name in names):
            let_in = rule.startswith("!")
    return let_in


@pytest.mark.parametrize("path", [
    ".git/config", "build/release/kewp", "data/ke_wp_mapping.db", "data/demo/ke_metadata.json", "backups/x.db", ".env",
    "src/.env", "src/store/x.db", "src/x.db-wal", "production.env", "src/tls/server.key", "node_modules/x/y.js",
    "web/node_modules/x.js", "tests/unit/base_ids_test.cpp"])
def test_the_engine_is_not_sent(path):
    assert not is_let_in(path)


def test_the_engine_is_sent_what_the_build_reads():
    copied = [path for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.M) for path in line.split()[:-1]]
    assert "src" in copied
    for path in copied:
        assert is_let_in(path), path
        assert list(SOURCE.glob(path)), path
    assert is_let_in("src/main.cpp")


def test_the_image_is_made_in_two_stages_from_debian_slim():
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) == ["debian:bookworm-slim"] * 2
    assert 'ENTRYPOINT ["kewp"]' in DOCKERFILE
    assert 'CMD ["serve", "--config", "/app/kewp.toml"]' in DOCKERFILE


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="only Debian knows which package holds a library")
def test_the_image_installs_the_libraries_that_the_program_asks_for():
    installed = set(re.search(r"ca-certificates tzdata(.*?)&&", DOCKERFILE, re.S)[1].replace("\\", " ").split())
    dynamic = subprocess.run(["readelf", "-d", KEWP], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic))
    places = dict(re.findall(r"^\s*(\S+) => (\S+)", subprocess.run(["ldd", KEWP], capture_output=True, text=True,
                                                                   check=True).stdout, re.M))
    owners = {}
    for library in sorted(needed & set(places)):
        path = places[library]
        for candidate in (path, path.removeprefix("/usr"), "/usr" + path):
            found = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True)
            if found.returncode == 0:
                owners[library] = found.stdout.split(":")[0]
                break
    assert len(owners) > 10, owners
    missing = {library: package for library, package in owners.items()
               if package not in installed | {"libc6", "libgcc-s1"}}
    assert missing == {}
