"""The proxy of the tls profile: Debian's Caddy with our Caddyfile, before a real server."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess

import pytest
import requests

from kewp_server import SOURCE, Server, wait_for

CADDY = os.environ.get("CADDY") or shutil.which("caddy")
pytestmark = [pytest.mark.skipif(not CADDY, reason="no caddy here; scripts/setup --deploy installs it"),
              pytest.mark.filterwarnings("ignore:Unverified HTTPS request")]
# Ports that need no root, and a certificate authority of its own that nobody has to trust.
OPTIONS = "{{\n\thttp_port {}\n\thttps_port {}\n\tadmin off\n\tskip_install_trust\n}}\n"


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    made = Server(folder, workers="count = 1", environment={"TRUSTED_PROXIES": "127.0.0.1"})
    made.config.write_text(made.config.read_text().replace('format = "text"', 'format = "json"'))
    with made as running:
        yield running


@pytest.fixture(scope="module")
def proxy(server, tmp_path_factory):
    """The addresses of the proxy for http and https."""
    folder = tmp_path_factory.mktemp("caddy")
    plain, secure = free_ports(2)
    text = (SOURCE / "deploy" / "Caddyfile").read_text()
    assert "web:5000" in text
    text = text.replace("web:5000", server.url.removeprefix("http://"))
    (folder / "Caddyfile").write_text(OPTIONS.format(plain, secure) + text)
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen([CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")],
                                   stdout=log, stderr=log, start_new_session=True,
                                   env={**os.environ, "KEWP_DOMAIN": "localhost", "XDG_DATA_HOME": str(folder),
                                        "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)})

    def answers():
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        try:
            return requests.get(f"https://localhost:{secure}/readyz", verify=False, timeout=5).status_code == 200
        except requests.RequestException:
            return False

    try:
        wait_for(answers, "an answer over HTTPS")
        yield f"http://localhost:{plain}", f"https://localhost:{secure}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_pages_come_over_https_and_browsers_are_told_to_stay_there(proxy):
    answer = requests.get(proxy[1] + "/", verify=False, timeout=30)
    assert answer.status_code == 200
    # Once, though both the server and the proxy see to it.
    assert re.fullmatch(r"max-age=31536000(; \w+)*", answer.headers["Strict-Transport-Security"])
    assert "Caddy" not in answer.headers.get("Server", "")


def test_plain_http_is_sent_on_to_https(proxy):
    answer = requests.get(proxy[0] + "/", timeout=30, allow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://localhost")


@pytest.mark.parametrize("path", ["/metrics", "/metrics/prometheus"])
def test_measurements_are_not_for_the_public(proxy, path):
    answer = requests.get(proxy[1] + path, verify=False, timeout=30)
    assert answer.status_code == 403
    assert "Strict-Transport-Security" in answer.headers


def test_the_client_is_who_the_proxy_saw_and_not_who_it_claims_to_be(proxy, server):
    requests.get(proxy[1] + "/livez?claimed", verify=False, timeout=30, headers={"X-Forwarded-For": "203.0.113.9"})

    def lines():
        return [json.loads(line) for line in server.log().splitlines() if '"/livez' in line]

    line = wait_for(lines, "the request in the log")[-1]
    assert line["client"] in ("127.0.0.1", "::1")
    assert "203.0.113.9" not in server.log()
