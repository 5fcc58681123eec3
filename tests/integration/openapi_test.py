"""docs/openapi/curation.yaml and the server say the same: every operation exists, and every JSON route is described."""

import re

import pytest
import requests
import yaml

from kewp_server import SOURCE, Person, Server

SPEC = yaml.safe_load((SOURCE / "docs" / "openapi" / "curation.yaml").read_text())
# The public API, and what the pages of Key Events and suggestions read.
ELSEWHERE = ("/api/v1/", "/api/docs", "/api/preview/", "/api/embed", "/api/ke_context", "/api/ke_detail",
             "/api/go-scoring-config", "/api/scoring-config")
NEED_A_QUERY = ("/api/pairs/availability", "/api/targets")
METHODS = {"get", "put", "post", "delete", "patch"}
OPERATIONS = [(method, path) for path, item in SPEC["paths"].items() for method in item if method in METHODS]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 1") as running:
        yield running


def allowed(server, path):
    answer = requests.options(server.url + re.sub(r"{\w+}", "x", path), timeout=30)
    return {method.strip().lower() for method in answer.headers.get("Allow", "").split(",")} & METHODS


def test_every_described_operation_exists(server):
    for path, item in SPEC["paths"].items():
        assert allowed(server, path) == set(item) & METHODS, path


def test_every_json_route_is_described(server):
    sources = "".join(file.read_text() for room in ("web", "ops") for file in sorted((SOURCE / "src" / room).glob("*.cpp")))
    routes = {path for path in re.findall(r'"(/api/[^"\s]*[^"\s/])"', sources) if not path.startswith(ELSEWHERE)}
    assert len(routes) > 35
    assert routes == set(SPEC["paths"])


def test_operations_are_complete():
    def follow(reference):
        node = SPEC
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        return node

    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                assert follow(node["$ref"]) is not None
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(SPEC)
    assert SPEC["openapi"].startswith("3.1")
    for method, path in OPERATIONS:
        operation = SPEC["paths"][path][method]
        assert operation["summary"] and operation["x-role"] in ("visitor", "guest", "curator", "admin"), path
        declared = {row["name"] for row in operation.get("parameters", []) if row["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path)), path
        if method != "get" and operation["x-role"] != "visitor":
            assert operation["security"] == [{"session": [], "csrf": []}], path


def test_answers_have_the_described_form(server):
    jsonschema = pytest.importorskip("jsonschema", reason="python3-jsonschema is not installed")
    admin = Person(server, "admin")
    checked = 0
    for method, path in OPERATIONS:
        content = SPEC["paths"][path][method]["responses"].get("200", {}).get("content", {}).get("application/json")
        if method != "get" or "{" in path or not content or path in NEED_A_QUERY:
            continue
        schema = {**content["schema"], "components": SPEC["components"]}
        answer = admin.get(path)
        assert answer.status_code == 200, (path, answer.text)
        jsonschema.Draft202012Validator(schema).validate(answer.json())
        checked += 1
    assert checked >= 15
    schema = {**SPEC["components"]["schemas"]["Proposal"], "components": SPEC["components"]}
    uuid = admin.get("/api/admin/proposals").json()["proposals"][0]["uuid"]
    jsonschema.Draft202012Validator(schema).validate(admin.get("/api/proposals/" + uuid).json())
