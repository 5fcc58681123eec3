"""pyarrow and DuckDB read the Parquet file of the running server, value by value."""

import json
import subprocess

import pytest

from other_python import python_with

PROGRAMS = {
    "pyarrow": """
import json, sys
import pyarrow.parquet
table = pyarrow.parquet.read_table(sys.argv[1])
names = ["uuid", "ke_name", "target_name", "confidence_level", "suggestion_score"]
print(json.dumps([list(row) for row in zip(*(table[name].to_pylist() for name in names))]))
""",
    "duckdb": """
import json, sys
import duckdb
query = "SELECT uuid, ke_name, target_name, confidence_level, suggestion_score FROM read_parquet(?)"
print(json.dumps([list(row) for row in duckdb.execute(query, [sys.argv[1]]).fetchall()]))
""",
}


@pytest.mark.parametrize("client", PROGRAMS)
def test_every_mapping_is_read_as_it_is_in_the_database(published, client, tmp_path):
    python = python_with(client)
    file = published.fetch("/export/parquet", tmp_path)
    done = subprocess.run([python, "-c", PROGRAMS[client], file], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    fields = ["uuid", "ke_title", "target_title", "confidence", "suggestion_score"]
    assert json.loads(done.stdout) == [[row[field] for field in fields] for row in published.rows]
