"""A container under test, and the way to a server that listens on the container's loopback address only."""

import socket
import subprocess
import threading

import requests

from kewp_server import wait_for

START_S = 60


def answers_at(url):
    try:
        return requests.get(url + "/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False


class Container:
    """Knows `engine`, the id `container`, and `log()`, which tell what went wrong."""

    def execute(self, *command, **options):
        return self.engine.run("docker", "exec", self.container, *command, **options)

    def wait_for(self, condition, what, patience=START_S):
        try:
            return wait_for(condition, what, patience)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()[-4000:]}") from error


class Tunnel:
    """A port of this machine that leads to the loopback address inside a container.

    The demo listens there only, and a published port does not lead to it. Each connection is carried by a shell
    of the image, so this works with an engine on another machine, too.
    """

    CARRY = "exec 3<>/dev/tcp/127.0.0.1/5000 || exit 1; (cat <&3; kill $$) & cat >&3; kill $!"

    def __init__(self, container):
        self.engine, self.container = container.engine, container.container
        self.carriers = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()
        container.wait_for(lambda: answers_at(self.url), "an answer through the container's loopback")

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            carrier = subprocess.Popen(["docker", "exec", "-i", self.container, "bash", "-c", self.CARRY],
                                       env=self.engine.environment, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
            self.carriers.append(carrier)
            threading.Thread(target=self.to_server, args=(connection, carrier), daemon=True).start()
            threading.Thread(target=self.to_client, args=(connection, carrier), daemon=True).start()

    @staticmethod
    def to_server(connection, carrier):
        try:
            while data := connection.recv(65536):
                carrier.stdin.write(data)
        except OSError:
            pass
        carrier.stdin.close()

    @staticmethod
    def to_client(connection, carrier):
        try:
            while data := carrier.stdout.read(65536):
                connection.sendall(data)
        except OSError:
            pass
        connection.close()
        carrier.wait()

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=60, **options)

    def close(self):
        self.listener.close()
        for carrier in self.carriers:
            if carrier.poll() is None:
                carrier.terminate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
