"""rdflib reads Turtle and JSON-LD; SPARQL counts what the database counts; both say the same."""

import datetime

import pytest

rdflib = pytest.importorskip("rdflib", reason="python3-rdflib is not installed")

CLASSES = {"wikipathways": "KeyEventPathwayMapping", "go": "KeyEventGOMapping", "reactome": "KeyEventReactomeMapping"}
PATHS = {"wikipathways": "ke-wp", "go": "ke-go", "reactome": "ke-reactome"}
KE_WP = rdflib.Namespace("https://ke-wp-mapping.org/vocab#")
MAPPING = rdflib.Namespace("https://ke-wp-mapping.org/mapping/")
TITLES = {"wikipathways": "pathwayTitle", "go": "goTermName", "reactome": "pathwayName"}


def graph_of(published, path, form):
    graph = rdflib.Graph()
    graph.parse(data=published.server.get(path).content.decode(), format=form)
    return graph


@pytest.fixture(scope="module")
def turtle(published):
    return graph_of(published, "/export/rdf", "turtle")


def test_sparql_counts_what_the_database_counts(published, turtle):
    for resource, name in CLASSES.items():
        query = f"SELECT (count(?m) AS ?n) WHERE {{ ?m a <{KE_WP[name]}> ; <{KE_WP['confidenceLevel']}> 'high' }}"
        counted = int(next(iter(turtle.query(query)))[0])
        assert counted == sum(row["resource"] == resource and row["confidence"] == "high" for row in published.rows)


def test_every_value_is_in_the_graph_as_it_is_in_the_database(published, turtle):
    for row in published.rows:
        subject = MAPPING[row["uuid"]]

        def texts(name, subject=subject):
            return [str(value) for value in turtle.objects(subject, KE_WP[name])]

        assert texts("keyEventId") == [row["ke_id"]] and texts("keyEventName") == [row["ke_title"]]
        assert texts(TITLES[row["resource"]]) == [row["target_title"]]
        assert texts("confidenceLevel") == [row["confidence"]]
        scores = [float(value.toPython()) for value in turtle.objects(subject, KE_WP["suggestionScore"])]
        assert scores == ([] if row["suggestion_score"] is None else [row["suggestion_score"]])
        assert all(value.datatype == rdflib.XSD.decimal for value in turtle.objects(subject, KE_WP["suggestionScore"]))
        dates = [value.toPython() for value in turtle.objects(subject, rdflib.DCTERMS.date)]
        approved = row["approved_at"] and datetime.datetime.fromisoformat(row["approved_at"].replace("Z", "+00:00"))
        assert dates == ([approved] if approved else [])


def test_no_literal_is_of_the_wrong_form(turtle):
    assert all(value.ill_typed is not True for value in turtle.objects() if isinstance(value, rdflib.Literal)
               and hasattr(value, "ill_typed"))
    dates = [value for value in turtle.objects() if getattr(value, "datatype", None) == rdflib.XSD.date]
    assert all(value.value is not None for value in dates)


def test_files_of_the_resources_are_parts_of_the_whole(published, turtle):
    parts = rdflib.Graph()
    for resource, path in PATHS.items():
        part = graph_of(published, f"/exports/rdf/{path}", "turtle")
        assert len(set(part.subjects())) == sum(row["resource"] == resource for row in published.rows)
        parts += part
    assert set(parts) == set(turtle)


def test_json_ld_says_all_that_turtle_says(published, turtle):
    # Compared as text: libraries normalise "1.0" of one format and not of the other.
    def lines(graph):
        return {(str(s), str(p), str(o), str(getattr(o, "datatype", None))) for s, p, o in graph}

    graph = graph_of(published, "/export/jsonld", "json-ld")
    assert lines(turtle) <= lines(graph)
    schema = rdflib.Namespace("https://schema.org/")
    dataset = next(graph.subjects(rdflib.RDF.type, schema.Dataset))
    assert len(set(graph.objects(dataset, schema.hasPart))) == len(published.rows)
