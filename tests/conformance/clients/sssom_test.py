"""The SSSOM file is valid: by a check of our own, which always runs, and by sssom-py where it is installed."""

import csv
import datetime
import io
import json
import re
import subprocess

import pytest
import yaml

from other_python import python_with

REQUIRED_OF_SET = {"mapping_set_id", "license", "curie_map"}
REQUIRED_OF_MAPPING = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
OF_ENTITIES = {"record_id", "subject_id", "predicate_id", "object_id", "mapping_justification", "author_id", "reviewer_id",
               "object_source"}


@pytest.fixture(scope="module")
def file(published, tmp_path_factory):
    return published.fetch("/export/sssom", tmp_path_factory.mktemp("sssom"))


@pytest.fixture(scope="module")
def parts(file):
    """Header, rows."""
    text = file.read_text(encoding="utf-8")
    head = re.match(r"(?:#.*\n)+", text)[0]
    header = yaml.safe_load("\n".join(line[1:] for line in head.splitlines()))
    return header, list(csv.DictReader(io.StringIO(text[len(head):], newline=""), delimiter="\t"))


def test_header_has_what_the_standard_requires(parts):
    header, _ = parts
    assert REQUIRED_OF_SET <= set(header) and header["sssom_version"] == "1.1"
    assert header["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert header["mapping_set_id"].startswith("https://")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", header["subject_source_version"])
    assert all(iri.startswith(("https://", "http://")) for iri in header["curie_map"].values())


def test_rows_have_what_the_standard_requires_and_declared_prefixes(published, parts):
    header, rows = parts
    assert len(rows) == len(published.rows)
    for row in rows:
        assert all(row[name] for name in REQUIRED_OF_MAPPING)
        for name in OF_ENTITIES:
            if row[name]:
                prefix, _, local = row[name].partition(":")
                assert prefix in header["curie_map"] and local and not re.search(r"[\s|]", local), (name, row[name])
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert 0 <= float(row["confidence"]) <= 1
        datetime.date.fromisoformat(row["mapping_date"])


def test_rows_are_the_mappings_of_the_database(published, parts):
    tiers = {"high": "0.9", "medium": "0.6", "low": "0.3"}
    for row, expected in zip(parts[1], published.rows):
        assert row["record_id"] == "mapping:" + expected["uuid"]
        assert row["subject_id"] == "aop.events:" + expected["ke_id"][3:]
        assert row["object_id"].endswith(expected["target_id"]) and row["confidence"] == tiers[expected["confidence"]]
        assert re.sub(r"[\x00-\x1f\x7f]+", " ", expected["ke_title"]) == row["subject_label"]


def test_sssom_py_finds_it_valid_and_reads_every_mapping(published, file):
    python = python_with("sssom")
    program = """
import json, sys
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
from sssom.constants import SchemaValidationType
table = parse_sssom_table(sys.argv[1])
reports = validate(table, [SchemaValidationType.JsonSchema, SchemaValidationType.PrefixMapCompleteness,
                           SchemaValidationType.StrictCurieFormat], fail_on_error=False)
problems = [result.message for report in reports.values() for result in report.results]
print(json.dumps({"problems": problems, "rows": len(table.df), "ids": list(table.df["record_id"]),
                  "labels": list(table.df["subject_label"])}))
"""
    done = subprocess.run([python, "-c", program, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["problems"] == []
    # It sorts what it reads, and takes a label of these words for a missing one.
    assert sorted(answer["ids"]) == sorted("mapping:" + row["uuid"] for row in published.rows)
    labels = ["" if row["ke_title"] in ("NA", "null") else re.sub(r"[\x00-\x1f\x7f]+", " ", row["ke_title"])
              for row in published.rows]
    assert sorted(answer["labels"]) == sorted(labels)
