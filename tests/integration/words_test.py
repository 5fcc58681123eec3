"""The signal of words, recomputed from titles, synonyms and descriptions and compared with the server's lists.

Nothing of a list but this signal counts here: all other weights are 0, and no filter or factor changes it. The rules,
from text to score, are written down a second time, in double precision and without an index. They run over the demo
set as it is, and over the demo set with texts that need every one of them: the demo has no synonyms and few
descriptions.
"""

import collections
import difflib
import html
import json
import math
import re

import pytest

from kewp_server import DEMO_DATA, Server, copy_of_demo_data

LIMIT = 50
TOLERANCE = 1e-4  # answers have four decimals, the server counts in single precision
SCORING = """
ranking: {mode: hybrid}
pathway_suggestion:
  size_filter: false
  dynamic_thresholds: {base_threshold: 0.0}
  hybrid_weights: {embedding: 0.0, gene: 0.0, text: 1.0, ontology: 0.0, multi_evidence_bonus: 0.0}
  ontology_post_combine_boost: {boost_weight: 0.0}
  confidence_scoring: {max_confidence: 1.0}
reactome_suggestion:
  size_filter: false
  min_threshold: 0.0
  max_results: 50
  hybrid_weights: {embedding: 0.0, gene: 0.0, text: 1.0, multi_evidence_bonus: 0.0}
""" + "".join(f"""
{aspect}:
  size_filter: false
  min_threshold: 0.0
  hybrid_weights: {{embedding: 0.0, gene: 0.0, text: 1.0, multi_evidence_bonus: 0.0}}
  hierarchy: {{enabled: false}}
  directionality: {{match_boost: 1.0, mismatch_penalty: 1.0, exclude_signed_terms: false}}
  title_match: {{equal_boost: 1.0, phrase_boost: 1.0, regulation_penalty: 1.0}}
""" for aspect in ("go_bp", "go_mf"))

# What a title says about direction is no word of its subject.
DIRECTION = """
    increase increased increasing elevation elevated upregulate upregulated up-regulate up-regulated upregulation
    decrease decreased decreasing reduction reduced downregulate downregulated down-regulate down-regulated
    downregulation
    altered alteration change changes changed changing modified modification
    activation activate activated activating stimulation stimulate stimulated stimulating
    inhibition inhibited inhibiting suppression suppressed suppressing
    antagonism antagonize antagonized antagonizing agonism agonize agonized
    induction induce induced inducing enhancement enhance enhanced enhancing
    disruption disrupted disrupting impairment impaired impairing
    formation formed forming generation generate generated generating
    accumulation accumulate accumulated accumulating depletion deplete depleted depleting
    release released releasing secretion secrete secreted secreting
    binding bound bind binds interaction interacting interacted
    abnormal aberrant excessive deficient insufficient over under loss gain lack absence presence""".split()
PLAINEST_DIRECTION = """
    increase increased decrease decreased elevate elevated reduce reduced upregulate upregulated up-regulate
    up-regulated downregulate downregulated down-regulate down-regulated activation inhibition stimulation
    suppression""".split()
STOP_WORDS = set("""
    a an and any are as at be by can due for from has have in into is it its of on or other such that the their these
    this to via was were which with leading resulting""".split())
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi
    omicron pi rho sigma tau upsilon phi chi psi omega""".split()))
HYPHENS = "-\u2010\u2011\u2013"


def without(words, text):
    return " ".join(re.sub(rf"\b(?:{'|'.join(words)})\b", " ", text, flags=re.IGNORECASE).split())


def clean(text):
    return " ".join(re.sub(r"\W", " ", text).split()).casefold()


def subject(title):
    """A Key Event's title without its direction."""
    left = without(DIRECTION, title)
    if len(left) < 0.3 * len(title):
        left = without(PLAINEST_DIRECTION, title)
    return left or title


def tokens(text):
    """Words, each with what a hyphen makes of it and the one before: `IL-6` → (il, ""), (6, il6)."""
    text = "".join(f"  {GREEK[c]}  " if c in GREEK else c for c in text.casefold())
    found = list(re.finditer(r"[^\W_]+", text))
    pairs = []
    for before, word in zip([None] + found, found):
        joined = ""
        if before and word[0][0] in "0123456789" and len(before[0]) <= 4:
            between = text[before.end():word.start()]
            if len(between) == 1 and between in HYPHENS:
                joined = before[0] + word[0]
        pairs.append((word[0], joined))
    return pairs


def words(text):
    """Words and what hyphens join: `IL-6` → il, 6, il6."""
    return [one for pair in tokens(text) for one in pair if one]


def asked_words(text):
    """The words of a title, each with the spelling without hyphen: `IL-6` → {il: il6, 6: il6}."""
    pairs = tokens(text)
    pairs = [(word, after or joined) for (word, joined), (_, after) in zip(pairs, pairs[1:] + [("", "")])]
    asked = {}
    for word, joined in [pair for pair in pairs if pair[0] not in STOP_WORDS] or pairs:
        asked.setdefault(stem(word), joined)
    return asked


def stem(word):
    if len(word) < 4 or re.search(r"[0-9]", word):
        return word
    word = word.replace("oe", "e").replace("ae", "e")
    if re.search(r"...ies$", word):
        word = word[:-3] + "y"
    elif re.search(r"...s$", word) and not re.search(r"(ss|us|is)$", word):
        word = word[:-1]
    for ending, instead in (("our", "or"), ("isation", "ization"), ("lling", "ling"), ("lled", "led")):
        word = re.sub(rf"(?<=...){ending}$", instead, word)
    if re.search(r"..(osis|otic|ysis|ytic)$", word):
        return word[:-3]
    return re.sub(r"(?<=...)(atory|ation|ating|ative|ated)$", "ate", word)


def stems(text):
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y)))
    return row[-1]


class Texts:
    """The texts of all targets of a kind: {id: (title, synonyms, description)}."""

    def __init__(self, targets):
        self.titles = {id: clean(title) for id, (title, _, _) in targets.items()}
        names = {id: [stems(title)] + [stems(one) for one in synonyms] for id, (title, synonyms, _) in targets.items()}
        described = {id: stems(plain(text)) for id, (_, _, text) in targets.items()}
        lengths = [len(name) for of_target in names.values() for name in of_target]
        self.usual_name = sum(lengths) / len(lengths)
        lengths = [len(text) for text in described.values() if text]
        self.usual_description = sum(lengths) / len(lengths) if lengths else 1
        self.weights = collections.defaultdict(dict)  # of each word in each target that has it
        self.in_name = {id: {word for name in names[id] for word in name} for id in targets}
        for id in targets:
            for word in self.in_name[id] | set(described[id]):
                self.weights[word][id] = self.weight(word, names[id], described[id])

    def weight(self, word, names, described):
        having = [len(name) for name in names[1:] if word in name]
        frequency = 0
        if word in names[0]:
            frequency = 4 / (0.5 + 0.5 * len(names[0]) / self.usual_name)
        elif having:
            frequency = 3 / (0.5 + 0.5 * min(having) / self.usual_name)
        if word in described:
            frequency += described.count(word) / (0.25 + 0.75 * len(described) / self.usual_description)
        return frequency / (frequency + 1.2)

    def importance(self, word):
        having = len(self.weights.get(word, ()))
        return math.log(1 + (len(self.titles) - having + 0.5) / (having + 0.5))

    def spellings(self, word):
        """The words of the texts that are meant by one of a title, and what finding them is worth."""
        if word in self.weights:
            return [word], 1.0
        if len(word) < 5:
            return [], 0.0
        nearest = {other: edits(word, other) for other in self.weights if abs(len(other) - len(word)) <= 2}
        least = min(nearest.values(), default=3)
        if least > (1 if len(word) < 9 else 2):
            return [], 0.0
        return [other for other, distance in nearest.items() if distance == least], 0.8

    def scores(self, title):
        """Of every target that has a word of the title."""
        without_direction = subject(title)
        wanted = clean(without_direction)
        score, named, all_importance = collections.Counter(), collections.Counter(), 0
        for word, joined in asked_words(without_direction).items():
            if joined:  # as written or joined, and nothing that is only like it
                found, value = [one for one in (word, joined) if one in self.weights], 1.0
                importance = min(map(self.importance, found), default=0.5 * self.importance(word))
            else:
                found, value = self.spellings(word)
                # The rarest of several spellings may be meant; a word that is nowhere counts half.
                importance = max(map(self.importance, found), default=0.5 * self.importance(word))
            all_importance += importance
            best, best_named = collections.Counter(), collections.Counter()
            for other in found:
                worth = value * min(importance, self.importance(other))
                for id, weight in self.weights[other].items():
                    best[id] = max(best[id], worth * weight)
                    best_named[id] = max(best_named[id], worth * (other in self.in_name[id]))
            score.update(best)
            named.update(best_named)
        return {id: self.with_spelling(id, wanted, sum_ / all_importance, named[id] / all_importance)
                for id, sum_ in score.items()}

    def with_spelling(self, id, wanted, score, named):
        """A name that is nearly the title counts as much as their letters are the same."""
        if score < 0.5 or named < 0.5:
            return score
        same = difflib.SequenceMatcher(None, wanted, self.titles[id]).ratio()
        return max(score, same) if same >= 0.85 else score


def plain(text):
    ends_of_blocks_apart = re.sub(r"</?(?:p|li|br)\b[^>]*>", " ", text)
    return html.unescape(re.sub(r"<[^>]*>", "", ends_of_blocks_apart)) if re.search("[<&]", text) else text


def read(folder, name):
    return json.loads((folder / name).read_text())


def targets_of(folder, kind):
    if kind == "wikipathways":
        return {one["pathwayID"]: (one["pathwayTitle"], [], one["pathwayDescription"])
                for one in read(folder, "pathway_metadata.json")}
    if kind == "reactome":
        return {id: (one["name"], [], one["description"])
                for id, one in read(folder, "reactome_pathway_metadata.json").items()}
    return {id: (one["name"], [synonym["text"] for synonym in one["synonyms"]], one["definition"])
            for id, one in read(folder, f"{kind}_metadata.json").items()}


# Texts that need the rules, dealt out to the targets as synonyms and in descriptions; and titles that look for them.
TEXTS = [
    "TNF-α release by macrophages", "IL-6 and IL\u20116 signalling", "oestrogen receptor β isoform",
    "apoptotic tumours", "hydrolytic enzymes in biopsies", "methylated histone H3-K27 methylation",
    "CYP-2E1 ionisation of anaesthetics", "p450s reacting with Te", "µ-opioid channels, labelled",
    "programmed cell death type-1-2", "haemoglobin of foetal colour", "virus stages_2 process",
    "inflammatory stimuli of neighbouring cells", "NF–κB regulatory cascades", "the binding of labour to necrosis",
    "loading " + " ".join(sorted(STOP_WORDS))]
TITLES = [
    "Increase, oestrogen signaling", "Estrogens", "Apoptosis of tumors", "Hydrolysis, decreased", "Biopsy of viruses",
    "Histone methylation, H3K27", "CYP2E1 ionization", "Labeled mu opioid channel", "IL6", "Increased IL-6",
    "TNF alpha", "Hemoglobin color", "Inflamation of neighbors", "Mitochondrail fission and mitochondrial fussion",
    "Apoptossi", "Of the", "Leading", "Reduced NF-kappa B regulation", "Foetal anesthetics, stage 2", "Increase",
    "Type-1 type-12 celldeath", "P450", "Toe", "Increased release", "Reduced secretion, IL6", "Zzyzx"]


def demo_with_more_texts(folder):
    data = copy_of_demo_data(folder)
    number = 0
    for name in ("pathway_metadata", "reactome_pathway_metadata", "go_bp_metadata", "go_mf_metadata"):
        content = read(data, f"{name}.json")
        for one in content if isinstance(content, list) else content.values():
            number += 1
            text, other = TEXTS[number % len(TEXTS)], TEXTS[number * 7 % (len(TEXTS) - 1)]
            if "synonyms" in one and number % 7 < 3:
                one["synonyms"] = [{"text": text, "type": "EXACT"},
                                   {"text": f"{other}, {one['name']}", "type": "RELATED"}]
            field = next(field for field in ("pathwayDescription", "description", "definition") if field in one)
            if number % 4 == 0:
                one[field] += f" <p>{other}</p>{text} &amp; <i>{text}</i>"
        (data / f"{name}.json").write_text(json.dumps(content))
    events = read(data, "ke_metadata.json")
    names = [title for title, _, _ in targets_of(data, "go_bp").values()]
    misspelt = [name[:5] + name[6:] for name in names[::25]]
    run_together = [name.replace(" ", "", 2) for name in names[12::25]]
    for at, title in enumerate(TITLES + misspelt + run_together):
        events.append({**events[0], "KElabel": f"KE {900000 + at}", "KEtitle": title})
    (data / "ke_metadata.json").write_text(json.dumps(events))
    return data


LISTS = {"wikipathways": ("suggest_pathways", "", "combined_suggestions", "pathwayID"),
         "go_bp": ("suggest_go_terms", "&aspect_filter=bp", "suggestions", "go_id"),
         "go_mf": ("suggest_go_terms", "&aspect_filter=mf", "suggestions", "go_id"),
         "reactome": ("suggest_reactome", "", "suggestions", "reactome_id")}


@pytest.fixture(scope="module", params=["demo", "more texts"])
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    data = DEMO_DATA if request.param == "demo" else demo_with_more_texts(folder)
    (folder / "scoring.yaml").write_text(SCORING)
    server = Server(folder, data=data, workers="count = 1")
    server.config.write_text(re.sub("(?m)^scoring_config = .*$", f'scoring_config = "{folder / "scoring.yaml"}"',
                                    server.config.read_text()))
    with server:
        yield server


@pytest.mark.parametrize("kind", LISTS)
def test_words_count_as_in_a_plain_recomputation(server, kind):
    route, parameters, member, id_member = LISTS[kind]
    texts = Texts(targets_of(server.data, kind))
    events = read(server.data, "ke_metadata.json")
    compared, not_empty, largest = 0, 0, 0.0
    for event in events:
        answer = server.get(f"/{route}/{event['KElabel']}?limit={LIMIT}{parameters}").json()
        found = {one[id_member]: one["signal_scores"]["lexical"] for one in answer[member]}
        expected = texts.scores(event["KEtitle"])
        assert len(found) == min(LIMIT, len(expected)), (event, found, expected)
        if kind != "wikipathways":  # there it is the length of the list
            assert answer["total_suggestions"] == len(expected), event
        for one in answer[member]:
            assert one["final_score"] == one["signal_scores"]["lexical"], one
        unlike = {id: (value, expected.get(id)) for id, value in found.items()
                  if value != pytest.approx(expected.get(id, 0), abs=TOLERANCE)}
        assert not unlike, (event, unlike)
        # The list is the best of all: what is not in it is no better than its last.
        left_out = max((value for id, value in expected.items() if id not in found), default=0)
        assert left_out <= min(found.values(), default=0) + TOLERANCE, event
        assert list(found.values()) == sorted(found.values(), reverse=True)
        compared += len(found)
        not_empty += bool(found)
        largest = max([largest] + [abs(value - expected[id]) for id, value in found.items()])
    print(f"{kind}: {len(events)} lists, {not_empty} not empty, {compared} scores, largest difference {largest:.1e}")
    assert not_empty >= 0.5 * len(events)
