"""Files of the whole data set: they say what the database says, at once, in the same bytes."""

import collections
import concurrent.futures
import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import unicodedata

import pytest
import requests

from curators import approved, proposed, send
from kewp_server import DEMO_DATA, Person, Server, pairs

RESOURCES = {"ke-wp": "wikipathways", "ke-go": "go", "ke-reactome": "reactome"}
TIERS = ["high", "medium", "low"]
FORMATS = ["csv", "tsv", "json", "ndjson", "excel", "parquet", "rdf", "jsonld", "sssom"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server"), workers="count = 4") as running:
        yield running


@pytest.fixture(scope="module")
def genes():
    """Target id -> genes in the order of the annotation files."""
    all_genes = {}
    for name in ("wikipathways", "go_bp", "go_mf", "reactome"):
        all_genes.update(json.loads((DEMO_DATA / f"{name}_gene_annotations.json").read_text()))
    return all_genes


def mappings(server, resource=None, tiers=TIERS):
    """The mappings in force as an outside reader of the database sees them, in the order of files."""
    rows = server.rows(
        "SELECT uuid, resource, ke_id, ke_title, target_id, target_title, confidence, go_direction, approved_by "
        "FROM mapping WHERE withdrawn_at IS NULL ORDER BY resource = 'reactome', resource = 'go', created_at DESC, id")
    fields = ["uuid", "resource", "ke_id", "ke_title", "target_id", "target_title", "confidence", "go_direction",
              "approved_by"]
    found = [dict(zip(fields, row)) for row in rows]
    return [row for row in found if row["confidence"] in tiers and resource in (None, row["resource"])]


def slug(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")


def gmt_lines(rows, genes):
    lines = []
    for row in rows:
        direction = f" | direction:{row['go_direction']}" if row["go_direction"] else ""
        own = list(dict.fromkeys(genes.get(row["target_id"], [])))
        if own:
            name = f"KE{row['ke_id'][3:]}_{slug(row['ke_title'])}_{row['target_id']}"
            lines.append("\t".join([name, row["target_title"] + direction, *own]))
    return lines


def centric_lines(rows, genes):
    by_event = collections.defaultdict(list)
    for row in rows:
        by_event[int(row["ke_id"][3:])].append(row)
    lines = []
    for number, of_event in sorted(by_event.items()):
        union = list(dict.fromkeys(gene for row in of_event for gene in genes.get(row["target_id"], [])))
        if union:
            lines.append("\t".join([f"KE{number}", of_event[-1]["ke_title"], *union]))
    return lines


def as_lines(expected):
    return "".join(line + "\n" for line in expected)


# --- Gene sets -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", RESOURCES)
def test_gene_sets_are_those_of_database_and_annotation_files(server, genes, kind):
    rows = mappings(server, RESOURCES[kind])
    answer = server.get(f"/exports/gmt/{kind}")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == as_lines(gmt_lines(rows, genes)) and answer.content
    assert server.get(f"/exports/gmt/{kind}-centric").content.decode() == as_lines(centric_lines(rows, genes))


@pytest.mark.parametrize("parameter, value, tiers, name", [
    ("min_confidence", "HIGH", ["high"], "High"), ("min_confidence", "medium", ["high", "medium"], "Medium"),
    ("min_confidence", "low", TIERS, "Low"), ("min_confidence", "", TIERS, "All"),
    ("confidence", "medium", ["medium"], "Medium-only")])
def test_tier_is_a_threshold_or_one_tier_and_shows_in_the_name(server, genes, parameter, value, tiers, name):
    answer = server.get("/exports/gmt/ke-wp", params={parameter: value})
    assert answer.content.decode() == as_lines(gmt_lines(mappings(server, "wikipathways", tiers), genes))
    day = server.rows("SELECT substr(max(updated_at), 1, 10) FROM mapping WHERE resource = 'wikipathways'")[0][0]
    assert re.search(rf'filename="?KE-WP_{day}_{name}\.gmt"?', answer.headers["Content-Disposition"])
    rows = list(csv.DictReader(io.StringIO(server.get("/export/csv", params={parameter: value}).text)))
    assert [row["uuid"] for row in rows] == [row["uuid"] for row in mappings(server, tiers=tiers)]


@pytest.mark.parametrize("path", ["/exports/gmt/ke-go", "/exports/rdf/ke-go", "/export/csv"])
@pytest.mark.parametrize("query, named", [("min_confidence=all", "min_confidence"), ("confidence=best", "confidence"),
                                          ("confidence=high&min_confidence=low", "min_confidence")])
def test_bad_parameter_is_refused_by_name(server, path, query, named):
    answer = server.get(f"{path}?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 400 and named in answer.json()["details"] and named in answer.json()["error"]


def test_nothing_to_write_is_503_with_a_reason_and_not_kept(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(DEMO_DATA, data, ignore=shutil.ignore_patterns("sources", "curation.json"))
    with Server(tmp_path, data=data, workers="count = 2") as server:
        for kind, label in (("ke-wp", "KE-WP"), ("ke-go", "KE-GO"), ("ke-reactome", "KE-Reactome")):
            for path in (f"/exports/gmt/{kind}", f"/exports/gmt/{kind}-centric", f"/exports/rdf/{kind}"):
                answer = server.get(path)
                assert answer.status_code == 503 and answer.json()["error"].startswith(f"No {label} mappings available")
        assert list(csv.reader(io.StringIO(server.get("/export/csv").text)))[1:] == []
        assert server.get("/export/json").json()["mappings"] == []
        free = iter(pairs(data))
        approved(Person(server, "admin"), proposed(Person(server), free))
        assert server.get("/exports/rdf/ke-wp").status_code == 200


# --- Addresses that old scripts know ---------------------------------------------------------------------------------

def test_download_has_comments_above_the_columns_of_before(server):
    answer = server.get("/download")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename=" in answer.headers["Content-Disposition"] and "ke_wp_mappings_" in answer.headers["Content-Disposition"]
    lines = answer.content.decode().split("\r\n")
    rows = mappings(server, "wikipathways")
    assert f"# Total mappings: {len(rows)}" in lines
    assert f"# Unique Key Events: {len({row['ke_id'] for row in rows})}" in lines
    high = sum(row["confidence"] == "high" for row in rows)
    assert f"#   high: {high} ({100 * high / len(rows):.1f}%)" in lines
    table = list(csv.DictReader(line for line in lines if line and not line.startswith("#")))
    assert list(table[0]) == ("id,ke_id,ke_title,wp_id,wp_title,connection_type,confidence_level,created_by,created_at,"
                              "updated_at,updated_by").split(",")
    assert [(row["ke_id"], row["wp_id"]) for row in table] == [(row["ke_id"], row["target_id"]) for row in rows]


def test_preview_shows_the_first_lines_of_the_present_file(server):
    whole = server.get("/exports/gmt/ke-wp").content.decode().splitlines(keepends=True)
    assert server.get("/api/preview/wp/gmt").json() == {"available": True, "lines": whole[:20]}
    turtle = server.get("/api/preview/reactome/ttl").json()
    assert turtle["lines"][1].startswith("@prefix") and len(turtle["lines"]) == 20
    for unknown in ("wp/csv", "..%2F..%2Fetc/passwd", "kegg/gmt"):
        assert server.get(f"/api/preview/{unknown}").json() == {"available": False, "lines": []}


def test_regenerate_is_for_administrators_and_has_nothing_to_do(server):
    assert requests.post(server.url + "/admin/exports/regenerate", timeout=30).status_code in (401, 403)
    assert Person(server).post("/admin/exports/regenerate", {}).status_code == 403
    done = Person(server, "admin").post("/admin/exports/regenerate", {})
    assert done.status_code == 200 and done.json()["status"] == "ok" and "ke-go-mappings.ttl" in done.json()["files"]


# --- All formats ---------------------------------------------------------------------------------------------------

def rows_of(format_name, content):
    """UUID -> (Key Event, target, confidence) of the formats that need no other program to be read."""
    if format_name in ("excel", "parquet"):
        return None
    text = content.decode()
    if format_name in ("csv", "tsv"):
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="," if format_name == "csv" else "\t"))
    elif format_name == "json":
        rows = json.loads(text)["mappings"]
    elif format_name == "ndjson":
        rows = [json.loads(line) for line in text.splitlines()]
    elif format_name == "jsonld":
        rows = [{"uuid": node["identifier"], "ke_id": node["keyEvent"]["identifier"],
                 "target_id": (node.get("pathway") or node["goTerm"])["identifier"],
                 "confidence_level": node["confidence"]} for node in json.loads(text)["hasPart"]]
    elif format_name == "sssom":
        body = "".join(line for line in io.StringIO(text) if not line.startswith("#"))
        tier = {"0.9": "high", "0.6": "medium", "0.3": "low"}
        rows = [{"uuid": row["record_id"].split(":")[1], "ke_id": "KE " + row["subject_id"].split(":")[1],
                 "target_id": re.sub("^(wikipathways|reactome):", "", row["object_id"]),
                 "confidence_level": tier[row["confidence"]]}
                for row in csv.DictReader(io.StringIO(body), delimiter="\t")]
    else:
        return None
    return {row["uuid"]: (row["ke_id"], row["target_id"], row["confidence_level"]) for row in rows}


@pytest.mark.parametrize("format_name", FORMATS)
def test_whole_data_set_has_every_mapping_in_force_and_no_other(server, format_name):
    expected = {row["uuid"]: (row["ke_id"], row["target_id"], row["confidence"]) for row in mappings(server)}
    assert len(expected) > 20
    answer = server.get(f"/export/{format_name}")
    assert answer.status_code == 200 and len(answer.content) > 1000
    found = rows_of(format_name, answer.content)
    assert found is None or found == expected


def test_formats_are_listed_with_what_they_are_good_for(server):
    listed = server.get("/export/formats").json()
    assert set(FORMATS) <= set(listed["available_formats"])
    assert set(listed["available_formats"]) == set(listed["format_details"])
    for name, about in listed["format_details"].items():
        answer = server.get(f"/export/{name}")
        assert answer.headers["Content-Type"] == about["content_type"] and about["use_cases"]
    for other, name in (("xlsx", "excel"), ("turtle", "rdf"), ("CSV", "csv")):
        assert server.get(f"/export/{other}").content == server.get(f"/export/{name}").content
    unknown = server.get("/export/spss")
    assert unknown.status_code == 400 and "spss" in unknown.json()["error"]
    assert unknown.json()["details"]["available_formats"] == listed["available_formats"]


PATHS = [f"/export/{name}" for name in FORMATS] + [
    f"/exports/{form}" for kind in RESOURCES for form in (f"gmt/{kind}", f"gmt/{kind}-centric", f"rdf/{kind}")]


@pytest.mark.parametrize("path", PATHS)
def test_file_has_tag_length_and_name_and_head_says_the_same(server, path):
    whole = server.get(path, headers={"Accept-Encoding": "identity"})
    assert whole.status_code == 200 and whole.headers["Cache-Control"] == "no-cache"
    assert whole.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Access-Control-Allow-Origin" not in whole.headers  # downloads are no business of other sites' scripts
    head = requests.head(server.url + path, headers={"Accept-Encoding": "identity"}, timeout=30)
    for name in ("ETag", "Content-Length", "Content-Type", "Content-Disposition"):
        assert head.headers[name] == whole.headers[name], name
    assert head.headers["Content-Length"] == str(len(whole.content)) and not head.content
    same = server.get(path, headers={"If-None-Match": whole.headers["ETag"], "Accept-Encoding": "identity"})
    assert same.status_code == 304 and not same.content


@pytest.mark.parametrize("path", PATHS)
def test_compressed_file_is_the_same_file(server, path):
    plain = server.get(path, headers={"Accept-Encoding": "identity"})
    packed = server.get(path, headers={"Accept-Encoding": "gzip"}, stream=True)
    if path in ("/export/excel", "/export/parquet"):
        assert "Content-Encoding" not in packed.headers
        return
    assert packed.headers["Content-Encoding"] == "gzip" and packed.headers["ETag"] != plain.headers["ETag"]
    raw = packed.raw.read(decode_content=False)
    assert gzip.decompress(raw) == plain.content and len(raw) < len(plain.content)


def digests(server):
    return {path: hashlib.sha256(server.get(path).content).hexdigest() for path in PATHS}


def test_another_server_makes_the_same_bytes_from_the_same_data(server, tmp_path):
    first = digests(server)
    copy = Server(tmp_path, workers="count = 1")
    copy.fill_from(server)
    with copy:
        assert digests(copy) == first
        assert digests(server) == first


def test_files_follow_the_data_at_once_in_every_worker(server):
    curator, admin = Person(server), Person(server, "admin")
    taken = set(server.rows("SELECT ke_id, target_id FROM mapping UNION SELECT ke_id, target_id FROM proposal"))
    free = iter([pair for pair in pairs(DEMO_DATA) if pair not in taken])
    checked = ["/export/csv", "/export/sssom", "/exports/rdf/ke-wp"]

    def everywhere(uuid):
        """Whether the files hold the mapping, each asked over connections of their own so that all workers answer."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda path: uuid in server.get(path).text, checked * 8))
        return set(answers)

    for _ in range(3):
        before = {path: server.get(path).headers["ETag"] for path in checked}
        uuid = approved(admin, proposed(curator, free))["mapping_uuid"]
        assert everywhere(uuid) == {True}
        assert all(server.get(path).headers["ETag"] != tag for path, tag in before.items())
        gone = send(admin, "POST", f"/api/admin/mappings/{uuid}/withdraw", {"reason": "made for a test"})
        assert gone.status_code == 200, gone.text
        assert everywhere(uuid) == {False}

