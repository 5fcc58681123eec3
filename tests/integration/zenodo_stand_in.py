"""Zenodo's deposit API on loopback, as https://developers.zenodo.org/ describes it. It checks what the real one checks,
and what it was asked stays in `asked`. `break_next` makes the next fitting requests fail in a chosen way."""

import hashlib
import http.server
import json
import re
import threading
import time
import uuid

TOKEN = "zenodo-token-for-tests"
FIELDS = {"upload_type", "license", "access_right", "publication_date", "version", "title", "creators", "keywords",
          "description"}


class Refused(Exception):
    def __init__(self, status, message, errors=()):
        super().__init__(message)
        self.status = status
        self.body = {"status": status, "message": message}
        if errors:
            self.body["errors"] = [{"field": field, "message": text} for field, text in errors]


class ZenodoStandIn:
    def __init__(self):
        self.depositions = {}
        self.asked = []
        self.broken = []
        self.next_id = 7_000_001
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"zenodo": self}))
        self.server.daemon_threads = True
        self.host = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.url = self.host + "/api"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def break_next(self, method, path, how, times=1):
        """`how`: a status; "lose" does it but sends no answer; "hang" never answers; "cut" keeps half of an upload."""
        self.broken.append([method, re.compile(path), how, times])

    def how_broken(self, method, path):
        for entry in self.broken:
            if entry[0] == method and entry[1].search(path) and entry[3] > 0:
                entry[3] -= 1
                return entry[2]
        return None

    def published(self):
        return [d for d in self.depositions.values() if d["submitted"]]

    def drafts(self):
        return [d for d in self.depositions.values() if not d["submitted"]]

    # --- what the API does -------------------------------------------------------------------------------------------

    def make(self, files=(), concept=None):
        number = self.next_id
        self.next_id += 1
        self.depositions[number] = {"id": number, "submitted": False, "metadata": {}, "concept": concept or number - 1,
                                    "bucket": str(uuid.uuid4()), "files": {name: dict(file) for name, file in files}}
        return self.depositions[number]

    def shown(self, deposition):
        number = deposition["id"]
        here = f"{self.url}/deposit/depositions/{number}"
        shown = {"id": number, "submitted": deposition["submitted"], "metadata": deposition["metadata"],
                 "state": "done" if deposition["submitted"] else "unsubmitted",
                 "links": {"self": here, "bucket": f"{self.url}/files/{deposition['bucket']}",
                           "html": f"{self.host}/deposit/{number}", "publish": here + "/actions/publish"}}
        if deposition["submitted"]:
            shown |= {"doi": f"10.5281/zenodo.{number}", "conceptdoi": f"10.5281/zenodo.{deposition['concept']}"}
            shown["links"]["record_html"] = f"{self.host}/records/{number}"
            draft = next((d for d in self.drafts() if d["concept"] == deposition["concept"]), None)
            if draft:
                shown["links"]["latest_draft"] = f"{self.url}/deposit/depositions/{draft['id']}"
        return shown

    def find(self, number, draft=None):
        deposition = self.depositions.get(int(number))
        if deposition is None:
            raise Refused(404, "PID does not exist.")
        if draft is True and deposition["submitted"]:
            raise Refused(403, "The deposition is published.")
        if draft is False and not deposition["submitted"]:
            raise Refused(400, "The deposition is not published.")
        return deposition

    def create(self, body):
        if json.loads(body) != {}:
            raise Refused(400, "expected an empty object")
        return 201, self.shown(self.make())

    def get(self, _, number):
        return 200, self.shown(self.find(number))

    def new_version(self, _, number):
        old = self.find(number, draft=False)
        if not any(d["concept"] == old["concept"] for d in self.drafts()):
            self.make(old["files"].items(), old["concept"])
        return 201, self.shown(old)

    def list_files(self, _, number):
        return 200, [{"id": file["id"], "filename": name, "filesize": len(file["data"]),
                      "checksum": hashlib.md5(file["data"]).hexdigest()}
                     for name, file in self.find(number)["files"].items()]

    def delete_file(self, _, number, file_id):
        files = self.find(number, draft=True)["files"]
        name = next((name for name, file in files.items() if file["id"] == file_id), None)
        if name is None:
            raise Refused(404, "File not found.")
        del files[name]
        return 204, None

    def upload(self, body, bucket, name, cut=False):
        deposition = next((d for d in self.depositions.values() if d["bucket"] == bucket), None)
        if deposition is None:
            raise Refused(404, "Bucket does not exist.")
        self.find(deposition["id"], draft=True)
        data = body[:len(body) // 2] if cut else body
        deposition["files"][name] = {"id": str(uuid.uuid4()), "data": data}
        return 201, {"key": name, "size": len(data), "checksum": "md5:" + hashlib.md5(data).hexdigest()}

    def set_metadata(self, body, number):
        deposition = self.find(number, draft=True)
        metadata = json.loads(body)["metadata"]
        errors = [(f"metadata.{name}", "Unknown field name.") for name in metadata.keys() - FIELDS]
        if metadata.get("license") not in ("cc-zero", "cc-by-4.0"):
            errors.append(("metadata.license", "Invalid license."))
        for creator in metadata.get("creators", []):
            if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", creator.get("orcid", "0000-0000-0000-0000")):
                errors.append(("metadata.creators.0.orcid", "Invalid ORCID."))
        if errors:
            raise Refused(400, "Validation error.", errors)
        deposition["metadata"] = metadata
        return 200, self.shown(deposition)

    def publish(self, _, number):
        deposition = self.find(number, draft=True)
        metadata = deposition["metadata"]
        errors = [(f"metadata.{name}", "Missing data for required field.")
                  for name in ("upload_type", "title", "creators", "description") if not metadata.get(name)]
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", metadata.get("publication_date", "")):
            errors.append(("metadata.publication_date", "Not a valid date."))
        if not deposition["files"]:
            errors.append(("files", "Minimum one file must be provided."))
        if errors:
            raise Refused(400, "Validation error.", errors)
        deposition["submitted"] = True
        return 202, self.shown(deposition)


ROUTES = [("POST", r"/api/deposit/depositions", "create"), ("GET", r"/api/deposit/depositions/(\d+)", "get"),
          ("POST", r"/api/deposit/depositions/(\d+)/actions/newversion", "new_version"),
          ("GET", r"/api/deposit/depositions/(\d+)/files", "list_files"),
          ("DELETE", r"/api/deposit/depositions/(\d+)/files/([\w-]+)", "delete_file"),
          ("PUT", r"/api/files/([\w-]+)/([\w.-]+)", "upload"),
          ("PUT", r"/api/deposit/depositions/(\d+)", "set_metadata"),
          ("POST", r"/api/deposit/depositions/(\d+)/actions/publish", "publish")]


class Handler(http.server.BaseHTTPRequestHandler):
    zenodo: ZenodoStandIn
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.zenodo.asked.append((self.command, self.path))
        how = self.zenodo.how_broken(self.command, self.path)
        if how == "hang":
            time.sleep(30)
            self.close_connection = True
            return
        try:
            if isinstance(how, int):
                raise Refused(how, "Something is wrong here.")
            status, answer = self.done(body, cut=how == "cut")
        except Refused as refused:
            status, answer = refused.status, refused.body
        if how == "lose":
            self.close_connection = True
            return
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def done(self, body, cut):
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Refused(401, "The server could not verify that you are authorized.")
        for method, pattern, name in ROUTES:
            found = re.fullmatch(pattern, self.path)
            if found and method == self.command:
                kind = {"upload": "application/octet-stream"}.get(name, "application/json")
                if body and self.headers.get("Content-Type") != kind:
                    raise Refused(415, f"Expected {kind}.")
                options = {"cut": True} if cut else {}
                return getattr(self.zenodo, name)(body, *found.groups(), **options)
        raise Refused(404, f"There is no {self.command} {self.path}.")

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *_):
        pass
