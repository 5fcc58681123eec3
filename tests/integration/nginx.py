"""nginx before several nodes: each request goes to the next of them."""

import pathlib
import shutil
import subprocess

import postgres

MISSING = None if shutil.which("nginx") else "nginx is not installed"

CONFIG = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  # When all are marked as failed (the database is away), the same ones are asked again: they have kept pages and errors
  # that say what is the matter.
  upstream kewp {{ {nodes} {again} keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 64m; client_body_buffer_size 8m; proxy_max_temp_file_size 0;  # no files of another user
    location / {{
      proxy_pass http://kewp; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_read_timeout 60s; proxy_connect_timeout 2s;
      # A request that changes something is never sent twice (POST is not passed on once it was sent).
      # 502 says that this node does not reach the database. Not 503: readers can cause that, for example with a file of
      # nothing, and would take all nodes out.
      # The answer of the last one asked goes to the client.
      proxy_next_upstream error timeout http_502; proxy_next_upstream_tries {count};
    }}
  }}
}}
"""


class Nginx:
    """Its address is known before it runs, so that the nodes can be told."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = postgres.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self, urls):
        nodes = " ".join(f"server {url[7:]} max_fails=1 fail_timeout=1s;" for url in urls)
        again = " ".join(f"server {url[7:]} backup max_fails=0;" for url in urls)
        config = self.folder / "nginx.conf"
        config.write_text(CONFIG.format(folder=self.folder, nodes=nodes, again=again, count=len(urls), port=self.port))
        self.process = subprocess.Popen(["nginx", "-c", str(config), "-e", str(self.folder / "nginx.log")])

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process = None
