#!/usr/bin/python3
"""Makes tests/fuzz/corpus/npz: small embeddings files, good and bad, with numpy (Debian: python3-numpy).

Usage: tests/fuzz/make_npz_corpus.py
The files are committed; run this only to add one. The names say what a reader must do: good_*, bad_*.
"""
import io
import pathlib
import struct
import zipfile

import numpy

FOLDER = pathlib.Path(__file__).parent / "corpus" / "npz"
IDS = numpy.array(["KE 1", "KE 55", "KE 1508"])
MATRIX = numpy.array([[0.6, 0.8, 0], [0, 0, 0], [1 / 3, 2 / 3, 2 / 3]], dtype=numpy.float32)


def savez(**arrays):
    out = io.BytesIO()
    numpy.savez(out, **arrays)
    return out.getvalue()


def compressed(**arrays):
    out = io.BytesIO()
    numpy.savez_compressed(out, **arrays)
    return out.getvalue()


def npy(array, version=None):
    out = io.BytesIO()
    numpy.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def zipped(members, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.comment = comment
    return out.getvalue()


def zip64():
    """The same archive with every size and offset in ZIP64 fields."""
    saved = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 1, 0
    try:
        return savez(ids=IDS, matrix=MATRIX)
    finally:
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = saved


def patched(data, at, form, value):
    out = bytearray(data)
    struct.pack_into(form, out, at, value)
    return bytes(out)


def corpus():
    good = savez(ids=IDS, matrix=MATRIX)
    end = good.rindex(b"PK\x05\x06")
    directory = good.index(b"PK\x01\x02")
    not_a_number = MATRIX.copy()
    not_a_number[0, 1] = numpy.nan
    infinite = MATRIX.copy()
    infinite[2, 2] = numpy.inf
    yield "good_savez", good
    yield "good_savez_compressed", compressed(ids=IDS, matrix=MATRIX)
    yield "good_zip64", zip64()
    yield "good_version_2", zipped([("ids.npy", npy(IDS, (2, 0))), ("matrix.npy", npy(MATRIX, (2, 0)))])
    yield "good_other_members", zipped([("a", b"x"), ("ids.npy", npy(IDS)), ("matrix.npy", npy(MATRIX))], b"note")
    yield "good_not_normalised", savez(ids=IDS, matrix=MATRIX * numpy.float32(11))
    yield "good_not_ascii", savez(ids=numpy.array(["α", "𝔸b", "KE 1"]), matrix=MATRIX)
    yield "bad_empty", b""
    yield "bad_cut_short", good[:400]
    yield "bad_end_cut_short", good[:-1]
    yield "bad_object_ids", savez(ids=IDS.astype(object), matrix=MATRIX)
    yield "bad_object_matrix", savez(ids=IDS, matrix=numpy.array([{}, [], None], dtype=object))
    yield "bad_legacy_npy", npy(numpy.array({"KE 1": [0.6, 0.8]}, dtype=object))
    yield "bad_pickle", b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00}."
    yield "bad_doubles", savez(ids=IDS, matrix=MATRIX.astype("<f8"))
    yield "bad_big_endian", savez(ids=IDS, matrix=MATRIX.astype(">f4"))
    yield "bad_byte_ids", savez(ids=IDS.astype("S7"), matrix=MATRIX)
    yield "bad_structured", savez(ids=IDS, matrix=numpy.zeros(3, dtype=[("a", "<f4")]))
    yield "bad_fortran_order", savez(ids=IDS, matrix=numpy.asfortranarray(MATRIX))
    yield "bad_one_dimension", savez(ids=IDS, matrix=MATRIX[0])
    yield "bad_three_dimensions", savez(ids=IDS, matrix=MATRIX[:, :, None])
    yield "bad_row_count", savez(ids=IDS[:2], matrix=MATRIX)
    yield "bad_no_rows", savez(ids=IDS[:0], matrix=MATRIX[:0])
    yield "bad_no_columns", savez(ids=IDS, matrix=MATRIX[:, :0])
    yield "bad_nan", savez(ids=IDS, matrix=not_a_number)
    yield "bad_infinity", savez(ids=IDS, matrix=infinite)
    yield "bad_duplicate_id", savez(ids=numpy.array(["KE 1", "KE 2", "KE 1"]), matrix=MATRIX)
    yield "bad_empty_id", savez(ids=numpy.array(["KE 1", "", "KE 3"]), matrix=MATRIX)
    yield "bad_no_matrix", savez(ids=IDS)
    yield "bad_two_matrices", zipped([("ids.npy", npy(IDS)), ("matrix.npy", npy(MATRIX)), ("matrix.npy", npy(MATRIX))])
    yield "bad_version_3", zipped([("ids.npy", npy(IDS, (3, 0))), ("matrix.npy", npy(MATRIX))])
    yield "bad_shape_overflows", good.replace(
        b"(3, 3), }".ljust(40), b"(4611686018427387904, 4), }".ljust(40)
    )
    yield "bad_entry_count", patched(good, end + 10, "<H", 60000)
    yield "bad_directory_offset", patched(good, end + 16, "<I", 0xFFFFFFF0)
    yield "bad_directory_size", patched(good, end + 12, "<I", 0x7FFFFFFF)
    yield "bad_zip64_missing", patched(good, end + 16, "<I", 0xFFFFFFFF)
    yield "bad_local_offset", patched(good, directory + 42, "<I", 3)
    yield "bad_member_size", patched(patched(good, directory + 20, "<I", 9999), directory + 24, "<I", 9999)
    yield "bad_ids_checksum", patched(good, directory + 16, "<I", 0)
    yield "bad_method", patched(patched(good, directory + 10, "<H", 12), 8, "<H", 12)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in corpus():
        assert len(data) < 2048, name
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
