"""requests, pandas, numpy and openpyxl read the tables as people read them."""

import io

import numpy
import pandas
import pytest

openpyxl = pytest.importorskip("openpyxl", reason="python3-openpyxl is not installed")

COLUMN_OF = {"ke_title": "ke_name", "target_title": "target_name", "confidence": "confidence_level"}


def same(published, frame):
    """The table has every mapping in the order of the database, each value as it is there."""
    assert list(frame["uuid"]) == [row["uuid"] for row in published.rows]
    for field in published.rows[0]:
        column = COLUMN_OF.get(field, field)
        for row, value in zip(published.rows, frame[column]):
            expected = row[field]
            if field == "suggestion_score":
                assert (expected is None and pandas.isna(value)) or float(value) == expected, row
            else:
                assert (expected or None) == (None if pandas.isna(value) else value), (field, row)


def read(published, path, **options):
    return pandas.read_csv(io.BytesIO(published.server.get(path).content), keep_default_na=False, na_values=[""],
                           float_precision="round_trip", **options)


@pytest.mark.parametrize("path, options", [("/export/csv", {}), ("/export/tsv", {"sep": "\t"})])
def test_pandas_reads_text_tables_cell_for_cell(published, path, options):
    same(published, read(published, path, dtype={"ke_name": str, "target_name": str}, **options))


def test_pandas_reads_from_the_address_without_options(published):
    frame = pandas.read_csv(published.url + "/export/csv")
    assert len(frame) == len(published.rows) and frame["suggestion_score"].dtype == numpy.float64
    approved = pandas.to_datetime(frame["approved_at"], utc=True)
    assert approved.notna().sum() == sum(row["approved_at"] is not None for row in published.rows)
    counts = frame.groupby("resource").size().to_dict()
    assert counts == {name: sum(row["resource"] == name for row in published.rows) for name in counts}


def test_pandas_reads_json_and_json_lines(published):
    lines = pandas.read_json(io.BytesIO(published.server.get("/export/ndjson").content), lines=True, convert_dates=False,
                             dtype=False, precise_float=True)
    same(published, lines)
    whole = published.server.get("/export/json").json()
    same(published, pandas.DataFrame(whole["mappings"]))
    assert whole["dataset_info"]["record_count"] == len(published.rows)
    tiers = pandas.Series([row["confidence"] for row in published.rows]).value_counts().to_dict()
    assert whole["statistics"]["confidence_distribution"] == tiers


def test_numpy_reads_the_scores(published):
    text = published.server.get("/export/tsv").text
    names = text.split("\n", 1)[0].split("\t")
    frame = read(published, "/export/tsv", sep="\t")
    scores = frame["suggestion_score"].to_numpy()
    assert names.index("suggestion_score") == list(frame.columns).index("suggestion_score")
    expected = numpy.array([numpy.nan if row["suggestion_score"] is None else row["suggestion_score"]
                            for row in published.rows])
    numpy.testing.assert_array_equal(scores, expected)


def harmless(text):
    return "'" + text if text and text[0] in "=+-@\t\r" else text


def test_workbook_has_a_sheet_for_each_resource_and_no_formula(published):
    content = published.server.get("/export/excel").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["README", "WikiPathways", "Gene Ontology", "Reactome"]
    sheets = {"WikiPathways": "wikipathways", "Gene Ontology": "go", "Reactome": "reactome"}
    for name, resource in sheets.items():
        rows = list(book[name].iter_rows())
        columns = [cell.value for cell in rows[0]]
        mine = [row for row in published.rows if row["resource"] == resource]
        assert len(rows) - 1 == len(mine)
        for cells, row in zip(rows[1:], mine):
            assert all(cell.data_type != "f" for cell in cells)
            values = dict(zip(columns, (cell.value for cell in cells)))
            assert values["uuid"] == row["uuid"] and values["target_id"] == row["target_id"]
            assert values["suggestion_score"] == pytest.approx(row["suggestion_score"], rel=1e-15)  # Excel has 15 digits
            assert (values["ke_name"] or "") == harmless(row["ke_title"]), row
    readme = {row[0]: row[1] for row in book["README"].iter_rows(values_only=True) if row[0]}
    assert readme["Mappings, Reactome"] == sum(row["resource"] == "reactome" for row in published.rows)


def test_pandas_reads_the_workbook(published):
    sheets = pandas.read_excel(io.BytesIO(published.server.get("/export/excel").content), sheet_name=None)
    assert sum(len(frame) for name, frame in sheets.items() if name != "README") == len(published.rows)
