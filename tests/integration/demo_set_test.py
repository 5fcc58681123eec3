"""The demo set is large enough, consistent in itself and free of other people's prose."""

import filecmp
import gzip
import hashlib
import html
import json
import math
import pathlib
import re
import subprocess
import sys
import tarfile

import numpy
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "demo"
SHARED = ROOT.parent / "shared" / "data"
ROOTS = {"bp": "GO:0008150", "mf": "GO:0003674"}
NAMESPACES = {"bp": "biological_process", "mf": "molecular_function"}

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/data here: published files are needed")


def load(name):
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def adjacency():
    return {aop: value for aop, value in load("ker_adjacency.json").items() if aop != "_metadata"}


def go_metadata():
    return {**load("go_bp_metadata.json"), **load("go_mf_metadata.json")}


def targets():
    return {"wikipathways": {p["pathwayID"] for p in load("pathway_metadata.json")},
            "reactome": set(load("reactome_pathway_metadata.json")), "go": set(go_metadata())}


def descriptions():
    """(id, text) of every text of our own."""
    texts = [(k["KElabel"], k["KEdescription"]) for k in load("ke_metadata.json")]
    texts += [(p["pathwayID"], p["pathwayDescription"]) for p in load("pathway_metadata.json")]
    texts += [(i, p["description"]) for i, p in load("reactome_pathway_metadata.json").items()]
    texts += [(i, t["definition"]) for i, t in go_metadata().items()]
    texts += [(m["ke_id"], m["note"]) for part in load("curation.json").values() for m in part]
    return [(identifier, text) for identifier, text in texts if text]


def test_it_is_as_large_as_promised():
    key_events, curation = load("ke_metadata.json"), load("curation.json")
    aops = {entry["aop_id"] for entries in load("ke_aop_membership.json").values() for entry in entries}
    assert len(key_events) >= 120 and len(aops) >= 15
    assert len(targets()["wikipathways"]) >= 150
    assert len(targets()["reactome"]) >= 120
    assert len(targets()["go"]) >= 300
    assert len(load("go_bp_gene_annotations.json")) >= 100 and len(load("go_mf_gene_annotations.json")) >= 50
    assert len(curation["mappings"]) >= 20 and len(curation["proposals"]) >= 6
    assert sum(bool(k["KEdescription"]) for k in key_events) >= 60
    assert sum(bool(p["pathwayDescription"]) for p in load("pathway_metadata.json")) >= 40
    assert sum(bool(t["definition"]) for t in go_metadata().values()) >= 60


def test_it_stays_small():
    vectors = sum(path.stat().st_size for path in DEMO.glob("*.npz"))
    assert 0 < vectors < 1_000_000
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) - vectors < 2_000_000


def test_every_entry_has_its_vectors():
    expected = {"ke_embeddings_title_only": {k["KElabel"] for k in load("ke_metadata.json")}}
    expected["ke_embeddings_with_desc"] = expected["ke_embeddings_title_only"]
    expected["pathway_embeddings"] = expected["pathway_title_embeddings"] = targets()["wikipathways"]
    expected["reactome_pathway_embeddings"] = expected["reactome_pathway_name_embeddings"] = targets()["reactome"]
    for short in ("bp", "mf"):
        terms = set(load(f"go_{short}_metadata.json"))
        expected[f"go_{short}_embeddings"] = expected[f"go_{short}_name_embeddings"] = terms
    assert {path.stem for path in DEMO.glob("*.npz")} == set(expected)
    files = load("manifest.json")["files"]
    for name, ids in expected.items():
        with numpy.load(DEMO / f"{name}.npz") as file:
            assert set(file["ids"]) == ids and file["matrix"].dtype == "<f4", name
            assert file["matrix"].shape == (len(ids), 384) and (abs(numpy.linalg.norm(file["matrix"], axis=1) - 1) < 0.01).all()
        content = (DEMO / f"{name}.npz").read_bytes()
        assert files[f"{name}.npz"]["sha256"] == hashlib.sha256(content).hexdigest()
        assert files[f"{name}.npz"]["text_profile"] == "clean"


def test_ids_are_well_formed_and_unique():
    ids = [k["KElabel"] for k in load("ke_metadata.json")]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"KE \d+", i) for i in ids)
    pathways = [p["pathwayID"] for p in load("pathway_metadata.json")]
    assert len(pathways) == len(set(pathways)) and all(re.fullmatch(r"WP\d+", i) for i in pathways)
    assert all(re.fullmatch(r"R-HSA-\d+", i) for i in targets()["reactome"])
    assert all(re.fullmatch(r"GO:\d{7}", i) for i in targets()["go"])


def test_every_key_event_belongs_to_an_aop_and_relationships_join_its_members():
    known = {k["KElabel"] for k in load("ke_metadata.json")}
    membership = load("ke_aop_membership.json")
    assert set(membership) == known
    for aop, value in adjacency().items():
        listed = {ke["id"] for ke in value["kes"]}
        ends = {end for ker in value["kers"] for end in (ker["upstream"], ker["downstream"])}
        assert value["kers"] and listed == ends and listed <= known, aop
        assert {ke["type"] for ke in value["kes"]} <= {"MIE", "KE", "AO"}, aop
        assert all(aop in {entry["aop_id"] for entry in membership[ke]} for ke in listed), aop
    metadata = load("ker_adjacency.json")["_metadata"]
    assert metadata["aop_count"] == len(adjacency())
    assert metadata["total_kers"] == sum(len(value["kers"]) for value in adjacency().values())
    assert set(load("aop_oecd_status.json")["aops"]) == set(adjacency())


@pytest.mark.parametrize("name", ["ke_genes", "wikipathways_gene_annotations", "reactome_gene_annotations",
                                  "go_bp_gene_annotations", "go_mf_gene_annotations",
                                  "go_bp_gene_annotations_propagated", "go_mf_gene_annotations_propagated"])
def test_gene_lists_are_sorted_distinct_and_not_empty(name):
    for identifier, genes in load(f"{name}.json").items():
        assert genes and genes == sorted(set(genes)), identifier
        assert all(re.fullmatch(r"[A-Za-z0-9@.-]+", gene) for gene in genes), identifier


def test_pathways_have_between_10_and_500_genes():
    for name, resource in (("wikipathways", "wikipathways"), ("reactome", "reactome")):
        genes = load(f"{name}_gene_annotations.json")
        assert set(genes) == targets()[resource]
        assert all(10 <= len(symbols) <= 500 for symbols in genes.values())


@pytest.mark.parametrize("short", ["bp", "mf"])
def test_the_go_set_is_closed_under_ancestors_and_its_numbers_agree(short):
    terms, hierarchy = load(f"go_{short}_metadata.json"), load(f"go_{short}_hierarchy.json")
    direct = load(f"go_{short}_gene_annotations.json")
    propagated = load(f"go_{short}_gene_annotations_propagated.json")
    assert set(terms) == set(hierarchy) == set(propagated) and set(direct) <= set(terms)
    expected = {go: set(direct.get(go, [])) for go in terms}
    for go, record in hierarchy.items():
        assert record["namespace"] == NAMESPACES[short] and record["name"] == terms[go]["name"]
        above, queue = set(), list(terms[go]["is_a"] + terms[go]["part_of"])
        while queue:
            parent = queue.pop()
            assert parent in terms, f"{go}: ancestor {parent} is missing"
            if parent not in above:
                above.add(parent)
                queue += terms[parent]["is_a"] + terms[parent]["part_of"]
        assert record["ancestors"] == sorted(above) and go not in above
        assert go == ROOTS[short] or ROOTS[short] in above
        parents = [hierarchy[parent]["depth"] for parent in terms[go]["is_a"] + terms[go]["part_of"]]
        assert record["depth"] == (min(parents) + 1 if parents else 0)
        for ancestor in above:
            expected[ancestor] |= set(direct.get(go, []))
    total = len(expected[ROOTS[short]])
    bits = {go: -math.log2(len(genes) / total) for go, genes in expected.items()}
    for go, record in hierarchy.items():
        assert propagated[go] == sorted(expected[go])
        assert record["propagated_gene_count"] == len(expected[go])
        assert record["ic_score"] == pytest.approx(bits[go] / max(bits.values()), abs=1e-6)


def confidence(entry, level):
    if entry["resource"] == "go":
        score = (0.33 * entry["connection_score"] + 0.33 * entry["specificity_score"]
                 + 0.34 * entry["evidence_score"])
        return "high" if score >= 2.5 else "medium" if score >= 1.5 else "low"
    score = {"known": 3, "likely": 2, "possible": 1, "uncertain": 0}[entry["basis"]]
    score += {"specific": 2, "includes": 1, "loose": 0}[entry["specificity"]]
    score += {"complete": 1.5, "keysteps": 1, "minor": 0.5}[entry["coverage"]]
    score += 1 if level in ("Molecular", "Cellular", "Tissue") else 0
    return "high" if score >= 5 else "medium" if score >= 2.5 else "low"


def test_every_curated_pair_exists_and_its_confidence_follows_from_its_answers():
    levels = {k["KElabel"]: k["biolevel"] for k in load("ke_metadata.json")}
    known, curation = targets(), load("curation.json")
    for entry in curation["mappings"] + curation["proposals"]:
        pair = (entry["ke_id"], entry["target_id"])
        assert entry["ke_id"] in levels and entry["target_id"] in known[entry["resource"]], pair
        assert entry["confidence"] == confidence(entry, levels[entry["ke_id"]]), pair
        allowed = (("describes", "involves", "related", "context") if entry["resource"] == "go"
                   else ("causative", "responsive", "bidirectional", "unclear"))
        assert entry["connection_type"] in allowed, pair
        assert entry.get("relationship", entry["connection_type"]) == entry["connection_type"], pair
        assert re.fullmatch(r"demo:[a-z-]+", entry["proposed_by"]) and entry["days_ago"] >= 0, pair
        assert entry["suggestion_score"] is None or 0 < entry["suggestion_score"] <= 0.98, pair
    assert all(entry["approved_by"] == "demo:admin" for entry in curation["mappings"])
    assert all(entry["display_name"] for entry in curation["proposals"])
    for part in curation.values():
        assert {entry["resource"] for entry in part} == {"wikipathways", "reactome", "go"}
    assert {entry["confidence"] for entry in curation["mappings"]} == {"high", "medium", "low"}


def test_no_pair_is_curated_twice():
    pairs = [(e["resource"], e["ke_id"], e["target_id"]) for part in load("curation.json").values() for e in part]
    assert len(pairs) == len(set(pairs))


def test_approved_pairs_show_a_gene_overlap_often_enough_to_look_at():
    scores = [entry["suggestion_score"] for entry in load("curation.json")["mappings"]]
    assert sum(score is not None for score in scores) * 2 >= len(scores)


def words(text):
    plain = html.unescape(re.sub(r"<[^>]+>", " ", html.unescape(text))).lower()
    return re.findall(r"[a-z0-9]+", plain)


def published_prose():
    def read(name):
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as stream:
            return stream.read()
    for record in json.loads(read("reference-datafolder/ke_metadata-202602.json.gz")):
        yield record["KEdescription"]
    for record in json.loads(read("reference-datafolder/pathway_metadata-202602.json.gz")):
        yield record.get("pathwayDescription") or record.get("description") or ""
    yield from re.findall(r'dc:description\s+"(.*?)"', read("aopwiki/aops-20260613.ttl.gz"), re.S)
    yield from re.findall(r'^def: "(.*)"', (SHARED / "go/goslim_generic-20260519.obo").read_text("utf-8"), re.M)
    with tarfile.open(SHARED / "wikipathways/wikipathways-database-20260822-Homo_sapiens.tar.gz") as archive:
        for member in archive:
            if member.name.endswith("-info.json"):
                yield json.load(archive.extractfile(member)).get("description") or ""


@needs_shared
def test_no_text_shares_a_run_of_eight_words_with_the_published_descriptions():
    ours, short = {}, {}
    for identifier, text in descriptions():
        mine = words(text)
        short[tuple(mine)] = identifier
        for start in range(len(mine) - 7):
            ours[tuple(mine[start:start + 8])] = identifier
    assert len(ours) > 500
    count = 0
    for text in published_prose():
        theirs = words(text)
        count += bool(theirs)
        assert tuple(theirs) not in short, text
        for start in range(len(theirs) - 7):
            run = tuple(theirs[start:start + 8])
            assert run not in ours, f"{ours.get(run)}: {' '.join(run)}"
    assert count > 1500, "the published descriptions were not found where they should be"


@needs_shared
def test_making_it_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, ROOT / "scripts" / "make-demo-set", SHARED, "--output", tmp_path],
                   check=True, capture_output=True, text=True, timeout=120)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in DEMO.glob("*.json") if path.name != "manifest.json")
    same, different, missing = filecmp.cmpfiles(tmp_path, DEMO, made, shallow=False)
    assert not different and not missing and len(same) == len(made)
