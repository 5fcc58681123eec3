"""An identity provider on loopback: OAuth 2 as GitHub speaks it, and OpenID Connect. It checks what real ones check.

A test sets what happens next: `person`, `deny`, `delay_s`, `codes_expired`, `claims` (over those of an ID token)."""

import base64
import hashlib
import hmac
import http.server
import json
import secrets
import threading
import time
import urllib.parse

CLIENT_ID = "kewp-client"
CLIENT_SECRET = "client secret/with+signs"
ISSUERS = {"orcid": "client_secret_post", "ls": "client_secret_basic", "surf": "client_secret_post"}


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class IdentityProvider:
    def __init__(self):
        self.reset()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def reset(self):
        self.person = {"login": "alice", "id": 583231, "name": "Alice Example", "sub": "0000-0002-1825-0097"}
        self.deny = None
        self.delay_s = 0
        self.codes_expired = False
        self.claims = {}
        self.status = None
        self.codes = {}
        self.tokens = {}
        self.asked = []

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def settings(self):
        return (f'[sign_in]\ngithub_url = "{self.url}/github"\ngithub_api = "{self.url}/api"\n'
                + "".join(f'{name}_issuer = "{self.url}/{name}"\n' for name in ISSUERS))

    @staticmethod
    def environment():
        return {f"{name}_CLIENT_{part}": value for name in ("GITHUB", "ORCID", "LS", "SURF")
                for part, value in (("ID", CLIENT_ID), ("SECRET", CLIENT_SECRET))}

    def id_token(self, name, nonce):
        now = int(time.time())
        claims = {"iss": f"{self.url}/{name}", "aud": CLIENT_ID, "sub": self.person["sub"], "exp": now + 300, "iat": now,
                  "nonce": nonce, **self.claims}
        claims = {key: value for key, value in claims.items() if value is not None}
        algorithm = claims.pop("alg", "HS256")
        text = encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()) + "." + encode(json.dumps(claims).encode())
        signature = hmac.digest(CLIENT_SECRET.encode(), text.encode(), "sha256") if algorithm != "none" else b""
        return text + "." + encode(signature)


class Handler(http.server.BaseHTTPRequestHandler):
    provider = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, location=None):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def back_channel(self):
        """What every question of the service meets: waiting, failing."""
        self.provider.asked.append(self.path)
        time.sleep(self.provider.delay_s)
        if self.provider.status:
            self.answer(self.provider.status, {"message": "out of order"})
            return False
        return True

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(path.query))
        parts = path.path.strip("/").split("/")
        if path.path == "/github/login/oauth/authorize" or parts[1:] == ["authorize"]:
            self.authorize(parts[0], query)
        elif not self.back_channel():
            pass
        elif parts[1:] == [".well-known", "openid-configuration"] and parts[0] in ISSUERS:
            base = f"{self.provider.url}/{parts[0]}"
            self.answer(200, {"issuer": base, "authorization_endpoint": base + "/authorize",
                              "token_endpoint": base + "/token", "userinfo_endpoint": base + "/userinfo",
                              "token_endpoint_auth_methods_supported": [ISSUERS[parts[0]]],
                              "code_challenge_methods_supported": ["S256"]})
        elif path.path == "/api/user" or parts[1:] == ["userinfo"]:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self.provider.tokens:
                self.answer(401, {"message": "Bad credentials"})
            elif parts[0] == "api":
                self.answer(200, {key: self.provider.person[key] for key in ("login", "id", "name")})
            else:
                self.answer(200, {"sub": self.provider.person["sub"], "name": self.provider.person["name"]})
        else:
            self.answer(404, {"message": "Not Found"})

    def authorize(self, name, query):
        """The page where the person says yes or no; here it is answered at once."""
        assert query["response_type"] == "code" and query["client_id"] == CLIENT_ID, query
        assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43, query
        assert len(query["state"]) >= 32, query
        if name != "github":
            assert "openid" in query["scope"].split() and len(query["nonce"]) >= 32, query
        back = query["redirect_uri"] + "?"
        if self.provider.deny:
            return self.answer(302, location=back + urllib.parse.urlencode(
                {"error": self.provider.deny, "state": query["state"]}))
        code = secrets.token_urlsafe(16)
        self.provider.codes[code] = {**query, "provider": name}
        return self.answer(302, location=back + urllib.parse.urlencode({"code": code, "state": query["state"]}))

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if not self.back_channel():
            return None
        name = self.path.strip("/").split("/")[0]
        if not self.client_is_known(name, form):
            return self.refuse(name, "incorrect_client_credentials" if name == "github" else "invalid_client", 401)
        # A code works once, also when the rest is wrong.
        code = self.provider.codes.pop(form.get("code", ""), None)
        challenge = encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (code is None or code["provider"] != name or self.provider.codes_expired
                or code["redirect_uri"] != form.get("redirect_uri") or code["code_challenge"] != challenge
                or form.get("grant_type") != "authorization_code"):
            return self.refuse(name, "bad_verification_code" if name == "github" else "invalid_grant", 400)
        token = secrets.token_urlsafe(16)
        self.provider.tokens[token] = name
        body = {"access_token": token, "token_type": "bearer", "scope": "read:user"}
        if name != "github":
            body["id_token"] = self.provider.id_token(name, code["nonce"])
        if name == "orcid":
            body |= {"name": self.provider.person["name"], "orcid": self.provider.person["sub"]}
        return self.answer(200, body)

    def client_is_known(self, name, form):
        if ISSUERS.get(name) == "client_secret_basic":
            given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode().split(":")
            return [urllib.parse.unquote(part) for part in given] == [CLIENT_ID, CLIENT_SECRET]
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)

    def refuse(self, name, error, status):
        self.answer(200 if name == "github" else status, {"error": error, "error_description": "no"})
