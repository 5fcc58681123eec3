"""Suggestions, searches and reference lists of the demo set, as page scripts and notebooks ask for them."""

import pytest

from kewp_server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("suggestions"), workers="count = 1") as running:
        yield running


@pytest.fixture(scope="module")
def with_genes(server):
    """A Key Event that has genes."""
    for event in server.get("/get_ke_options").json():
        genes = server.get(f"/ke_genes/{event['KElabel']}").json()
        if genes["gene_count"] > 2:
            return event["KElabel"]
    raise AssertionError("no Key Event of the demo set has genes")


def without_time(answer):
    return {key: value for key, value in answer.items() if key not in ("request_info", "timestamp")}


def assert_ranked(suggestions, name="hybrid_score"):
    scores = [one[name] for one in suggestions]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 0.98 for score in scores)


def test_pathways_carry_every_signal_and_a_reason(server, with_genes):
    answer = server.get(f"/suggest_pathways/{with_genes}").json()
    assert answer["ke_id"] == with_genes
    assert answer["genes_found"] == len(answer["gene_list"]) > 2
    assert answer["ranking_mode"] == "fused" and not answer.get("warnings")
    assert any(one["embedding_similarity"] for one in answer["combined_suggestions"])
    assert answer["request_info"]["limit"] == 10 and answer["request_info"]["method_filter"] == "all"
    assert_ranked(answer["combined_suggestions"])
    for one in answer["combined_suggestions"]:
        for key in ("pathwayID", "pathwayTitle", "pathwayDescription", "pathwayLink", "pathwaySvgUrl", "match_types",
                    "matching_genes", "matching_gene_count", "pathway_total_genes", "final_score", "confidence_score",
                    "embedding_similarity", "scores", "signal_scores", "primary_evidence", "quality_tier",
                    "matched_tags"):
            assert key in one, key
        explained = one["explanation"]
        assert explained["reason"].endswith(".")
        total = sum(part["contribution"] for part in explained["signals"]) + explained["multi_evidence_bonus"]
        assert one["final_score"] == pytest.approx(min(total, 0.98), abs=0.001)


def test_a_key_event_is_found_under_every_spelling(server, with_genes):
    number = with_genes.split()[1]
    first = without_time(server.get(f"/suggest_pathways/{with_genes}").json())
    for spelling in (number, f"KE{number}", f"KE:{number}", f"ke%20{number}"):
        assert without_time(server.get(f"/suggest_pathways/{spelling}").json()) == first


def test_a_bad_limit_counts_as_the_default_and_a_short_list_starves_no_long_one(server, with_genes):
    for limit in ("0", "-3", "abc", ""):
        assert server.get(f"/suggest_pathways/{with_genes}?limit={limit}").json()["request_info"]["limit"] == 10
    assert server.get(f"/suggest_pathways/{with_genes}?limit=999").json()["request_info"]["limit"] == 50
    assert server.get(f"/suggest_go_terms/{with_genes}").json()["request_info"]["limit"] == 20
    few = server.get(f"/suggest_pathways/{with_genes}?limit=1").json()["combined_suggestions"]
    many = server.get(f"/suggest_pathways/{with_genes}?limit=50").json()["combined_suggestions"]
    assert len(few) == 1 and many[0] == few[0] and len(many) > 1


def test_one_method_gives_the_other_frame_and_one_warning(server, with_genes):
    before = server.log().count("deprecated")
    answer = server.get(f"/suggest_pathways/{with_genes}?method_filter=gene").json()
    assert set(answer) >= {"suggestions", "method_filter", "total_count", "filtered_count", "genes_found", "gene_list",
                           "request_info"}
    assert answer["method_filter"] == "gene" and answer["filtered_count"] == len(answer["suggestions"])
    assert all(one["matching_genes"] for one in answer["suggestions"])
    server.get(f"/suggest_pathways/{with_genes}?method_filter=all")
    assert server.log().count("method_filter=gene is deprecated") == 1
    assert server.log().count("deprecated") == before + 1


def test_go_terms_are_told_by_aspect(server, with_genes):
    every = server.get(f"/suggest_go_terms/{with_genes}?limit=50").json()
    assert_ranked(every["suggestions"])
    for aspect in ("bp", "mf"):
        for parameter in ("aspect_filter", "namespace"):
            answer = server.get(f"/suggest_go_terms/{with_genes}?{parameter}={aspect}&limit=50").json()
            assert answer["aspect_filter"] == aspect
            assert {one["go_namespace"] for one in answer["suggestions"]} <= {aspect.upper()}
    for one in every["suggestions"]:
        assert {"go_id", "go_name", "go_definition", "go_gene_count", "go_gene_count_direct", "matching_genes",
                "gene_overlap", "text_similarity", "synonyms", "match_types", "go_direction", "ke_direction",
                "direction_alignment", "quickgo_link", "depth", "ic"} <= set(one)


def test_reactome_has_the_same_frame(server, with_genes):
    answer = server.get(f"/suggest_reactome/{with_genes}").json()
    assert answer["total_suggestions"] >= len(answer["suggestions"])
    for one in answer["suggestions"]:
        assert {"reactome_id", "pathway_name", "pathway_description", "reactome_pathway_gene_count", "matching_genes",
                "hybrid_score", "match_types"} <= set(one)


@pytest.mark.parametrize("route", ["suggest_pathways", "suggest_go_terms", "suggest_reactome", "ke_genes",
                                   "api/ke_context", "api/ke_detail"])
def test_wrong_and_unknown_key_events_are_told_apart(server, route):
    wrong = server.get(f"/{route}/banana")
    assert wrong.status_code == 400 and "ke_id" in wrong.json()["error"]
    unknown = server.get(f"/{route}/KE%204000000")
    assert unknown.status_code == 404 and "KE 4000000" in unknown.json()["error"]


def test_a_search_needs_a_query(server):
    for route in ("search_pathways", "search_go_terms", "search_reactome", "search"):
        for query in ("", "?q=", "?q=%20"):
            answer = server.get(f"/{route}{query}")
            assert answer.status_code == 400 and answer.json()["error"].startswith("q ")


def test_every_target_is_found_by_its_id_and_title(server):
    pathway = server.get("/get_pathway_options").json()[0]
    by_id = server.get("/search_pathways", params={"q": pathway["pathwayID"].lower()}).json()
    assert [hit["pathwayID"] for hit in by_id["results"]] == [pathway["pathwayID"]]
    by_title = server.get("/search_pathways", params={"q": pathway["pathwayTitle"]}).json()
    assert pathway["pathwayID"] in [hit["pathwayID"] for hit in by_title["results"]]
    relevance = [hit["relevance_score"] for hit in by_title["results"]]
    assert relevance == sorted(relevance, reverse=True)
    assert by_title["threshold"] == 0.4 and by_title["limit"] == 20


def test_a_threshold_that_is_no_number_counts_as_the_default(server):
    for threshold in ("nan", "7", "x", ""):
        assert server.get(f"/search_go_terms?q=apoptosis&threshold={threshold}").json()["threshold"] == 0.4


def test_key_events_are_found_by_words_with_a_typing_error(server):
    event = max(server.get("/get_ke_options").json(), key=lambda one: len(one["KEtitle"]))
    hits = server.get("/search", params={"q": event["KEtitle"][:-1]}).json()["results"]
    assert event["KElabel"] in [hit["ke_id"] for hit in hits]


def test_reference_lists_are_cacheable_and_complete(server):
    events = server.get("/get_ke_options")
    assert set(events.json()[0]) == {"KEtitle", "KElabel", "KEpage", "KEdescription", "biolevel"}
    again = server.get("/get_ke_options", headers={"If-None-Match": events.headers["ETag"]})
    assert again.status_code == 304
    aops = server.get("/get_aop_options").json()
    numbers = [int(one["aopId"].split()[1]) for one in aops]
    assert numbers == sorted(numbers)
    members = server.get(f"/get_aop_kes/{aops[0]['aopId']}").json()
    assert members and set(members[0]) == {"KElabel", "KEtitle", "biolevel", "KEpage"}
    assert server.get("/get_aop_kes/banana").status_code == 400
    assert server.get("/get_aop_kes/AOP%204000000").status_code == 404
    assert set(server.get("/get_data_versions").json()) == {"wikipathways", "gene_ontology", "reactome", "aopwiki"}
    rubric = server.get("/api/scoring-config").json()["ke_pathway_assessment"]
    assert rubric["evidence_quality"] == {"known": 3, "likely": 2, "possible": 1, "uncertain": 0}
    weights = server.get("/api/go-scoring-config").json()["ke_go_assessment"]["dimension_weights"]
    assert sum(weights.values()) == pytest.approx(1)


def test_the_context_of_a_key_event_names_its_mappings(server):
    detail_keys = {"ke_id", "ke_title", "ke_description", "biolevel", "ke_page", "aop_membership"}
    for event in server.get("/get_ke_options").json()[:5]:
        assert detail_keys <= set(server.get(f"/api/ke_detail/{event['KElabel']}").json())
        context = server.get(f"/api/ke_context/{event['KElabel']}").json()
        assert context["summary"]["wp_mapping_count"] == len(context["wp_mappings"])
        assert context["summary"]["aop_count"] == len(context["aop_membership"])


def test_a_list_says_on_request_what_the_filters_kept_out(server, with_genes):
    plain = server.get(f"/suggest_go_terms/{with_genes}").json()
    assert "filtered_out" not in plain
    answer = server.get(f"/suggest_go_terms/{with_genes}", params={"explain": "1"}).json()
    assert [one["go_id"] for one in answer["suggestions"]] == [one["go_id"] for one in plain["suggestions"]]
    assert answer["filtered_out"]
    shown = {one["go_id"] for one in answer["suggestions"]}
    for one in answer["filtered_out"]:
        assert one["filter"] in ("gene_set_size", "states_direction", "redundant_ancestor", "threshold")
        assert one["reason"] and one["title"] and 0 < one["score"] <= 0.98 and one["id"] not in shown


def test_sets_of_few_genes_are_marked(server):
    rows = server.get("/search_go_terms", params={"q": "response", "limit": "100"}).json()["results"]
    assert rows
    for row in rows:
        assert row["small_gene_set"] == (row["go_gene_count"] is not None and row["go_gene_count"] < 5)


def test_a_search_says_what_each_target_was_found_by(server):
    pathway = server.get("/get_pathway_options").json()[0]
    by_id = server.get("/search_pathways", params={"q": pathway["pathwayID"]}).json()
    assert [one["matched_by"] for one in by_id["results"]] == ["id"]
    by_words = server.get("/search_pathways", params={"q": pathway["pathwayTitle"], "semantic": 1}).json()
    assert by_words["results"][0]["matched_by"] == "words"
    # The demo has vectors and no model to make one of a query.
    assert by_words["semantic"] is False and "embedding_similarity" not in by_words["results"][0]
