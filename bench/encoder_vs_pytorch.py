#!/usr/bin/env python3
"""The encoder beside PyTorch on the same machine, in turns: tokens per second and ratios.

    bench/encoder_vs_pytorch.py MODEL [--bench build/release/bench/encoder_bench]

MODEL is a folder with a BERT; `tests/golden/make_models.py --base DIR` makes one of BioBERT's size. Needs torch and
transformers; without them only our own numbers are printed.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import time

try:
    import torch
    import transformers
except ImportError:
    torch = None

CASES = [(32, 32), (32, 128), (1, 16)]
ROUNDS = 3
SECONDS = 2.0


def ours(options, precision, texts, tokens, cores):
    command = [options.bench, options.model, precision, texts, tokens, cores, SECONDS]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0])


def theirs(model, texts, tokens, cores):
    torch.set_num_threads(cores)
    ids = torch.tensor([[5 + (i * 31 + t * 7) % 200 for t in range(tokens)] for i in range(texts)])
    with torch.inference_mode():
        model(ids)
        start, rounds = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS:
            model(ids).last_hidden_state.mean(1)
            rounds += 1
    return rounds * texts * tokens / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--bench", type=pathlib.Path, default=root / "build/release/bench/encoder_bench")
    options = parser.parse_args()
    model = transformers.BertModel.from_pretrained(options.model).eval() if torch else None
    half = transformers.BertModel.from_pretrained(options.model).eval().to(torch.bfloat16) if torch else None
    print(f"tokens/s, median of {ROUNDS} rounds; load {os.getloadavg()[0]:.1f}"
          + (f"; torch {torch.__version__}" if torch else "; no torch here"))
    print(f"{'texts×tokens':>13} {'cores':>5} {'fp32':>9} {'bf16':>9} {'torch fp32':>11} {'torch bf16':>11} "
          f"{'fp32 ratio':>10} {'bf16 : torch fp32':>18} {'bf16 ratio':>10}")
    for cores in (1, 2):
        for texts, tokens in CASES:
            rounds = [(ours(options, "fp32", texts, tokens, cores), ours(options, "bf16", texts, tokens, cores),
                       theirs(model, texts, tokens, cores) if torch else float("nan"),
                       theirs(half, texts, tokens, cores) if torch else float("nan")) for _ in range(ROUNDS)]
            fp32, bf16, other, other_half = (statistics.median(column) for column in zip(*rounds))
            print(f"{f'{texts}×{tokens}':>13} {cores:>5} {fp32:>9.0f} {bf16:>9.0f} {other:>11.0f} {other_half:>11.0f} "
                  f"{fp32 / other:>10.2f} {bf16 / other:>18.2f} {bf16 / other_half:>10.2f}")


if __name__ == "__main__":
    main()
