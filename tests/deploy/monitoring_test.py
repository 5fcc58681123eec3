"""Dashboard and alerts: valid, and every measurement that they ask for is served."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from kewp_server import SOURCE, Server

DASHBOARD = SOURCE / "deploy" / "grafana-dashboard.json"
ALERTS = SOURCE / "deploy" / "prometheus-alerts.yml"
SCRAPE = SOURCE / "deploy" / "prometheus-scrape.yml"


def expressions():
    dashboard = json.loads(DASHBOARD.read_text())
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    alerts = [rule["expr"] for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    return shown + alerts + [row["expr"] for row in dashboard["annotations"]["list"]]


def names_in(expression):
    return set(re.findall(r"\bkewp_[a-z0-9_]+", expression))


@pytest.fixture(scope="module")
def exposition(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("monitoring"), workers="count = 1") as server:
        server.get("/api/v1/mappings")
        server.get("/no/such/page")
        scrape = yaml.safe_load(SCRAPE.read_text())["scrape_configs"][0]
        answer = server.get(scrape["metrics_path"])
        assert answer.status_code == 200
        return answer.text


def served_names(exposition):
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", exposition, re.M):
        names.add(name)
        if kind == "histogram":
            names |= {name + "_bucket", name + "_sum", name + "_count"}
    return names


def test_each_measurement_asked_for_is_served(exposition):
    served = served_names(exposition)
    asked = set().union(*map(names_in, expressions()))
    assert len(asked) > 15
    assert sorted(asked - served) == []


def test_each_label_asked_for_is_served(exposition):
    labels = {}
    for name, inside in re.findall(r"^(kewp_\w+)\{(.*)\} \S+$", exposition, re.M):
        labels.setdefault(name, set()).update(re.findall(r'(\w+)="', inside))
    for expression in expressions():
        for name, inside in re.findall(r"(kewp_\w+)\{([^}]*)\}", expression):
            wanted = set(re.findall(r'(\w+)=~?"', inside)) - {"job", "instance"}
            assert wanted <= labels.get(name, set()), f"{name} has no {wanted - labels.get(name, set())}"


def test_each_alert_says_what_is_wrong_and_what_to_do():
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    for rule in rules:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]
    assert any("kewp_backup_last_success_timestamp_seconds" in rule["expr"] for rule in rules)


def test_the_panels_do_not_overlap():
    taken = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not taken & cells, panel["title"]
        taken |= cells


def test_the_scrape_example_loads_the_alerts_and_selects_the_same_job():
    scrape = yaml.safe_load(SCRAPE.read_text())
    assert scrape["rule_files"] == [ALERTS.name]
    job = scrape["scrape_configs"][0]["job_name"]
    assert set(re.findall(r'job="([^"]*)"', " ".join(expressions()))) == {job}


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool (package prometheus) is not here")
def test_prometheus_takes_the_files():
    subprocess.run(["promtool", "check", "config", str(SCRAPE)], check=True)
