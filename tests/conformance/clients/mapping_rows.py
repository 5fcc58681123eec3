"""Puts approved mappings into a database as years of curation would: all three resources, texts of every kind."""

import contextlib
import json
import random
import sqlite3
import uuid

# What has broken readers of such files before. Lists end with plain texts, so that not every row is odd.
NASTY = [
    'Increase, "quoted" text', "comma, semicolon; pipe |", "tab\there", "two\nlines", "carriage\r\nreturn",
    "=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1:A9)", "# no comment", "'apostrophe", 'ends with quote"', '"""',
    "back\\slash \\n \\u0041", "Ünïcode ½ ﬁ", "TNF-α → β-oxidation", "日本語の表題", "😀 four bytes", "e\u0301 combining",
    "\u202eright to left", "NA", "null", "  spaces around  ", "<b>&amp;</b>", "{curly} [square] %s %d", "1e5", "0012",
    "TRUE", "2026-01-02", "a" * 300, "º ª ™ №", "zero\u200bwidth", "line\u2028separator", "nbsp\u00a0here",
]


def targets_of(data):
    """(resource, id, title) of every target of a data folder, those with genes first."""
    def load(name):
        return json.loads((data / name).read_text(encoding="utf-8"))

    def title(entry):
        return entry["name"] if isinstance(entry, dict) else entry

    reactome, go = load("reactome_pathway_metadata.json"), {**load("go_bp_metadata.json"), **load("go_mf_metadata.json")}
    return {
        "wikipathways": [(row["pathwayID"], row["pathwayTitle"]) for row in load("pathway_metadata.json")],
        "go": sorted((term, title(entry)) for term, entry in go.items()),
        "reactome": sorted((pathway, title(entry)) for pathway, entry in reactome.items()),
    }


def rows(data, count, seed=1):
    """Column -> value of so many mappings, about a third of each resource, every pair once."""
    draw = random.Random(seed)
    events = [(row["KElabel"], row["KEtitle"]) for row in json.loads((data / "ke_metadata.json").read_text())]
    targets = targets_of(data)
    taken = set()
    while len(taken) < count:
        resource = ("wikipathways", "go", "reactome")[len(taken) % 3]
        (ke_id, ke_title), (target_id, target_title) = draw.choice(events), draw.choice(targets[resource])
        if (ke_id, target_id) in taken:
            continue
        n = len(taken)
        taken.add((ke_id, target_id))
        day = f"2026-{1 + n % 9:02}-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:07Z"
        is_go = resource == "go"
        yield {
            "uuid": str(uuid.UUID(int=draw.getrandbits(128), version=4)), "resource": resource,
            "ke_id": ke_id, "ke_title": NASTY[n % len(NASTY)] if n % 2 else ke_title,
            "target_id": target_id, "target_title": NASTY[(n // 3) % len(NASTY)] if n % 5 == 0 else target_title,
            "go_namespace": "biological_process" if is_go else None,
            "species": "Homo sapiens" if resource == "reactome" else None,
            "connection_type": ["describes", "involves", "related", None][n % 4] if is_go else
                               ["causative", "responsive", "undefined", None][n % 4],
            "relationship": None if is_go or n % 3 else "causative", "basis": None if is_go or n % 3 else "known",
            "specificity": None if is_go or n % 3 else "specific", "coverage": None if is_go or n % 3 else "complete",
            "connection_score": 3 if is_go and n % 2 else None, "specificity_score": 2 if is_go and n % 2 else None,
            "evidence_score": 1 if is_go and n % 2 else None,
            "suggestion_score": [None, 0.1 + 0.2, 0.00001, 1.0, 0.5][n % 5],
            "confidence": ["low", "medium", "high"][draw.randrange(3)], "assessment_version": "v1",
            "go_direction": [None, "positive", "negative"][n % 3] if is_go and n % 2 else None,
            "created_by": "github:curator-a",
            "proposed_by": ["github:curator-a", "orcid:0000-0002-1825-0097", "guest:workshop-1", None][n % 4],
            "approved_by": ["github:admin-a", "surf:some.one@example.org", None][n % 3],
            "approved_at": day if n % 7 else None, "aopwiki_version": "2026-05-06" if n % 2 else None,
            "target_version": "96" if resource == "reactome" else None,
            "target_date": [None, "2026-05-10", "not a date"][n % 3], "created_at": day, "updated_at": day,
        }


def insert(database, mappings):
    """Adds them to a database of the present schema that no server has open, as one change of public data."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        cursor = connection.cursor()
        for row in mappings:
            names = ", ".join(row)
            cursor.execute(f"INSERT INTO mapping ({names}) VALUES ({', '.join(':' + name for name in row)})", row)
