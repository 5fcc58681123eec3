"""People who curate by the JSON routes, each with an identity of their own."""

import requests

from kewp_server import Person

ANSWERS = {"relationship": "causative", "basis": "known", "specificity": "specific", "coverage": "complete"}


class Member(Person):
    """Someone signed in through the provider, with an identity of their own."""

    def __init__(self, server, provider, login):
        self.server, self.login = server, login
        provider.person = {"login": login, "id": 1000 + sum(login.encode()), "name": login.title(), "sub": "-"}
        self.http = requests.Session()
        answer = self.http.get(server.url + "/login/github", timeout=30)
        assert answer.status_code in (200, 404, 503), answer.text  # 503: the pages are not built here
        self.http.headers["Origin"] = server.url
        session = self.http.get(server.url + "/api/session", timeout=30).json()
        assert session["signed_in"], session
        self.identity, self.token = session["identity"], session["csrf_token"]


def send(person, method, path, body=None, **options):
    headers = {"X-CSRF-Token": person.token, **options.pop("headers", {})}
    if body is not None:
        options["json"] = body
    return person.http.request(method, person.server.url + path, headers=headers, timeout=60, **options)


def proposed(person, free, **fields):
    ke_id, target_id = next(free)
    answer = send(person, "POST", "/api/proposals",
                  {"resource": "wikipathways", "ke_id": ke_id, "target_id": target_id, **ANSWERS, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def approved(admin, proposal):
    answer = send(admin, "POST", f"/api/admin/proposals/{proposal['uuid']}/approve", {"version": proposal["version"]})
    assert answer.status_code == 200, answer.text
    return answer.json()
