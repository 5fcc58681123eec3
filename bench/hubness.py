"""How much hubs there are among the replaced application's own BioBERT vectors, and what corrections do to them.

Only the vectors of pathways are published, so pathways stand in for Key Events: the title vector of each asks for the
others' vectors of title and description. What is found is measured against pathways that share genes (Jaccard index of
the gene sets at least 0.2), which the vectors know nothing of.

    bench/hubness.py ../shared/data/reference-datafolder DATA

DATA is a data folder with wikipathways_gene_annotations.json.
"""

import json
import pathlib
import sys

import numpy as np

KIND_OF_CORRECTION = [  # mean removed, components removed, weight of CSLS
    (False, 0, 0.0), (True, 0, 0.0), (True, 1, 0.0), (True, 3, 0.0), (False, 0, 1.0),
    (True, 0, 0.25), (True, 0, 0.5), (True, 0, 1.0), (True, 1, 0.5), (True, 1, 1.0), (True, 3, 0.5), (True, 3, 1.0)]
NEIGHBOURS = 10


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


def main(reference, data):
    reference, data = pathlib.Path(reference), pathlib.Path(data)
    ids, titles = read(reference / "pathway_title_embeddings-202602.npz")
    text_ids, texts = read(reference / "pathway_embeddings-202601.npz")
    genes = {id: set(of) for id, of in json.loads((data / "wikipathways_gene_annotations.json").read_text()).items()}
    keep = [id for id in ids if id in text_ids and 10 <= len(genes.get(id, ())) <= 500]
    titles = unit(titles[[ids.index(id) for id in keep]])
    texts = unit(texts[[text_ids.index(id) for id in keep]])
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
    print(f"{len(keep)} pathways of 10-500 genes, {int(related.sum())} related pairs; raw cosines: 1 % "
          f"{np.quantile(raw, .01):.3f}, median {np.median(raw):.3f}, 99 % {np.quantile(raw, .99):.3f}")
    print("mean  components  csls  Jaccard of top 5  most frequent in top 5  MRR")
    for mean, components, csls in KIND_OF_CORRECTION:
        found = similarities(titles, texts, mean, components, csls)
        order = np.argsort(-found, axis=1, kind="stable")
        listed = np.bincount(order[:, :5].ravel(), minlength=len(keep)) / len(keep)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(1, len(keep) + 1)[None, :], 1)
        print(f"{'yes' if mean else 'no':5} {components:10} {csls:5.2f}  {mean_jaccard(order[:, :5]):16.4f}  "
              f"{100 * listed.max():15.1f} % {keep[listed.argmax()]:>7}  {(1 / rank[related]).mean():.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
