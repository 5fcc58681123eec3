"""The rankings, recomputed with numpy from the files of the demo set and compared with those of `kewp evaluate`."""

import json
import subprocess

import numpy as np
import pytest

from kewp_server import DEMO_DATA, KEWP

# Words are left to the unit tests: everything else that ranks is recomputed here.
SCORING = """
ranking:
  mode: {mode}
pathway_suggestion:
  hybrid_weights: {{text: 0.0, ontology: 0.0}}
  ontology_tag_matching: {{enabled: false}}
  ontology_post_combine_boost: {{boost_weight: 0.0}}
reactome_suggestion:
  hybrid_weights: {{text: 0.0}}
"""
CORPORA = {
    "wikipathways": ("pathway_title_embeddings.npz", "pathway_embeddings.npz", "wikipathways_gene_annotations.json"),
    "reactome": ("reactome_pathway_name_embeddings.npz", "reactome_pathway_embeddings.npz",
                 "reactome_gene_annotations.json"),
}


def read(name):
    return json.loads((DEMO_DATA / name).read_text())


def vectors(name):
    with np.load(DEMO_DATA / name) as arrays:
        return {str(id): row for id, row in zip(arrays["ids"], arrays["matrix"].astype(np.float64))}


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Recomputed:
    def __init__(self, corpus):
        names, texts, genes = CORPORA[corpus]
        self.corpus = corpus
        self.genes = {id: set(of) for id, of in read(genes).items()}
        names, texts = vectors(names), vectors(texts)
        self.ids = [id for id in names if 10 <= len(self.genes.get(id, ())) <= 500]
        self.names = np.array([names[id] for id in self.ids])
        self.texts = np.array([texts[id] for id in self.ids])
        self.events = [row["KElabel"] for row in read("ke_metadata.json")]
        titles, described = vectors("ke_embeddings_title_only.npz"), vectors("ke_embeddings_with_desc.npz")
        self.titles = np.array([titles[id] for id in self.events])
        self.described = np.array([described[id] for id in self.events])
        self.event_genes = {id: set(of) for id, of in read("ke_genes.json").items()}

    def gene_signal(self, event):
        of_event = self.event_genes.get(event, set())
        values = np.zeros(len(self.ids))
        for at, id in enumerate(self.ids):
            common, size = len(of_event & self.genes[id]), len(self.genes[id])
            if common == 0:
                continue
            if self.corpus == "wikipathways":
                value = (0.15 + 0.4 * common / len(of_event) + 0.4 * min(1, 10 * common / size))
                values[at] = round(min(0.95, value * (1 if len(of_event) >= 3 else 0.8)), 3)
            else:
                values[at] = 0.7 * common / len(of_event) + 0.3 * common / (len(of_event) + size - common)
        return values

    @staticmethod
    def similarities(queries, targets):
        crowding = float((targets.mean(0) ** 2).sum())
        assert crowding < 0.5, "these vectors would be corrected for hubs; recompute that too"
        return queries @ targets.T

    def fused(self):
        def power(similarities):
            return np.clip((1 + similarities) / 2, 0, 1) ** 32

        weight = 0.5 if self.corpus == "wikipathways" else 0.3
        similarity = (weight * power(self.similarities(self.titles, self.names)) +
                      (1 - weight) * power(self.similarities(self.described, self.texts)))
        scores = np.empty_like(similarity)
        for row, event in enumerate(self.events):
            places = {"embedding": self.places(similarity[row])}
            weights = {"embedding": 1.0}
            if self.event_genes.get(event):
                genes = self.gene_signal(event)
                places["gene"] = self.places(np.where(genes > 0, genes, np.nan))
                weights["gene"] = 0.25
            total = sum(weights.values())
            scores[row] = sum(weights[s] / total * np.where(places[s] > 0, 6 / (5 + places[s]), 0) for s in places)
        return scores

    def semantic(self):
        def transformed(cosines):
            return np.minimum(0.95, ((cosines + 1) / 2) ** 4)

        weight = 0.85 if self.corpus == "wikipathways" else 0.5
        return (weight * transformed(self.titles @ self.names.T) +
                (1 - weight) * transformed(self.described @ self.texts.T))

    def hybrid(self):
        embedding_weight, gene_weight = (0.5, 0.35) if self.corpus == "wikipathways" else (0.6, 0.4)
        similarity = self.semantic()
        genes = np.array([self.gene_signal(event) for event in self.events])
        both = (similarity > 0) & (genes > 0)
        return np.minimum(0.98, embedding_weight * similarity + gene_weight * genes + 0.05 * both)

    @staticmethod
    def places(values):
        ranked = ~np.isnan(values)
        places = np.zeros(len(values))
        kept = values[ranked]
        before = (kept[None, :] > kept[:, None]).sum(1)
        equal = (kept[None, :] == kept[:, None]).sum(1)
        places[ranked] = before + (equal + 1) / 2
        return places


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("mode", ["fused", "semantic", "hybrid"])
def test_ranks_are_those_of_a_plain_recomputation(tmp_path, corpus, mode):
    recomputed = Recomputed(corpus)
    scores = getattr(recomputed, mode)()
    pairs = [(event, id) for row, event in enumerate(recomputed.events)
             for id in np.array(recomputed.ids)[[row % len(recomputed.ids), (7 * row + 3) % len(recomputed.ids)]]]
    (tmp_path / "pairs.csv").write_text("ke_id,target_id\n" + "".join(f"{ke},{id}\n" for ke, id in pairs))
    (tmp_path / "scoring.yaml").write_text(SCORING.format(mode=mode))
    answer = subprocess.run(
        [KEWP, "evaluate", "--data", str(DEMO_DATA), "--scoring", str(tmp_path / "scoring.yaml"), "--mode", mode,
         "--corpus", corpus, "--pairs", str(tmp_path / "pairs.csv"), "--format", "json", "--samples", "0"],
        check=True, capture_output=True, text=True)
    found = json.loads(answer.stdout)["corpora"][0]["modes"][mode]
    ranks = found["standards"]["pairs"]["ranks"]
    assert len(ranks) == len(set(pairs))
    for one in ranks:
        row = recomputed.events.index(one["ke_id"])
        score = scores[row, recomputed.ids.index(one["target_id"])]
        # Scores are rounded to four decimals before they are sorted, and the vectors are single precision.
        better = (scores[row] > score + 1.5e-4).sum() + 1
        not_worse = (scores[row] >= score - 1.5e-4).sum()
        assert better <= one["rank"] <= not_worse, one

    lists = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    jaccard = [len(set(a) & set(b)) / (10 - len(set(a) & set(b))) for i, a in enumerate(lists) for b in lists[:i]]
    assert found["mean_top5_jaccard"] == pytest.approx(np.mean(jaccard), rel=0.02)


def test_the_report_names_what_was_left_out_and_draws_it(tmp_path):
    plot = tmp_path / "plot.svg"
    answer = subprocess.run([KEWP, "evaluate", "--data", str(DEMO_DATA), "--plot", str(plot), "--samples", "50"],
                            check=True, capture_output=True, text=True).stdout
    for expected in ("wikipathways", "go_bp", "reactome", "the gene signal is left out", "fused", "95 % interval"):
        assert expected in answer
    assert plot.read_text().startswith("<svg")


def test_a_table_without_pairs_is_refused(tmp_path):
    (tmp_path / "none.csv").write_text("a,b\n1,2\n")
    refused = subprocess.run([KEWP, "evaluate", "--data", str(DEMO_DATA), "--corpus", "wikipathways", "--pairs",
                              str(tmp_path / "none.csv")], capture_output=True, text=True)
    assert refused.returncode == 1 and "no row has the id of a Key Event" in refused.stderr
