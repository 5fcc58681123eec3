#!/usr/bin/env python3
"""Makes databases as the replaced application left them at five ages, and what an import must make of them.

    make_old_databases.py FOLDER

writes `FOLDER/<age>.db` and `FOLDER/expected.json`. The schemas follow our notes on that application (which
columns came when); the rows are made up, and awkward on purpose. Needs only Python's own sqlite3; the same files
come out each time.
"""

import json
import pathlib
import sqlite3
import sys

AGES = ["mappings_only", "oldest", "hardening", "new_pairs", "reactome", "newest"]

# (age since which the column is there, column, type). Where a name changed, the older one ends with its age.
MAPPING = [
    ("mappings_only", "id", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("mappings_only", "ke_id", "TEXT NOT NULL"),
    ("mappings_only", "ke_title", "TEXT NOT NULL"), ("mappings_only", "wp_id", "TEXT NOT NULL"),
    ("mappings_only", "wp_title", "TEXT NOT NULL"),
    ("mappings_only", "connection_type", "TEXT NOT NULL DEFAULT 'undefined'"),
    ("mappings_only", "confidence_level", "TEXT NOT NULL DEFAULT 'low'"), ("mappings_only", "created_by", "TEXT"),
    ("mappings_only", "created_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
    ("mappings_only", "updated_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
    ("hardening", "updated_by", "TEXT"), ("hardening", "uuid", "TEXT"), ("hardening", "approved_by_curator", "TEXT"),
    ("hardening", "approved_at_curator", "TIMESTAMP"), ("hardening", "suggestion_score", "REAL"),
    ("new_pairs", "proposed_by", "TEXT"),
    ("reactome", "proposed_relationship", "TEXT"), ("reactome", "proposed_basis", "TEXT"),
    ("reactome", "proposed_specificity", "TEXT"), ("reactome", "proposed_coverage", "TEXT"),
    ("reactome", "assessment_version", "TEXT NOT NULL DEFAULT 'v1'"),
    ("newest", "wp_release_date", "TEXT"), ("newest", "aopwiki_snapshot_date", "TEXT"),
]
GO_MAPPING = [
    ("hardening", "id", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("hardening", "ke_id", "TEXT NOT NULL"),
    ("hardening", "ke_title", "TEXT NOT NULL"), ("hardening", "go_id", "TEXT NOT NULL"),
    ("hardening", "go_name", "TEXT NOT NULL"), ("hardening", "connection_type", "TEXT NOT NULL DEFAULT 'related'"),
    ("hardening", "confidence_level", "TEXT NOT NULL DEFAULT 'low'"), ("hardening", "evidence_code", "TEXT"),
    ("hardening", "created_by", "TEXT"), ("hardening", "created_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
    ("hardening", "updated_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"), ("hardening", "uuid", "TEXT"),
    ("hardening", "approved_by_curator", "TEXT"), ("hardening", "approved_at_curator", "TIMESTAMP"),
    ("hardening", "suggestion_score", "REAL"),
    ("new_pairs", "go_namespace", "TEXT NOT NULL DEFAULT 'biological_process'"), ("new_pairs", "proposed_by", "TEXT"),
    ("new_pairs", "go_direction", "TEXT"), ("reactome", "connection_score", "INTEGER"),
    ("reactome", "specificity_score", "INTEGER"), ("reactome", "evidence_score", "INTEGER"),
    ("reactome", "assessment_version", "TEXT NOT NULL DEFAULT 'v1'"),
    ("newest", "go_release_date", "TEXT"), ("newest", "aopwiki_snapshot_date", "TEXT"),
]
RX_MAPPING = [
    ("reactome", "id", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("reactome", "ke_id", "TEXT NOT NULL"),
    ("reactome", "ke_title", "TEXT NOT NULL"), ("reactome", "reactome_id", "TEXT NOT NULL"),
    ("reactome", "pathway_name", "TEXT NOT NULL"), ("reactome", "species", "TEXT DEFAULT 'Homo sapiens'"),
    ("reactome", "confidence_level", "TEXT NOT NULL DEFAULT 'low'"), ("reactome", "created_by", "TEXT"),
    ("reactome", "created_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
    ("reactome", "updated_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"), ("reactome", "uuid", "TEXT"),
    ("reactome", "approved_by_curator", "TEXT"), ("reactome", "approved_at_curator", "TIMESTAMP"),
    ("reactome", "suggestion_score", "REAL"), ("reactome", "proposed_by", "TEXT"),
    ("reactome", "assessment_version", "TEXT NOT NULL DEFAULT 'v1'"),
    ("newest", "reactome_release_version", "TEXT"), ("newest", "reactome_release_date", "TEXT"),
]


def proposal_columns(first, target, name, extra=()):
    return [
        (first, "id", "INTEGER PRIMARY KEY AUTOINCREMENT"), (first, "mapping_id", "INTEGER"),
        (first, "user_name", "TEXT NOT NULL"), (first, "user_email", "TEXT NOT NULL"),
        (first, "user_affiliation", "TEXT NOT NULL"),
        (first, "github_username until new_pairs", "TEXT"), ("new_pairs", "provider_username", "TEXT"),
        (first, "proposed_delete", "BOOLEAN DEFAULT 0"), (first, "proposed_confidence", "TEXT"),
        (first, "proposed_connection_type", "TEXT"), (first, "status", "TEXT DEFAULT 'pending'"),
        (first, "created_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
        ("hardening", "admin_notes", "TEXT"), ("hardening", "approved_by", "TEXT"),
        ("hardening", "approved_at", "TIMESTAMP"), ("hardening", "rejected_by", "TEXT"),
        ("hardening", "rejected_at", "TIMESTAMP"), ("hardening", "uuid", "TEXT"),
        ("hardening", "suggestion_score", "REAL"), ("hardening", "is_stale", "BOOLEAN DEFAULT FALSE"),
        ("new_pairs", "ke_id", "TEXT"), ("new_pairs", "ke_title", "TEXT"), ("new_pairs", target, "TEXT"),
        ("new_pairs", name, "TEXT"), ("new_pairs", "new_pair_connection_type", "TEXT"),
        ("new_pairs", "new_pair_confidence_level", "TEXT"), *extra,
    ]


TABLES = {
    "mappings": MAPPING,
    "proposals": proposal_columns("oldest", "wp_id", "wp_title", [("reactome", "proposed_relationship", "TEXT"),
                                                                  ("reactome", "proposed_basis", "TEXT")]),
    "ke_go_mappings": GO_MAPPING,
    "ke_go_proposals": proposal_columns("hardening", "go_id", "go_name", [("reactome", "proposed_evidence_score", "INTEGER")]),
    "ke_reactome_mappings": RX_MAPPING,
    "ke_reactome_proposals": proposal_columns("reactome", "reactome_id", "pathway_name", [("reactome", "species", "TEXT")]),
    "guest_codes": [("hardening", "id", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("hardening", "code", "TEXT NOT NULL UNIQUE"),
                    ("hardening", "label", "TEXT NOT NULL"), ("hardening", "created_by", "TEXT NOT NULL"),
                    ("hardening", "created_at", "TIMESTAMP DEFAULT CURRENT_TIMESTAMP"),
                    ("hardening", "expires_at", "TIMESTAMP NOT NULL"), ("hardening", "max_uses", "INTEGER DEFAULT 1"),
                    ("hardening", "use_count", "INTEGER DEFAULT 0"), ("hardening", "is_revoked", "BOOLEAN DEFAULT 0"),
                    ("hardening", "revoked_at", "TIMESTAMP"), ("hardening", "revoked_by", "TEXT")],
    "ke_description_overrides": [("new_pairs", "ke_id", "TEXT PRIMARY KEY"),
                                 ("new_pairs", "description_disabled", "INTEGER NOT NULL DEFAULT 0"),
                                 ("new_pairs", "updated_by", "TEXT"), ("new_pairs", "updated_at", "TIMESTAMP")],
    "sparql_cache": [("hardening", "id", "INTEGER PRIMARY KEY"), ("hardening", "endpoint", "TEXT NOT NULL"),
                     ("hardening", "query_hash", "TEXT NOT NULL"), ("hardening", "response_data", "TEXT NOT NULL")],
    "metrics": [("hardening", "id", "INTEGER PRIMARY KEY"), ("hardening", "client_ip", "TEXT")],
}
NOT_READ = ["sparql_cache", "metrics"]


def uuid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


BEFORE_INDEX = ("mappings_only", "oldest", "hardening", "new_pairs")  # unique indexes came with Reactome
UNICODE = "Inhibition of Na⁺/I⁻ symporter — “α” ≠ Ω, 日本語, 🧬"

# Rows: what is stored, and beside it what must come out (`None`: nothing is known). `ages`: where it occurs.
# A row that cannot be read has `left_out`.
ROWS = {
    "mappings": [
        (dict(id=1, ke_id="KE 55", ke_title="Death", wp_id="WP123", wp_title="P", connection_type="Causative",
              confidence_level="High", created_by="alice", created_at="2024-03-01 10:11:12",
              updated_at="2024-03-02T10:11:12", uuid=uuid(1), approved_by_curator="carol",
              approved_at_curator="2024-03-01T10:11:12.345678", proposed_by="alice"),
         dict(uuid=uuid(1), ke="KE 55", target="WP123", connection_type="causative", confidence="high",
              created_by="github:alice", created_at="2024-03-01T10:11:12Z", updated_at="2024-03-02T10:11:12Z",
              proposed_by="github:alice", approved_by="github:carol", approved_at="2024-03-01T10:11:12Z")),
        (dict(id=2, ke_id="KE 188", ke_title="O'Brien; DROP TABLE", wp_id="WP254", wp_title="P", confidence_level="LOW",
              created_by="orcid:0000-0002-1825-0097", created_at="2025-05-05T01:02:03.456789", uuid=uuid(2),
              suggestion_score=9e999),
         dict(uuid=uuid(2), ke="KE 188", target="WP254", confidence="low", created_by="orcid:0000-0002-1825-0097",
              created_at="2025-05-05T01:02:03Z", suggestion_score=None, ke_title="O'Brien; DROP TABLE")),
        (dict(id=3, ke_id="KE 888", ke_title=UNICODE, wp_id="WP111", wp_title=UNICODE, confidence_level="medium",
              created_by=None, created_at=None, updated_at="2023-01-01", uuid=None),
         dict(ke="KE 888", target="WP111", ke_title=UNICODE, target_title=UNICODE, confidence="medium", created_by=None,
              created_at="2023-01-01T00:00:00Z")),
        (dict(id=5, ke_id="KE 12", ke_title="T", wp_id="WP5", wp_title="P", confidence_level="certain",
              created_by="guest-lab1", created_at="2025-06-01T12:00:00+02:00", uuid=uuid(5)),
         dict(uuid=uuid(5), ke="KE 12", target="WP5", confidence="low", created_by="guest:lab1",
              created_at="2025-06-01T10:00:00Z")),
        (dict(id=6, ke_id="KE  77", ke_title="T", wp_id="WP6", wp_title="P", confidence_level="MEDIUM", created_by="",
              created_at="2025-06-01 12:00:00", uuid=uuid(6)),
         dict(uuid=uuid(6), ke="KE 77", target="WP6", confidence="medium", created_by=None,
              created_at="2025-06-01T12:00:00Z")),
        (dict(id=7, ke_id="KE ٣", ke_title="T", wp_id="WP7", wp_title="P", created_by="github:bob", uuid=uuid(7)),
         "left_out"),
        (dict(id=8, ke_id="KE 9", ke_title="T", wp_id="WP7", wp_title="P", created_by="github:bob", uuid=uuid(1),
              created_at="2025-06-01 12:00:00"),
         dict(ke="KE 9", target="WP7", not_uuid=uuid(1)), ("hardening",)),
        (dict(id=40, ke_id="KE 41", ke_title="T", wp_id="WP7", wp_title="P", created_by="github:bob", uuid=uuid(40),
              created_at="2025-06-01 12:00:00", proposed_relationship="bidirectional", proposed_basis="known",
              proposed_specificity="specific", proposed_coverage="complete", assessment_version="v2"),
         dict(uuid=uuid(40), ke="KE 41", target="WP7", id=40)),
    ],
    "proposals": [
        (dict(id=1, mapping_id=1, user_name="Alice Ångström", user_email="a@example.org", user_affiliation="Uni",
              username="alice", proposed_confidence="LOW", status="pending", created_at="2025-01-02 03:04:05",
              uuid=uuid(101)),
         dict(uuid=uuid(101), status="pending", kind="change", ke="KE 55", target="WP123", proposed_by="github:alice",
              display_name="Alice Ångström", email="a@example.org", confidence="low", created_at="2025-01-02T03:04:05Z")),
        (dict(id=2, mapping_id=999, user_name="B", user_email="", user_affiliation="", username="bob", status="pending"),
         dict(status="rejected", decided_by="system:import", proposed_by="github:bob")),
        (dict(id=3, mapping_id=998, user_name="B", user_email="", user_affiliation="", username="bob", status="Approved",
              approved_by="carol", approved_at="2025-02-01 00:00:00"),
         dict(status="approved")),
        (dict(id=4, mapping_id=2, user_name="B", user_email="", user_affiliation="", username="github:bob",
              proposed_delete=1, status="pending", is_stale="TRUE"),
         dict(status="pending", kind="withdraw", ke="KE 188", target="WP254", proposed_by="github:bob")),
        (dict(id=5, mapping_id=3, user_name="C", user_email="", user_affiliation="", username=None, status=None),
         dict(status="pending", kind="change", proposed_by=None)),
        (dict(id=6, mapping_id=3, user_name="C", user_email="", user_affiliation="", username="ls:a.b@example.org",
              status="postponed"),
         dict(status="rejected", proposed_by="ls:a.b@example.org")),
        (dict(id=7, user_name="d", user_email="", user_affiliation="", username="d", proposed_confidence="high",
              status="pending", ke_id="KE 300", wp_id="WP9", created_at="2025-01-01T10:00:00"),
         dict(status="rejected", kind="new", reason="proposal 9"), ("new_pairs",)),
        (dict(id=8, user_name="e", user_email="", user_affiliation="", username="e", proposed_confidence="high",
              status="pending", ke_id="KE 300", wp_id="WP9", created_at="2025-03-01 10:00:00"),
         dict(status="rejected", kind="new", reason="proposal 9"), ("new_pairs",)),
        (dict(id=9, user_name="f", user_email="", user_affiliation="", username="f", proposed_confidence="High",
              status="pending", ke_id="KE 300", wp_id="WP9", created_at=None),
         dict(status="pending", kind="new", confidence="high", ke="KE 300", target="WP9"),
         ("new_pairs", "reactome", "newest")),
        (dict(id=10, user_name="g", user_email="", user_affiliation="", username="g", status="pending"),
         dict(status="rejected", decided_by="system:import"), AGES[3:]),
    ],
    "ke_go_mappings": [
        (dict(id=1, ke_id="KE 55", ke_title="Death", go_id="GO:0006915", go_name="Negative regulation of death",
              connection_type="Involves", confidence_level="HIGH", created_by="alice", created_at="2024-03-01 10:11:12",
              uuid=uuid(201), go_direction="negative"),
         dict(uuid=uuid(201), ke="KE 55", target="GO:0006915", confidence="high", created_by="github:alice",
              connection_type="involves", direction="negative")),
        (dict(id=2, ke_id="KE 56", ke_title="T", go_id="GO:0006915", go_name="apoptotic process",
              created_by="github:guest-lab1", created_at="2024-03-01 10:11:12", uuid=None),
         dict(ke="KE 56", target="GO:0006915", created_by="guest:lab1", direction=None), AGES[3:]),
    ],
    "ke_go_proposals": [
        (dict(id=1, mapping_id=1, user_name="A", user_email="", user_affiliation="", username="alice", status="rejected",
              rejected_by="carol", rejected_at="2025-02-01 00:00:00", admin_notes="no"),
         dict(status="rejected", kind="change", decided_by="github:carol", reason="no", ke="KE 55", target="GO:0006915")),
        (dict(id=2, user_name="guest-lab1", user_email="", user_affiliation="", username="github:guest-lab1",
              status="approved", ke_id="KE 56", go_id="GO:0006915", proposed_confidence="low"),
         dict(status="approved", kind="new", proposed_by="guest:lab1"), AGES[3:]),
    ],
    "ke_reactome_mappings": [
        (dict(id=1, ke_id="KE 55", ke_title="Death", reactome_id="R-HSA-109581", pathway_name="Apoptosis",
              confidence_level="Medium", created_by="dora", created_at="2026-03-01 10:11:12", uuid=None),
         dict(ke="KE 55", target="R-HSA-109581", confidence="medium", created_by="github:dora", species="Homo sapiens")),
        (dict(id=2, ke_id="KE 55", ke_title="Death", reactome_id="R-HSA-69278", pathway_name="Cell cycle",
              created_by="surf:x", created_at="2026-03-01 10:11:12", uuid=uuid(302)),
         dict(uuid=uuid(302), ke="KE 55", target="R-HSA-69278", confidence="low", created_by="surf:x")),
    ],
    "ke_reactome_proposals": [
        (dict(id=1, user_name="d", user_email="", user_affiliation="", username="dora", status="pending",
              ke_id="KE 60", reactome_id="R-HSA-109581", pathway_name="Apoptosis", proposed_confidence="high",
              created_at="2026-01-01 00:00:00"),
         dict(status="pending", kind="new", ke="KE 60", target="R-HSA-109581", proposed_by="github:dora")),
    ],
    "guest_codes": [
        (dict(id=1, code="abcdEFGH", label="lab1", created_by="carol", expires_at="2026-01-01T00:00:00.5", max_uses=3,
              use_count=1), {}),
        (dict(id=2, code="12345678", label="lab2", created_by="github:carol", expires_at="soon"), "left_out"),
    ],
    "ke_description_overrides": [(dict(ke_id="KE 55", description_disabled=1, updated_by="carol"), {})],
    "sparql_cache": [(dict(id=1, endpoint="https://example.org", query_hash="0", response_data="{}"), {})],
    "metrics": [(dict(id=1, client_ip="192.0.2.1"), {})],
}
RESOURCES = {"mappings": "wikipathways", "proposals": "wikipathways", "ke_go_mappings": "go", "ke_go_proposals": "go",
             "ke_reactome_mappings": "reactome", "ke_reactome_proposals": "reactome"}


def columns_at(table, age):
    found = {}
    for since, column, kind in TABLES[table]:
        name, _, until = column.partition(" until ")
        if AGES.index(since) <= AGES.index(age) and not (until and AGES.index(age) >= AGES.index(until)):
            found[name] = kind
    return found


def expected_at(table, columns, row, expected):
    """Leaves out what this age could not know."""
    result = dict(expected)
    for field, column in (("uuid", "uuid"), ("not_uuid", "uuid"), ("approved_by", "approved_by_curator"),
                          ("approved_at", "approved_at_curator"), ("suggestion_score", "suggestion_score")):
        if column not in columns:
            result.pop(field, None)
    if table.endswith("mappings") and "proposed_by" not in columns:
        result.pop("proposed_by", None)
    if table.endswith("proposals") and "admin_notes" not in columns and expected.get("decided_by") != "system:import":
        result.pop("decided_by", None)
    return {"resource": RESOURCES[table], "reference_id": row["id"], **result}


def fill(connection, age):
    facts = {"tables": {}, "mappings": [], "proposals": []}
    for table in TABLES:
        if AGES.index(TABLES[table][0][0]) > AGES.index(age):
            continue
        columns = columns_at(table, age)
        connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        counts = {"read": 0, "left_out": 0}
        for row, expected, *ages in ROWS[table]:
            if ages and age not in ages[0]:
                continue
            row = dict(row)
            if "username" in row:
                name = "provider_username" if "provider_username" in columns else "github_username"
                row[name] = row.pop("username")
            known = {name: value for name, value in row.items() if name in columns}
            connection.execute(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({', '.join('?' * len(known))})",
                               list(known.values()))
            counts["read"] += 1
            if expected == "left_out":
                counts["left_out"] += 1
            elif table in RESOURCES:
                kind = "mappings" if table.endswith("mappings") else "proposals"
                facts[kind].append(expected_at(table, columns, row, expected))
        if table not in NOT_READ:
            facts["tables"][table] = counts
    return facts


def protect(connection, age):
    """Indexes and triggers, made after the rows, as the application's upgrades did."""
    if age not in BEFORE_INDEX:
        for table, target in (("proposals", "wp_id"), ("ke_go_proposals", "go_id"), ("ke_reactome_proposals", "reactome_id")):
            connection.execute(f"CREATE UNIQUE INDEX idx_{table}_pending_pair ON {table} (ke_id, {target}) "
                               "WHERE status = 'pending' AND mapping_id IS NULL")
        connection.execute("CREATE UNIQUE INDEX idx_mappings_uuid ON mappings (uuid)")
    if age == "newest":
        connection.execute("CREATE TRIGGER enforce_identity_prefix_mappings_created_by_ins BEFORE INSERT ON mappings "
                           "WHEN NEW.created_by IS NOT NULL AND NEW.created_by NOT LIKE '%:%' "
                           "BEGIN SELECT RAISE(ABORT, 'identity needs a provider'); END")


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for age in AGES:
        path = folder / f"{age}.db"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        journal = "delete" if age in ("mappings_only", "oldest") else "wal"  # WAL came with the hardening
        connection.execute(f"PRAGMA journal_mode = {journal}")
        with connection:
            facts = fill(connection, age)
            protect(connection, age)
        connection.close()
        expected[age] = {"journal": journal, **facts}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(pathlib.Path(sys.argv[1]))
