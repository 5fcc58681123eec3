"""A data folder of full size: made-up GO terms and vectors beside the demo's Key Events, and a model of BioBERT's size."""

import io
import json
import math
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


def model_tensors():
    """Names and shapes of BERT's base model with BioBERT's vocabulary."""
    hidden, inner, layers, positions, pieces = COLUMNS, 3072, 12, 512, 28_996
    yield "embeddings.word_embeddings.weight", (pieces, hidden)
    yield "embeddings.position_embeddings.weight", (positions, hidden)
    yield "embeddings.token_type_embeddings.weight", (2, hidden)
    norms = ["embeddings.LayerNorm"]
    for number in range(layers):
        layer = f"encoder.layer.{number}"
        for part, rows, columns in (("attention.self.query", hidden, hidden), ("attention.self.key", hidden, hidden),
                                    ("attention.self.value", hidden, hidden), ("attention.output.dense", hidden, hidden),
                                    ("intermediate.dense", inner, hidden), ("output.dense", hidden, inner)):
            yield f"{layer}.{part}.weight", (rows, columns)
            yield f"{layer}.{part}.bias", (rows,)
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    for norm in norms:
        yield f"{norm}.weight", (hidden,)
        yield f"{norm}.bias", (hidden,)


def make_model(folder):
    """Writes a model as Hugging Face lays it out, with random weights; returns the bytes of the weights (fp32)."""
    folder.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *letters, *(f"##{letter}" for letter in letters)]
    pieces += [f"word{number}" for number in range(28_996 - len(pieces))]
    (folder / "vocab.txt").write_text("".join(piece + "\n" for piece in pieces))
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))
    (folder / "config.json").write_text(json.dumps(dict(
        model_type="bert", hidden_size=COLUMNS, num_hidden_layers=12, num_attention_heads=12, intermediate_size=3072,
        vocab_size=len(pieces), max_position_embeddings=512, type_vocab_size=2, layer_norm_eps=1e-12, hidden_act="gelu")))
    header, begin = {}, 0
    for name, shape in model_tensors():
        size = 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, begin + size]}
        begin += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    generator = numpy.random.default_rng(20260102)
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in model_tensors():
            values = generator.standard_normal(shape, dtype=numpy.float32) * numpy.float32(0.02)
            if name.endswith("LayerNorm.weight"):
                values += 1
            file.write(values.tobytes())
    return begin


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
