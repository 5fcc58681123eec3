"""numpy reads the embeddings files that we write, and we read numpy's (operations.md, row O12).

KEWP_NPZ_TOOL names the helper program built from npz_tool.cpp.
"""
import os
import subprocess
import zipfile

import pytest

numpy = pytest.importorskip("numpy", reason="Debian's python3-numpy is not installed")
TOOL = os.environ.get("KEWP_NPZ_TOOL")
pytestmark = pytest.mark.skipif(not TOOL, reason="KEWP_NPZ_TOOL does not name the helper program")


def write(path, ids, matrix, *options):
    rows = ("\t".join([i, *(f"{value:.9g}" for value in row)]) for i, row in zip(ids, matrix))
    return subprocess.run(
        [TOOL, "write", str(path), *options], input="\n".join(rows), capture_output=True, text=True, check=False
    )


def read(path):
    done = subprocess.run([TOOL, "read", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counts, *lines = done.stdout.splitlines()
    fields = [line.split("\t") for line in lines]
    matrix = numpy.array([row[1:] for row in fields], dtype=numpy.float64).astype(numpy.float32)
    return [int(count) for count in counts.split()], [row[0] for row in fields], matrix


def refusal(path):
    done = subprocess.run([TOOL, "read", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    return done.stderr


def unit_rows(matrix):
    """The rule by which the reference stores vectors."""
    matrix = matrix.astype(numpy.float32)
    norms = numpy.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    return matrix / norms


def vectors(rows, cols):
    generator = numpy.random.default_rng(rows * 1000 + cols)
    return generator.normal(size=(rows, cols)).astype(numpy.float32)


@pytest.mark.parametrize("rows,cols", [(1, 1), (3, 3), (50, 7), (200, 129), (40, 768)])
def test_numpy_reads_what_we_write(tmp_path, rows, cols):
    ids = [f"GO:{i:07d}" for i in range(rows)]
    raw = vectors(rows, cols)
    raw[rows // 2] = 0
    path = tmp_path / "go_bp_embeddings.npz"
    assert write(path, ids, raw).returncode == 0
    with numpy.load(path) as file:  # pickle is off unless asked for
        assert sorted(file.files) == ["ids", "matrix"]
        assert file["ids"].dtype.str == f"<U{len(ids[0])}"
        assert file["ids"].tolist() == ids
        matrix = file["matrix"]
    assert matrix.dtype.str == "<f4" and matrix.shape == (rows, cols) and matrix.flags.c_contiguous
    numpy.testing.assert_allclose(matrix, unit_rows(raw), rtol=3e-7, atol=0)
    assert zipfile.ZipFile(path).testzip() is None


@pytest.mark.parametrize("rows,cols", [(1, 1), (3, 3), (20, 768)])
def test_small_files_are_numpy_s_own_byte_for_byte(tmp_path, rows, cols):
    ids = [f"KE {i}" for i in range(rows)]
    matrix = unit_rows(vectors(rows, cols))
    assert write(tmp_path / "ours.npz", ids, matrix, "keep").returncode == 0
    numpy.savez(tmp_path / "theirs.npz", ids=numpy.array(ids), matrix=matrix)
    assert (tmp_path / "ours.npz").read_bytes() == (tmp_path / "theirs.npz").read_bytes()


@pytest.mark.parametrize("save", [numpy.savez, numpy.savez_compressed])
@pytest.mark.parametrize("rows,cols", [(1, 1), (3, 3), (300, 100)])
def test_we_read_what_numpy_writes(tmp_path, save, rows, cols):
    ids = [f"WP{i}" for i in range(rows)]
    matrix = unit_rows(vectors(rows, cols))
    save(tmp_path / "x.npz", ids=numpy.array(ids), matrix=matrix, note=numpy.array(["ignored"]))
    counts, read_ids, read_matrix = read(tmp_path / "x.npz")
    assert counts == [rows, cols, 0, 0]
    assert read_ids == ids
    assert (read_matrix == matrix).all()


def test_characters_outside_ascii_survive_both_ways(tmp_path):
    ids = ["α-synuclein", "𝔸", "KE 1"]
    matrix = unit_rows(vectors(3, 4))
    numpy.savez(tmp_path / "theirs.npz", ids=numpy.array(ids), matrix=matrix)
    assert read(tmp_path / "theirs.npz")[1] == ids
    assert write(tmp_path / "ours.npz", ids, matrix).returncode == 0
    assert numpy.load(tmp_path / "ours.npz")["ids"].tolist() == ids


def test_we_normalise_and_count_rows_that_numpy_stored_as_they_were(tmp_path):
    raw = vectors(5, 6) * 11
    raw[2] = 0
    numpy.savez(tmp_path / "x.npz", ids=numpy.array(list("abcde")), matrix=raw)
    counts, _, matrix = read(tmp_path / "x.npz")
    assert counts == [5, 6, 4, 1]
    numpy.testing.assert_allclose(matrix, unit_rows(raw), rtol=1e-6)


@pytest.mark.parametrize(
    "arrays,message",
    [
        ({"ids": numpy.array(["a", "b"], dtype=object)}, "array 'ids' holds pickled Python objects (dtype '|O')"),
        ({"matrix": numpy.array([{}, {}], dtype=object)}, "array 'matrix' holds pickled Python objects"),
        ({"matrix": numpy.eye(2)}, "array 'matrix' has dtype '<f8'"),
        ({"matrix": numpy.asfortranarray(numpy.ones((2, 3), dtype="<f4"))}, "array 'matrix' is in Fortran order"),
        ({"matrix": numpy.full((2, 2), numpy.nan, dtype="<f4")}, "array 'matrix' row 0 ('a') holds a NaN"),
        ({"ids": numpy.array(["a", "a"])}, "array 'ids' holds 'a' twice"),
    ],
)
def test_we_refuse_what_we_must(tmp_path, arrays, message):
    good = {"ids": numpy.array(["a", "b"]), "matrix": numpy.eye(2, dtype="<f4")}
    numpy.savez(tmp_path / "x.npz", **{**good, **arrays})
    assert message in refusal(tmp_path / "x.npz")
