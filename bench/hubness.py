#!/usr/bin/env python3
"""How much hubs there are among vectors of targets, and what corrections do to them.

Targets stand in for Key Events: the title vector of each asks for the others' vectors of title and description. What is
found is measured against targets that share genes (Jaccard index of the gene sets at least 0.2), which the vectors know
nothing of. Of kinds with more than 2,500 targets of 10 to 500 genes a random 2,500 are looked at, the same each time.

    bench/hubness.py DATA [kind …]      the vectors of a data folder; kinds are wikipathways, go_bp, go_mf, reactome
    bench/hubness.py DATA --reference ../shared/data/reference-datafolder

The second looks at the BioBERT vectors of the replaced application, of which only those of pathways are published, with the
genes of the data folder.
"""

import argparse
import json
import pathlib

import numpy as np

KIND_OF_CORRECTION = [  # mean removed, components removed, weight of CSLS
    (False, 0, 0.0), (True, 0, 0.0), (True, 1, 0.0), (True, 3, 0.0), (False, 0, 1.0),
    (True, 0, 0.25), (True, 0, 0.5), (True, 0, 1.0), (True, 1, 0.5), (True, 1, 1.0), (True, 3, 0.5), (True, 3, 1.0)]
NEIGHBOURS = 10
MOST = 2_500
FILES = {  # vectors of titles, of titles with descriptions, genes
    "wikipathways": ("pathway_title_embeddings.npz", "pathway_embeddings.npz", "wikipathways_gene_annotations.json"),
    "go_bp": ("go_bp_name_embeddings.npz", "go_bp_embeddings.npz", "go_bp_gene_annotations_propagated.json"),
    "go_mf": ("go_mf_name_embeddings.npz", "go_mf_embeddings.npz", "go_mf_gene_annotations_propagated.json"),
    "reactome": ("reactome_pathway_name_embeddings.npz", "reactome_pathway_embeddings.npz",
                 "reactome_gene_annotations.json")}
REFERENCE_FILES = ("pathway_title_embeddings-202602.npz", "pathway_embeddings-202601.npz")


def read(path):
    with np.load(path) as arrays:
        return [str(one) for one in arrays["ids"]], arrays["matrix"].astype(np.float64)


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def similarities(queries, targets, mean, components, csls):
    if mean:
        queries, targets = queries - queries.mean(0), targets - targets.mean(0)
    if components:
        largest = np.linalg.svd(targets, full_matrices=False)[2][:components]
        queries, targets = (rows - rows @ largest.T @ largest for rows in (queries, targets))
    cosines = unit(queries) @ unit(targets).T
    np.fill_diagonal(cosines, -1)  # a pathway is not asked for itself
    hubs = np.sort(cosines, axis=0)[-NEIGHBOURS:].mean(0)
    found = cosines - csls / 2 * hubs
    np.fill_diagonal(found, -np.inf)
    return found


def mean_jaccard(lists):
    member = np.zeros((len(lists), lists.max() + 1), dtype=np.float32)
    np.put_along_axis(member, lists, 1, 1)
    common = (member @ member.T)[np.triu_indices(len(lists), 1)]
    return float((common / (2 * lists.shape[1] - common)).mean())


def measure(kind, titles_file, texts_file, genes_file):
    ids, titles = read(titles_file)
    text_ids, texts = read(texts_file)
    row_of, text_row_of = ({id: row for row, id in enumerate(of)} for of in (ids, text_ids))
    genes = {id: set(of) for id, of in json.loads(genes_file.read_text()).items()}
    keep = [id for id in ids if id in text_row_of and 10 <= len(genes.get(id, ())) <= 500]
    if len(keep) > MOST:
        keep = sorted(np.random.default_rng(1).choice(keep, MOST, replace=False).tolist())
    titles = unit(titles[[row_of[id] for id in keep]])
    texts = unit(texts[[text_row_of[id] for id in keep]])
    symbols = sorted(set().union(*(genes[id] for id in keep)))
    has = np.zeros((len(keep), len(symbols)), dtype=np.float32)
    place = {symbol: at for at, symbol in enumerate(symbols)}
    for row, id in enumerate(keep):
        has[row, [place[symbol] for symbol in genes[id]]] = 1
    common = has @ has.T
    sizes = has.sum(1)
    related = common / (sizes[:, None] + sizes[None, :] - common) >= 0.2
    np.fill_diagonal(related, False)
    raw = titles @ texts.T
    print(f"{kind}: {len(keep)} targets of 10-500 genes, {int(related.sum())} related pairs; crowding "
          f"{float((titles.mean(0) ** 2).sum()):.2f} and {float((texts.mean(0) ** 2).sum()):.2f}; raw cosines: 1 % {np.quantile(raw, .01):.3f}, median {np.median(raw):.3f}, 99 % {np.quantile(raw, .99):.3f}")
    print("mean  components  csls  Jaccard of top 5  most frequent in top 5  MRR")
    for mean, components, csls in KIND_OF_CORRECTION:
        found = similarities(titles, texts, mean, components, csls)
        order = np.argsort(-found, axis=1, kind="stable")
        listed = np.bincount(order[:, :5].ravel(), minlength=len(keep)) / len(keep)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(1, len(keep) + 1)[None, :], 1)
        print(f"{'yes' if mean else 'no':5} {components:10} {csls:5.2f}  {mean_jaccard(order[:, :5]):16.4f}  "
              f"{100 * listed.max():15.1f} % {keep[listed.argmax()]:>7}  {(1 / rank[related]).mean():.4f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("kinds", nargs="*", metavar="kind", help=", ".join(FILES))
    arguments.add_argument("--reference", type=pathlib.Path)
    wanted = arguments.parse_args()
    if wanted.reference:
        titles, texts = (wanted.reference / file for file in REFERENCE_FILES)
        measure("wikipathways, BioBERT", titles, texts, wanted.data / FILES["wikipathways"][2])
        return
    for kind in wanted.kinds or FILES:
        measure(kind, *(wanted.data / file for file in FILES[kind]))


if __name__ == "__main__":
    main()
