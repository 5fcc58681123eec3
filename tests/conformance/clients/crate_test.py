"""ro-crate-py opens the archive and finds every file with its description."""

import json
import subprocess

from other_python import python_with

PROGRAM = """
import json, sys
from rocrate.rocrate import ROCrate
crate = ROCrate(sys.argv[1])
about = crate.root_dataset
print(json.dumps({
    "name": crate.name,
    "licence": crate.license["@id"],
    "creators": [creator["name"] for creator in crate.creator],
    "sources": sorted(source["name"] for source in about["isBasedOn"]),
    "files": {entity.id: entity.get("encodingFormat") for entity in about["hasPart"]},
}))
"""


def test_ro_crate_py_reads_the_archive(published, tmp_path):
    python = python_with("rocrate")
    file = published.fetch("/exports/ro-crate.zip", tmp_path)
    done = subprocess.run([python, "-c", PROGRAM, file], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["name"].startswith("Key Event to pathway mappings") and found["creators"] == ["KE-WP mapping curators"]
    assert found["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert "AOP-Wiki" in found["sources"]
    assert found["files"]["mappings.csv"] == "text/csv"
    assert len([name for name in found["files"] if name.endswith("_All.gmt")]) == 3
