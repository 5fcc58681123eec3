#!/usr/bin/env python3
"""Makes seeded BERT models with golden vectors by PyTorch and Hugging Face's tokenizer.

    make_models.py               tiny_cased and tiny_uncased beside this file (they are tracked)
    make_models.py --base DIR    in DIR one of BioBERT's size (430 MB), for tests that are run by hand

Needs torch, transformers, tokenizers, safetensors and numpy in the Python that runs it. Each folder holds a model as
Hugging Face lays it out, and golden.json: texts with token ids and unit vectors, and the versions of the programs.
"""

import argparse
import json
import pathlib
import random

import tokenizers
import torch
import transformers
from safetensors.torch import save_file
from tokenizers.implementations import BertWordPieceTokenizer

HERE = pathlib.Path(__file__).resolve().parent

TEXTS = [
    "",
    "Increase, CYP2E1",
    "Binding of TNF-α to the TNF receptor via p53 and IL6",
    "Decreased, Triiodothyronine (T3)",
    "mitochondrial   dysfunction\tin\nliver cells",
    "naïve Ångström café — “quoted” text",
    "İstanbul ǅ ﬁ",
    "細胞 cell 死",
    "a\u0000b\u0007c\u200bd\ufeffe\ufffdf",
    "x" * 101 + " " + "y" * 100,
    "[CLS] and [SEP] and [UNK] and [cls]",
    "the liver and the cell and the receptor " * 12,
    "peroxisome proliferator-activated receptor-γ; oxidative stress (ROS)",
    "!?.,:;()[]{}<>|\\/@#$%^&*_-+=~`\"'",
]

WORDS = """the of and in to cell cells liver receptor binding increase decreased mitochondrial dysfunction stress oxidative
activation TNF IL CYP ROS Triiodothyronine T p Ang naive cafe via text and peroxisome proliferator gamma quoted strom
α γ 細 胞 死 ï å é i""".split()


def vocabulary(lower):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789" + ("" if lower else "ABCDEFGHIJKLMNOPQRSTUVWXYZïÅéö")
    words = [word.lower() if lower else word for word in WORDS]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *"!?.,:;()-/'\"—“”[]"]
    pieces += words + [f"##{letter}" for letter in letters] + ["##al", "##tion", "##ed", "##strom", "##ial", "##γ"]
    return list(dict.fromkeys(pieces))


def write_model(folder, *, lower, pieces, config, prefix, dtype, seed, scale):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("".join(piece + "\n" for piece in pieces))
    config = transformers.BertConfig(vocab_size=len(pieces), hidden_dropout_prob=0, attention_probs_dropout_prob=0,
                                     **config)
    torch.manual_seed(seed)
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    tensors = {}
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            centre = 1.0 if name.endswith("LayerNorm.weight") else 0.0
            tensor.copy_((centre + scale * torch.randn_like(tensor)).to(dtype))
            tensors[prefix + name] = tensor.to(dtype).contiguous()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    kept = {key: value for key, value in json.loads(config.to_json_string(use_diff=False)).items() if key in (
        "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size",
        "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "hidden_act", "model_type")}
    (folder / "config.json").write_text(json.dumps(kept, indent=1) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lower}) + "\n")
    tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=lower)
    tokenizer.enable_truncation(config.max_position_embeddings)
    ids = [encoded.ids for encoded in tokenizer.encode_batch(TEXTS)]
    vectors = []
    with torch.no_grad():
        for row in ids:
            mean = model(torch.tensor([row])).last_hidden_state[0].double().mean(0)
            vectors.append([round(value, 7) for value in (mean / mean.norm()).tolist()])
    made_by = f"make_models.py with torch {torch.__version__}, transformers {transformers.__version__}, " \
              f"tokenizers {tokenizers.__version__}"
    lines = [json.dumps({"text": text, "ids": row, "vector": vector}) for text, row, vector in zip(TEXTS, ids, vectors)]
    (folder / "golden.json").write_text(
        '{"made_by": %s,\n "texts": [\n  %s\n ]}\n' % (json.dumps(made_by), ",\n  ".join(lines)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=pathlib.Path, metavar="DIR")
    base = parser.parse_args().base
    random.seed(0)
    if base is not None:
        pieces = vocabulary(False)
        pieces += [f"word{i}" for i in range(28_996 - len(pieces))]
        write_model(base, lower=False, pieces=pieces, prefix="bert.", dtype=torch.float32, seed=3, scale=0.02, config={})
        return
    tiny = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 40,
            "max_position_embeddings": 48}
    write_model(HERE / "tiny_cased", lower=False, pieces=vocabulary(False), prefix="", dtype=torch.float16, seed=1,
                scale=0.3, config={**tiny, "hidden_act": "gelu_new", "type_vocab_size": 1})
    write_model(HERE / "tiny_uncased", lower=True, pieces=vocabulary(True), prefix="bert.", dtype=torch.bfloat16, seed=2,
                scale=0.3, config=tiny)


if __name__ == "__main__":
    main()
