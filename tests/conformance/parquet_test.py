"""Parquet files of kewp, read by three readers: our own (parquet_reader.py), pyarrow and DuckDB.

The last two are not in Debian: a virtual environment with `pip install pytest zstandard pyarrow duckdb pandas` runs all
(`cmake -DKEWP_TEST_PYTHON=…`); without them their tests skip and our reader goes on.
"""

import datetime
import json
import math
import os
import random
import string
import subprocess

import pytest

from parquet_reader import EPOCH, File

TOOL = os.environ["KEWP_PARQUET_TOOL"]
KINDS = ("text", "whole", "real", "truth", "time", "texts")
GROUP_ROWS = 65_536


def as_json(value):
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, float):
        return value.hex()
    return value


def write(path, columns, rows, notes=None):
    """Has the tool write a table; `columns` are (name, type, required)."""
    head = {"columns": [{"name": name, "type": kind, "required": required} for name, kind, required in columns],
            "notes": notes or {}}
    lines = [json.dumps(head)]
    lines += (json.dumps([as_json(value) for value in row], ensure_ascii=False) for row in rows)
    text = "\n".join(lines) + "\n"
    subprocess.run([TOOL, path], input=text.encode("utf-8", "surrogatepass"), check=True, timeout=120)
    return path.read_bytes()


def random_text(source, longest):
    letters = string.ascii_letters + " ;,\"'\t\n\x00\x7fäß→基\u07ff\ud7ff\ue000\uffff🧬\U0010ffff"
    return "".join(source.choices(letters, k=source.randint(0, longest)))


def random_value(source, kind, pool):
    return {
        "text": lambda: source.choice(pool) if source.random() < 0.5 else random_text(source, 200),
        "whole": lambda: source.choice([0, -1, 1, 2**63 - 1, -2**63, source.randint(-10**6, 10**6)]),
        "real": lambda: source.choice([0.0, 0.1, -1e300, 5e-324, source.random()]),
        "truth": lambda: source.random() < 0.9,
        "time": lambda: EPOCH + datetime.timedelta(seconds=source.randint(-10**9, 4 * 10**9)),
        "texts": lambda: [source.choice(pool) for _ in range(source.choice([0, 0, 1, 3, 20]))],
    }[kind]()


def random_table(seed):
    source = random.Random(seed)
    columns = [(f"c{i} {random_text(source, 3)}{i}", source.choice(KINDS), source.random() < 0.4)
               for i in range(source.randint(1, 8))]
    pool = [random_text(source, 100) for _ in range(source.choice([1, 2, 9, 300]))]
    nulls = source.choice([0, 0.01, 0.5, 1])
    rows = [tuple(None if not required and source.random() < nulls else random_value(source, kind, pool)
                  for _, kind, required in columns)
            for _ in range(source.choice([0, 1, 7, 8, 9, 100, 3000]))]
    return columns, rows


@pytest.mark.parametrize("seed", range(40))
def test_random_tables_come_back(tmp_path, seed):
    columns, rows = random_table(seed)
    file = File(write(tmp_path / "a.parquet", columns, rows))
    assert [(c.name, c.optional) for c in file.columns] == [(name, not required) for name, _, required in columns]
    assert file.rows == rows


@pytest.mark.parametrize("seed", range(40))
def test_pyarrow_reads_random_tables(tmp_path, seed):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed for this Python")
    columns, rows = random_table(seed)
    path = tmp_path / "a.parquet"
    write(path, columns, rows)
    table = parquet.read_table(path, page_checksum_verification=True)
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    types = {"text": "string", "whole": "int64", "real": "double", "truth": "bool", "time": "timestamp[us, tz=UTC]",
             "texts": "list<element: string not null>"}
    assert [str(field.type) for field in table.schema] == [types[kind] for _, kind, _ in columns]
    assert [field.nullable for field in table.schema] == [not required for *_, required in columns]


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_duckdb_reads_random_tables(tmp_path, seed):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed for this Python")
    columns, rows = random_table(seed)
    path = tmp_path / "a.parquet"
    write(path, columns, rows)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    query = connection.execute(f"SELECT * FROM '{path}'")
    types = {"text": "VARCHAR", "whole": "BIGINT", "real": "DOUBLE", "truth": "BOOLEAN",
             "time": "TIMESTAMP WITH TIME ZONE", "texts": "VARCHAR[]"}
    assert [str(column[1]) for column in query.description] == [types[kind] for _, kind, _ in columns]
    # A time as the number of its microseconds: fetching it would ask for another package.
    parts = ", ".join(f'epoch_us(#{i + 1})' if kind == "time" else f"#{i + 1}" for i, (_, kind, _) in enumerate(columns))
    found = connection.execute(f"SELECT {parts} FROM '{path}'").fetchall()
    micros = datetime.timedelta(microseconds=1)
    assert found == [tuple((value - EPOCH) // micros if isinstance(value, datetime.datetime) else value
                           for value in row) for row in rows]


def test_an_empty_table_keeps_its_schema(tmp_path):
    columns = [(kind, kind, False) for kind in KINDS]
    path = tmp_path / "a.parquet"
    file = File(write(path, columns, [], {"licence": "CC0-1.0", "revision": "7"}))
    assert file.rows == [] and len(file.columns) == len(KINDS)
    assert file.notes == {"licence": "CC0-1.0", "revision": "7"}
    assert file.created_by.startswith("kewp version ")
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == list(KINDS) and str(frame["time"].dtype) == "datetime64[us, UTC]"


def test_long_texts_have_bounds_that_hold_and_are_cut_between_characters(tmp_path):
    for texts in (["é" * 100, "z" * 1000, "🧬" * 50], ["a" * 63 + "é"], ["\U0010ffff" * 40], ["x" * 63 + "\U0010ffff" * 9],
                  ["a" * 60 + "\ud7ff" * 10], ["y" * (1 << 21)]):
        file = File(write(tmp_path / "a.parquet", [("t", "text", False)], [(text,) for text in texts]))
        assert [text for (text,) in file.rows] == texts
        bounds = file.groups[0]["t"]
        if "\U0010ffff" * 40 in texts:
            assert bounds is None, "nothing is greater than the greatest character"
        else:
            assert all(len(bound.encode()) <= 68 for bound in bounds)


def test_numbers_that_are_none_have_no_bounds_and_zeros_have_wide_ones(tmp_path):
    file = File(write(tmp_path / "a.parquet", [("x", "real", True)], [(1.5,), (math.nan,), (-2.0,)]))
    assert file.groups[0]["x"] is None and math.isnan(file.rows[1][0])
    file = File(write(tmp_path / "b.parquet", [("x", "real", True)], [(0.0,), (0.0,)]))
    least, most = file.groups[0]["x"]
    assert math.copysign(1, least) == -1 and math.copysign(1, most) == 1


def test_texts_that_repeat_are_stored_once(tmp_path):
    rows = [(("high", "medium", "low")[i % 3], f"{i}", "same") for i in range(50_000)]
    path = tmp_path / "a.parquet"
    columns = [("tier", "text", False), ("id", "text", False), ("constant", "text", False)]
    file = File(write(path, columns, rows))
    assert file.dictionaries == {"tier", "constant"}
    assert file.rows == rows
    assert file.groups[0]["tier"] == ("high", "medium")


def test_a_query_skips_row_groups_by_their_bounds(tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed for this Python")
    path = tmp_path / "a.parquet"
    write(path, [("n", "whole", True), ("t", "text", True)], [(i, f"{i:07}") for i in range(3 * GROUP_ROWS)])
    metadata = duckdb.sql(f"SELECT row_group_id, path_in_schema, stats_min_value, stats_max_value, row_group_num_rows "
                          f"FROM parquet_metadata('{path}')").fetchall()
    assert (1, "n", str(GROUP_ROWS), str(2 * GROUP_ROWS - 1), GROUP_ROWS) in metadata
    assert (2, "t", f"{2 * GROUP_ROWS:07}", f"{3 * GROUP_ROWS - 1:07}", GROUP_ROWS) in metadata
    for condition in (f"n = {GROUP_ROWS + 5}", f"t = '{GROUP_ROWS + 5:07}'"):
        assert duckdb.sql(f"SELECT n FROM '{path}' WHERE {condition}").fetchall() == [(GROUP_ROWS + 5,)]


def peak_of(path, rows):
    """Writes `rows` rows like those of mappings and returns the tool's peak memory in KiB."""
    columns = [("uuid", "text", True), ("tier", "text", False), ("text", "text", False), ("aops", "texts", False),
               ("at", "time", False)]
    reading, writing = os.pipe()
    with subprocess.Popen([TOOL, path], stdin=reading) as tool:
        os.close(reading)
        with open(writing, "w", encoding="utf-8") as lines:
            head = {"columns": [{"name": n, "type": t, "required": r} for n, t, r in columns]}
            lines.write(json.dumps(head) + "\n")
            for i in range(rows):
                lines.write(f'["{i:032x}","high","a longer text of {i % 5000}",["AOP {i % 400}","AOP 7"],'
                            f'"2026-01-01T00:00:0{i % 10}Z"]\n')
        _, status, usage = os.wait4(tool.pid, 0)
        tool.returncode = os.waitstatus_to_exitcode(status)
    assert tool.returncode == 0
    return usage.ru_maxrss


def test_memory_does_not_grow_with_the_table(tmp_path):
    middle = peak_of(tmp_path / "middle.parquet", 100_000)
    large_path = tmp_path / "large.parquet"
    large = peak_of(large_path, 300_000)
    assert large < 1.15 * middle + 4096, f"{middle} KiB for 100,000 rows, {large} KiB for 300,000"
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed for this Python")
    file = parquet.ParquetFile(large_path)
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (300_000, 5)
    assert file.read(["uuid"]).column(0).to_pylist() == [f"{i:032x}" for i in range(300_000)]


def test_the_same_rows_give_the_same_bytes(tmp_path):
    columns, rows = random_table(11)
    assert write(tmp_path / "a.parquet", columns, rows) == write(tmp_path / "b.parquet", columns, rows)
