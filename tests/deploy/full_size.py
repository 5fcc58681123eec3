"""A data folder of full size: made-up GO terms and vectors beside the demo's Key Events."""

import io
import json
import struct
import zipfile

import numpy

TERMS = 30_000
COLUMNS = 768  # of BioBERT
ALIGNMENT = 64
WORDS = ("acute binding calcium cascade cell chain death differentiation receptor factor fatty fibre gene growth hepatic "
         "immune inhibition injury kinase lipid membrane metabolic mitochondrial negative oxidative pathway positive "
         "process protein regulation repair response signal stress synthesis tissue transport").split()


def unit_rows(generator, rows):
    matrix = generator.standard_normal((rows, COLUMNS), dtype=numpy.float32)
    return matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True)


def write_npz(path, ids, matrix):
    """As numpy.savez, but with the matrix where a mapped file can be used in place, as the server's own writer does."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in (("ids.npy", numpy.array(ids)), ("matrix.npy", matrix)):
            content = io.BytesIO()
            numpy.lib.format.write_array(content, array, allow_pickle=False)
            member = zipfile.ZipInfo(name)
            begin = archive.fp.tell() + 30 + len(name) + 4  # behind the local header and an extra field's head
            padding = -begin % ALIGNMENT
            member.extra = struct.pack("<HH", 0xD935, padding) + bytes(padding)
            archive.writestr(member, content.getvalue())


def make(folder):
    """Adds it to the demo's files in `folder`; returns the bytes of all matrices."""
    generator = numpy.random.default_rng(20260101)
    terms = [f"GO:{number:07d}" for number in range(9_000_000, 9_000_000 + TERMS)]

    def text(words):
        return " ".join(generator.choice(WORDS, words))

    metadata = {term: {"name": text(4), "definition": text(20), "synonyms": [], "is_a": [], "part_of": []}
                for term in terms}
    metadata_file = folder / "go_bp_metadata.json"  # the demo's terms stay, since its curation names them
    metadata_file.write_text(json.dumps(json.loads(metadata_file.read_text()) | metadata))
    events = [row["KElabel"] for row in json.loads((folder / "ke_metadata.json").read_text())]
    size = 0
    for file, ids in (("go_bp_embeddings", terms), ("go_bp_name_embeddings", terms),
                      ("ke_embeddings_title_only", events), ("ke_embeddings_with_desc", events)):
        matrix = unit_rows(generator, len(ids))
        write_npz(folder / f"{file}.npz", ids, matrix)
        size += matrix.nbytes
    return size
