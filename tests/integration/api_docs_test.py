"""The examples of docs/api.md run as they stand there, against a real server."""

import re
import shutil
import subprocess
import sys

import pytest

from kewp_server import SOURCE, Server

ADDRESS = "https://mapping.example.org"
TEXT = (SOURCE / "docs" / "api.md").read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 2") as running:
        yield running


def examples(language, server):
    found = re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.S)
    assert found
    return [code.replace(ADDRESS, server.url) for code in found]


def run(command, code):
    done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, code + done.stdout + done.stderr
    return done.stdout


def test_python_examples(server):
    code = "\n".join(examples("python", server))
    output = run([sys.executable, "-"], code + "\nprint(len(mappings), len(high), len(titles), len(mirror), tag[0])")
    total = {path: server.get(f"/api/v1/{path}").json()["pagination"]["total"]
             for path in ("mappings", "go-mappings", "reactome-mappings")}
    high = server.get("/api/v1/mappings?confidence_level=high").json()["pagination"]["total"]
    titles = {row["pathway_title"] for row in server.get("/api/v1/mappings?aop_id=3&per_page=200").json()["data"]}
    assert output.split() == [str(total["mappings"]), str(high), str(len(titles)), str(sum(total.values())), '"']


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R (r-base-core) is not installed")
def test_r_examples(server):
    first, *others = examples("r", server)
    total = server.get("/api/v1/mappings").json()["pagination"]["total"]
    assert run(["Rscript", "-"], first + "\ncat(nrow(mappings))").split()[-1] == str(total)
    if subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True).returncode != 0:
        pytest.skip("the R package jsonlite (r-cran-jsonlite) is not installed")
    high = server.get("/api/v1/mappings?confidence_level=high").json()["pagination"]["total"]
    assert run(["Rscript", "-"], others[0] + "\ncat(nrow(high))").split()[-1] == str(high)


def test_tables_name_only_parameters_that_exist():
    spec = (SOURCE / "src" / "web" / "openapi.yaml").read_text()
    for name in re.findall(r"^\| `(\w+)=", TEXT, flags=re.M):
        assert re.search(rf"name: {name}\b", spec), name
