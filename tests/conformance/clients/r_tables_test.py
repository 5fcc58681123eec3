"""R reads CSV, TSV and JSON with the defaults of its own functions."""

import json
import pathlib
import shutil
import subprocess

import pytest

READER = pathlib.Path(__file__).with_name("read_tables.R")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed (r-base-core, r-cran-jsonlite)")
def test_r_reads_tables_and_json_cell_for_cell(published, tmp_path):
    files = [published.fetch(f"/export/{name}", tmp_path) for name in ("csv", "tsv", "json", "ndjson")]
    done = subprocess.run(["Rscript", "--vanilla", READER, *files], capture_output=True, text=True, encoding="utf-8",
                          env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stderr

    def as_read(text, name):  # R's text connections make one line end of two characters
        return text.replace("\r\n", "\n") if name in ("csv", "tsv") else text

    tables = json.loads(done.stdout)
    for name in ("csv", "tsv", "json", "ndjson"):
        table = tables[name]
        assert table["uuid"] == [row["uuid"] for row in published.rows], name
        assert table["ke_name"] == [as_read(row["ke_title"], name) for row in published.rows], name
        assert table["target_name"] == [as_read(row["target_title"], name) for row in published.rows], name
        scores = [None if value in (None, "NA") else float(value) for value in table["suggestion_score"]]
        assert scores == pytest.approx([row["suggestion_score"] for row in published.rows], abs=1e-12, nan_ok=True), name
