"""Gene sets load in R by the few lines that clusterProfiler and fgsea are built on, and by these where they are there."""

import json
import pathlib
import shutil
import subprocess

import pytest

R_READER = pathlib.Path(__file__).with_name("read_gene_sets.R")
KINDS = ["ke-wp", "ke-go", "ke-reactome", "ke-wp-centric", "ke-go-centric", "ke-reactome-centric"]

needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed (r-base-core, r-cran-jsonlite)")


def python_sets(file):
    """What GSEApy and the like do: a line is a name, a description and genes."""
    sets = {}
    for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
        name, description, *genes = line.split("\t")
        assert name not in sets and description and genes and len(genes) == len(set(genes)) and "" not in genes
        sets[name] = genes
    return sets


def annotations(data, resource):
    names = {"wikipathways": ["wikipathways"], "go": ["go_bp", "go_mf"], "reactome": ["reactome"]}[resource]
    genes = {}
    for name in names:
        genes.update(json.loads((data / f"{name}_gene_annotations.json").read_text()))
    return genes


@pytest.mark.parametrize("kind", KINDS)
def test_python_reads_gene_sets_with_unique_names_and_genes(published, kind, tmp_path):
    sets = python_sets(published.fetch(f"/exports/gmt/{kind}", tmp_path))
    resource = {"wp": "wikipathways", "go": "go", "reactome": "reactome"}[kind.split("-")[1]]
    genes = annotations(published.server.data, resource)
    mine = [row for row in published.rows if row["resource"] == resource and genes.get(row["target_id"])]
    assert len(mine) > 5
    if kind.endswith("centric"):
        expected = {}
        for row in mine:
            expected.setdefault("KE" + row["ke_id"][3:], set()).update(genes[row["target_id"]])
        assert {name: set(found) for name, found in sets.items()} == expected
    else:
        assert [name.rsplit("_", 1)[1] for name in sets] == [row["target_id"] for row in mine]
        assert [name.split("_", 1)[0] for name in sets] == ["KE" + row["ke_id"][3:] for row in mine]
        assert list(sets.values()) == [genes[row["target_id"]] for row in mine]


@needs_r
@pytest.mark.parametrize("kind", KINDS)
def test_r_reads_the_same_gene_sets(published, kind, tmp_path):
    file = published.fetch(f"/exports/gmt/{kind}", tmp_path)
    done = subprocess.run(["Rscript", "--vanilla", R_READER, file], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["sets"] == python_sets(file)
    # Packages that are not installed are named in the output, and the base functions alone have proved the file.
    print("also read by:", ", ".join(answer["packages"]) or "no package (fgsea, clusterProfiler, GSEABase: not installed)")
