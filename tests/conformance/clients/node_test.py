"""Node's fetch reads JSON, NDJSON as a stream, and CSV, by the addresses and validators that HTTP gives it."""

import json
import pathlib
import shutil
import subprocess

import pytest

READER = pathlib.Path(__file__).with_name("read_mappings.mjs")


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_fetch_reads_json_lines_and_revalidates(published):
    done = subprocess.run(["node", READER, published.url], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    expected = [[row["uuid"], row["ke_title"], row["target_title"], row["suggestion_score"]] for row in published.rows]
    assert answer["json"] == expected and answer["ndjson"] == expected
    assert answer["again"] == 304
    assert answer["geneSets"] == len(published.server.get("/exports/gmt/ke-wp").content.decode().split("\n")) - 1
