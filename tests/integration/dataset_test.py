"""What is said about the data set as a whole, its Parquet file and its RO-Crate."""

import csv
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))

from curators import approved, proposed  # noqa: E402
from kewp_server import Person, Server, copy_of_demo_data, pairs  # noqa: E402
from parquet_reader import EPOCH, File  # noqa: E402

SETTINGS = """[dataset]
title = "Mappings <of> \\"Key Events\\" & {TeX}"
creators = [{ name = "Doe, Ann Mary", orcid = "0000-0002-1825-0097", affiliation = "A & B" }, { name = "The Group" }]
publisher = "Some University"
"""
RELEASE = {"deposition_id": 7, "doi": "10.5281/zenodo.7", "concept_doi": "10.5281/zenodo.6",
           "published_at": "2026-01-02T03:04:05Z", "version": "2026-01-02",
           "counts": {key: {"All": 3, "High": 1, "Medium": 1, "Low": 1} for key in ("wp", "go", "reactome")}}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset")
    with Server(folder, data=copy_of_demo_data(folder), workers="count = 2", extra=SETTINGS) as running:
        yield running


def counts(server):
    rows = server.rows("SELECT resource, confidence, count(*) FROM mapping WHERE withdrawn_at IS NULL GROUP BY 1, 2")
    found = {resource: {"all": 0, "high": 0, "medium": 0, "low": 0} for resource in ("wikipathways", "go", "reactome")}
    for resource, confidence, count in rows:
        found[resource][confidence] = count
        found[resource]["all"] += count
    return found


def last_change(server):
    return server.rows("SELECT max(updated_at) FROM mapping")[0][0]


def test_metadata_have_the_fields_that_readers_look_for(server):
    answer = server.get("/dataset/metadata")
    assert answer.headers["Content-Type"] == "application/json"
    about = answer.json()
    assert about["titles"] == [{"title": 'Mappings <of> "Key Events" & {TeX}'}]
    assert about["descriptions"][0]["description_type"] == "Abstract"
    assert [creator["name"] for creator in about["creators"]] == ["Doe, Ann Mary", "The Group"]
    assert about["publisher"] == "Some University" and about["language"] == "en"
    assert about["publication_year"] == int(last_change(server)[:4]) and about["version"] == last_change(server)[:10]
    assert about["rights_list"][0]["rights_uri"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert about["counts"] == counts(server)
    assert about["sources"]["gene_ontology"] == "2024-01-17"
    again = server.get("/dataset/metadata", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_citations_come_in_every_form_by_parameter_and_accept(server):
    year = last_change(server)[:4]
    apa = server.get("/dataset/citation").json()
    assert list(apa) == ["format", "citation", "available_formats"] and {"apa", "bibtex"} <= set(apa["available_formats"])
    assert apa["citation"].startswith(f"Doe, A. M., & The Group ({year}). Mappings <of>")
    assert apa["citation"] == server.get("/dataset/citation?format=APA").json()["citation"]
    assert server.get("/dataset/citation?format=text").text == apa["citation"] + "\n"

    bibtex = server.get("/dataset/citation?format=bibtex")
    assert bibtex.headers["Content-Type"].startswith("application/x-bibtex")
    assert bibtex.headers["Content-Disposition"] == 'inline; filename="ke_wp_dataset.bib"'
    assert "author       = {Doe, Ann Mary and {The Group}}" in bibtex.text
    assert r'title        = {{Mappings <of> "Key Events" \& \{TeX\}}}' in bibtex.text
    assert bibtex.text.count("{") - bibtex.text.count(r"\{") == bibtex.text.count("}") - bibtex.text.count(r"\}")

    ris = server.get("/dataset/citation", headers={"Accept": "application/x-research-info-systems"}).text
    lines = ris.split("\r\n")
    assert lines[0] == "TY  - DATA" and lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert [line[6:] for line in lines if line.startswith("AU")] == ["Doe, Ann Mary", "The Group"]

    csl = server.get("/dataset/citation", headers={"Accept": "application/vnd.citationstyles.csl+json"}).json()
    assert csl[0]["type"] == "dataset"
    assert csl[0]["author"] == [{"family": "Doe", "given": "Ann Mary"}, {"literal": "The Group"}]
    assert csl[0]["issued"]["date-parts"] == [[int(part) for part in last_change(server)[:10].split("-")]]

    refused = server.get("/dataset/citation?format=other")
    assert refused.status_code == 400 and refused.json()["error"] == "Invalid citation format"


def test_datacite_is_well_formed_and_has_what_its_schema_demands(server):
    answer = server.get("/dataset/datacite")
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.headers["Content-Disposition"] == 'inline; filename="datacite_metadata.xml"'
    root = ElementTree.fromstring(answer.content)
    names = {"d": "http://datacite.org/schema/kernel-4"}
    assert root.tag == "{http://datacite.org/schema/kernel-4}resource"
    assert root.find("d:identifier", names).get("identifierType") == "DOI"
    assert [creator.text for creator in root.findall(".//d:creatorName", names)] == ["Doe, Ann Mary", "The Group"]
    assert root.findtext(".//d:title", namespaces=names) == 'Mappings <of> "Key Events" & {TeX}'
    assert root.findtext("d:publisher", namespaces=names) == "Some University"
    assert root.findtext("d:publicationYear", namespaces=names) == last_change(server)[:4]
    assert root.find("d:resourceType", names).get("resourceTypeGeneral") == "Dataset"


def test_a_deposit_gives_the_citation_its_doi(server):
    record = server.data / "zenodo_meta.json"
    tag = server.get("/dataset/citation").headers["ETag"]
    record.write_text(json.dumps(RELEASE))
    try:
        answer = server.get("/dataset/citation", headers={"If-None-Match": tag})
        assert answer.status_code == 200 and answer.json()["citation"].endswith("https://doi.org/10.5281/zenodo.7")
        assert "<identifier identifierType=\"DOI\">10.5281/zenodo.7<" in server.get("/dataset/datacite").text
        versions = server.get("/dataset/versions").json()["versions"]
        assert [version["status"] for version in versions] == ["current", "deposited"]
        assert versions[1]["doi"] == "10.5281/zenodo.7" and versions[1]["counts"]["go"]["all"] == 3
        assert versions[0]["counts"] == counts(server)
        record.write_text("no JSON")
        assert server.get("/dataset/metadata").status_code == 200
        assert server.get("/dataset/versions").status_code == 500
    finally:
        record.unlink()
    assert len(server.get("/dataset/versions").json()["versions"]) == 1


def test_the_parquet_file_says_what_the_csv_says(server, tmp_path):
    answer = server.get("/export/parquet")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/vnd.apache.parquet"
    file = File(answer.content)
    table = list(csv.DictReader(io.StringIO(server.get("/export/csv").text, newline="")))
    assert [column.name for column in file.columns] == list(table[0])
    kinds = {column.name: column for column in file.columns}

    def as_csv(name, value):
        if value is None:
            return ""
        if kinds[name].is_list:
            return ";".join(value)
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if kinds[name].is_time else str(value)

    assert [{name: as_csv(name, value) for name, value in zip(kinds, row)} for row in file.rows] == table
    assert file.notes["license"] == "CC0-1.0" and file.notes["creator"] == "Doe, Ann Mary; The Group"
    assert int(file.notes["revision"]) > 0 and file.notes["updated"] == last_change(server)
    assert file.groups[0]["created_at"][0] > EPOCH
    assert kinds["go_depth"].kind == 2 and kinds["go_ic"].kind == 5


def crate(server):
    answer = server.get("/exports/ro-crate.zip")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    return answer, zipfile.ZipFile(io.BytesIO(answer.content))


def test_the_crate_holds_every_file_and_says_what_it_is(server, tmp_path):
    answer, archive = crate(server)
    assert archive.testzip() is None
    assert re.fullmatch(r'attachment; filename="?ke_mappings_r\d+\.zip"?', answer.headers["Content-Disposition"])
    names = archive.namelist()
    assert names[:-2] == sorted(names[:-2]) and names[-2:] == ["SHA256SUMS", "ro-crate-metadata.json"]
    metadata = json.loads(archive.read("ro-crate-metadata.json"))
    graph = {entity["@id"]: entity for entity in metadata["@graph"]}
    assert len(graph) == len(metadata["@graph"])
    assert metadata["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    about = graph["ro-crate-metadata.json"]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"} and about["about"] == {"@id": "./"}
    root = graph["./"]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    assert [part["@id"] for part in root["hasPart"]] == names[:-1]
    for name in names[:-1]:
        entity, data = graph[name], archive.read(name)
        assert entity["@type"] == "File" and entity["encodingFormat"] and entity["description"]
        assert int(entity["contentSize"]) == len(data)
        assert entity["sha256"] == hashlib.sha256(data).hexdigest()
    for link in [root["license"], root["publisher"], *root["creator"], *root["isBasedOn"]]:
        assert link["@id"] in graph
    archive.extractall(tmp_path)
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_the_files_in_the_crate_are_those_that_are_served(server):
    _, archive = crate(server)
    for name, path in (("mappings.csv", "csv"), ("mappings.tsv", "tsv"), ("mappings.json", "json"),
                       ("mappings.ndjson", "ndjson"), ("mappings.jsonld", "jsonld"), ("mappings.sssom.tsv", "sssom"),
                       ("mappings.parquet", "parquet"), ("mappings.xlsx", "excel")):
        assert archive.read(name) == server.get(f"/export/{path}").content, name
    served = server.get("/exports/gmt/ke-go?confidence=high").content
    (high,) = [name for name in archive.namelist() if re.fullmatch(r"KE-GO/KE-GO_.*_High\.gmt", name)]
    assert archive.read(high) == served


def test_the_same_data_make_the_same_crate_in_every_worker_and_changed_data_another(server):
    first, _ = crate(server)
    for _ in range(8):
        assert crate(server)[0].content == first.content
    assert server.get("/exports/ro-crate.zip", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    total = len(File(server.get("/export/parquet").content).rows)
    mapped = set(server.rows("SELECT ke_id, target_id FROM mapping UNION SELECT ke_id, target_id FROM proposal"))
    free = iter([pair for pair in pairs(server.data) if pair not in mapped])
    approved(Person(server, "admin"), proposed(Person(server), free))
    changed, archive = crate(server)
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert len(File(archive.read("mappings.parquet")).rows) == total + 1


def test_an_empty_data_set_is_described_too(tmp_path):
    server = Server(tmp_path, workers="count = 1", extra='[dataset]\nversion = "2.0"\n')
    with server:
        pass  # makes the database
    server.execute("UPDATE mapping SET withdrawn_at = '2026-11-20T00:00:00Z'")
    with server:
        about = server.get("/dataset/metadata").json()
        assert about["version"] == "2.0" and about["counts"]["go"] == {"all": 0, "high": 0, "medium": 0, "low": 0}
        file = File(server.get("/export/parquet").content)
        assert not file.rows and "uuid" in [column.name for column in file.columns]
        _, archive = crate(server)
        assert "mappings.csv" in archive.namelist() and not [n for n in archive.namelist() if n.endswith((".gmt", ".ttl"))]


def test_the_start_page_carries_the_description_for_search_engines(server):
    page = server.get("/", headers={"Accept": "text/html"})
    if page.status_code == 503:
        pytest.skip("the web application is not built (KEWP_WEB=OFF), so there is no start page")
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    about = json.loads(text)
    assert about["@type"] == "Dataset" and about["name"] == 'Mappings <of> "Key Events" & {TeX}'
    assert about["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    for download in about["distribution"]:
        address = download["contentUrl"]
        assert address.startswith(server.url)
        assert server.get(address[len(server.url):]).headers["Content-Type"].split(";")[0] in (
            download["encodingFormat"], "text/plain")
