"""`kewp deposit` against a stand-in of Zenodo that checks the protocol."""

import datetime
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import zipfile

import pytest

from kewp_server import DEMO_DATA, KEWP, Person, Server, copy_of_demo_data, wait_for
from zenodo_stand_in import TOKEN, ZenodoStandIn

FILES = ["KE-GO.zip", "KE-Reactome.zip", "KE-WikiPathways.zip", "README.md"]
PUBLISHED, WRONG, ZENODO_FAILED, BUSY = 0, 1, 2, 3


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A data folder and a database with the demo's mappings, for copies."""
    folder = tmp_path_factory.mktemp("filled")
    with Server(folder, workers="count = 1") as server:
        wait_for(lambda: server.get("/api/v1/mappings").json()["pagination"]["total"] > 0, "the demo's mappings")
    return folder


@pytest.fixture
def zenodo():
    with ZenodoStandIn() as running:
        yield running


class Depositor:
    def __init__(self, folder, filled, zenodo, settings=""):
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir()
        shutil.copy(DEMO_DATA / "source_versions.json", self.data)
        for name in ("ke_metadata", "pathway_metadata", "wikipathways_gene_annotations", "go_bp_metadata",
                     "go_bp_gene_annotations", "reactome_pathway_metadata", "reactome_gene_annotations"):
            shutil.copy(DEMO_DATA / f"{name}.json", self.data)
        self.database = self.data / "ke_wp_mapping.db"
        with sqlite3.connect(filled / "ke_wp_mapping.db") as source, sqlite3.connect(self.database) as target:
            source.backup(target)
        self.config = folder / "kewp.toml"
        self.config.write_text(
            f'data = "{self.data}"\ndatabase = "{self.database}"\nscoring_config = "{DEMO_DATA}/scoring_config.yaml"\n'
            f'[deposit]\nurl = "{zenodo.url}"\nsandbox_url = "{zenodo.url}"\ntimeout = 2\n{settings}')

    def run(self, *options, token=TOKEN, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ZENODO")}
        environment |= {"ZENODO_TOKEN": token, **variables}
        done = subprocess.run([KEWP, "deposit", "--config", self.config, *options], capture_output=True, text=True,
                              timeout=120, env=environment)
        assert TOKEN not in done.stdout + done.stderr, "the token must never be shown"
        assert not list(self.data.glob("deposit-*")), "temporary files were left behind"
        return done

    def publish(self, *options):
        done = self.run("--publish", *options)
        assert done.returncode == PUBLISHED, done.stderr
        return done

    def change(self):
        """A curator's decision: one mapping gets another confidence."""
        with sqlite3.connect(self.database) as database:
            database.execute("UPDATE mapping SET confidence = CASE confidence WHEN 'low' THEN 'high' ELSE 'low' END, "
                             "updated_at = '2027-01-02T03:04:05Z' WHERE id = (SELECT min(id) FROM mapping)")

    def record(self, name="zenodo_meta.json"):
        return json.loads((self.data / name).read_text())


@pytest.fixture
def depositor(tmp_path, filled, zenodo):
    return Depositor(tmp_path, filled, zenodo)


def steps(zenodo):
    return [f"{method} {re.sub(r'[0-9a-f-]{36}|[0-9]{7}', '*', path)}" for method, path in zenodo.asked]


def test_a_first_deposit_is_created_filled_described_and_published(depositor, zenodo):
    done = depositor.publish()
    (deposition,) = zenodo.published()
    assert not zenodo.drafts()
    assert sorted(deposition["files"]) == FILES
    assert steps(zenodo) == [
        "POST /api/deposit/depositions", "GET /api/deposit/depositions/*/files", "PUT /api/files/*/KE-WikiPathways.zip",
        "PUT /api/files/*/KE-GO.zip", "PUT /api/files/*/KE-Reactome.zip", "PUT /api/files/*/README.md",
        "PUT /api/deposit/depositions/*", "POST /api/deposit/depositions/*/actions/publish"]
    metadata = deposition["metadata"]
    assert metadata["upload_type"] == "dataset" and metadata["license"] == "cc-zero"
    assert metadata["publication_date"] == datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    assert metadata["creators"] == [{"name": "KE-WP mapping curators"}] and "WP 20" in metadata["description"]
    record = depositor.record()
    assert record["deposition_id"] == deposition["id"]
    assert record["doi"] == f"10.5281/zenodo.{deposition['id']}" and record["doi"] in done.stdout
    assert record["concept_doi"] == f"10.5281/zenodo.{deposition['concept']}"
    assert [release["doi"] for release in record["releases"]] == [record["doi"]]
    assert not (depositor.data / "zenodo_draft.json").exists()
    with sqlite3.connect(depositor.database) as database:
        rows = dict(database.execute("SELECT resource, count(*) FROM mapping WHERE withdrawn_at IS NULL GROUP BY 1"))
    assert [record["counts"][key]["All"] for key in ("wp", "go", "reactome")] == [
        rows["wikipathways"], rows["go"], rows["reactome"]]
    for tiers in record["counts"].values():
        assert tiers["All"] == tiers["High"] + tiers["Medium"] + tiers["Low"]


def test_the_archives_hold_what_the_readme_says(depositor, zenodo):
    depositor.publish()
    (deposition,) = zenodo.published()
    record = depositor.record()
    readme = deposition["files"]["README.md"]["data"].decode()
    for key, name in (("wp", "KE-WikiPathways"), ("go", "KE-GO"), ("reactome", "KE-Reactome")):
        counts = record["counts"][key]
        assert (f"**{counts['All']}** total · {counts['High']} High · {counts['Medium']} Medium · {counts['Low']} Low"
                in readme)
        archive = zipfile.ZipFile(io.BytesIO(deposition["files"][f"{name}.zip"]["data"]))
        assert archive.testzip() is None
        names = archive.namelist()
        assert all(entry.startswith(name + "/") for entry in names)
        assert names[-2:] == [f"{name}/{name.lower()}-mappings.ttl", f"{name}/source_versions.json"]
        assert re.fullmatch(rf"{name}/{name}_\d{{4}}-\d\d-\d\d_All\.gmt", names[0])
        assert archive.read(names[-2]).count(b"ke-wp:confidenceLevel") == counts["All"]
        lines = {entry.split("_")[-1]: archive.read(entry).decode().splitlines() for entry in names[:-2]}
        assert len(lines.pop("All.gmt")) == sum(map(len, lines.values())) > 0
        sources = json.loads(archive.read(names[-1]))["sources"]
        assert "aopwiki" in sources and len(sources) == 2
    assert "CC0-1.0" in readme and "## Citation" in readme and "| Gene Ontology | 20" in readme


def test_unchanged_data_are_not_deposited_again_and_changed_ones_become_a_new_version(depositor, zenodo):
    depositor.publish()
    zenodo.asked.clear()
    assert "Nothing has changed" in depositor.publish().stdout and not zenodo.asked
    depositor.change()
    depositor.publish()
    first, second = zenodo.published()
    assert second["concept"] == first["concept"] and sorted(second["files"]) == FILES
    assert steps(zenodo)[:8] == ["POST /api/deposit/depositions/*/actions/newversion", "GET /api/deposit/depositions/*",
                                 "GET /api/deposit/depositions/*/files"] + [
                                     "DELETE /api/deposit/depositions/*/files/*"] * 4 + [
                                         "PUT /api/files/*/KE-WikiPathways.zip"]
    record = depositor.record()
    assert [release["deposition_id"] for release in record["releases"]] == [first["id"], second["id"]]
    assert record["version"] == "2027-01-02"
    zenodo.asked.clear()
    depositor.publish("--force")
    assert len(zenodo.published()) == 3


def test_without_publish_a_draft_is_left_that_the_next_run_publishes(depositor, zenodo):
    done = depositor.run()
    assert done.returncode == PUBLISHED and zenodo.host + "/deposit/" in done.stdout
    assert not zenodo.published() and not (depositor.data / "zenodo_meta.json").exists()
    zenodo.asked.clear()
    depositor.publish()
    assert len(zenodo.depositions) == 1 and len(zenodo.published()) == 1
    uploads = [step for step in steps(zenodo) if step.startswith("PUT /api/files")]
    assert not uploads, "files that are there whole are not sent again"


@pytest.mark.parametrize(("method", "path", "how"), [
    ("PUT", "KE-GO.zip", 500), ("PUT", "KE-GO.zip", 429), ("PUT", "KE-GO.zip", "lose"), ("PUT", "KE-GO.zip", "hang"),
    ("GET", "/files$", 503), ("PUT", r"depositions/\d+$", 502), ("POST", "publish", 500), ("POST", "publish", "lose")])
def test_a_passing_failure_is_overcome(depositor, zenodo, method, path, how):
    zenodo.break_next(method, path, how)
    depositor.publish()
    assert len(zenodo.depositions) == 1
    (deposition,) = zenodo.published()
    assert sorted(deposition["files"]) == FILES
    assert depositor.record()["deposition_id"] == deposition["id"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/files$"), ("PUT", "KE-Reactome.zip"),
                                              ("PUT", r"depositions/\d+$"), ("POST", "publish")])
def test_after_a_lasting_failure_the_next_run_goes_on_with_the_same_draft(depositor, zenodo, method, path):
    zenodo.break_next(method, path, 500, times=3)
    done = depositor.run("--publish")
    assert done.returncode == ZENODO_FAILED and "status 500: Something is wrong here." in done.stderr
    assert not zenodo.published()
    sent = {name for _, at in zenodo.asked if "/api/files/" in at for name in [at.rsplit("/", 1)[1]]} - {"KE-Reactome.zip"}
    zenodo.asked.clear()
    depositor.publish()
    assert len(zenodo.depositions) == 1 and len(zenodo.published()) == 1
    again = {at.rsplit("/", 1)[1] for _, at in zenodo.asked if "/api/files/" in at}
    assert not sent & again, "files that are there whole are not sent again"
    assert sorted(zenodo.published()[0]["files"]) == FILES


def test_a_resumed_draft_of_a_new_version_has_no_file_of_the_old_one(depositor, zenodo):
    depositor.publish()
    zenodo.published()[0]["files"]["stray.txt"] = {"id": "stray", "data": b"of a person"}
    depositor.change()
    zenodo.break_next("DELETE", "/files/", 500, times=3)
    assert depositor.run("--publish").returncode == ZENODO_FAILED
    depositor.publish()
    assert len(zenodo.depositions) == 2
    assert sorted(zenodo.published()[1]["files"]) == FILES


def test_an_upload_that_arrives_in_part_is_noticed_and_sent_again(depositor, zenodo):
    zenodo.break_next("PUT", "KE-GO.zip", "cut")
    done = depositor.run("--publish")
    assert done.returncode == ZENODO_FAILED and "KE-GO.zip: was sent with MD5" in done.stderr
    depositor.publish()
    (deposition,) = zenodo.published()
    zipfile.ZipFile(io.BytesIO(deposition["files"]["KE-GO.zip"]["data"])).testzip()


def test_a_publication_whose_answers_all_got_lost_is_taken_down_by_the_next_run(depositor, zenodo):
    zenodo.break_next("POST", "publish", "lose")
    zenodo.break_next("GET", r"depositions/\d+$", 500, times=3)
    zenodo.break_next("POST", "publish", 500, times=2)
    zenodo.break_next("GET", r"depositions/\d+$", 500, times=6)
    assert depositor.run("--publish").returncode == ZENODO_FAILED
    (deposition,) = zenodo.published()
    assert not (depositor.data / "zenodo_meta.json").exists()
    zenodo.broken.clear()
    done = depositor.publish()
    assert "turned out to be published" in done.stdout and "Nothing has changed" in done.stdout
    assert depositor.record()["deposition_id"] == deposition["id"] and len(zenodo.depositions) == 1


def test_a_draft_that_was_discarded_at_zenodo_is_forgotten(depositor, zenodo):
    depositor.run()
    zenodo.depositions.clear()
    depositor.publish()
    assert len(zenodo.depositions) == 1


def test_what_zenodo_refuses_is_told_and_nothing_is_published(tmp_path, filled, zenodo):
    depositor = Depositor(tmp_path, filled, zenodo,
                          '[dataset]\ncreators = [{ name = "Doe, Ann", orcid = "not an ORCID" }]\n')
    done = depositor.run("--publish")
    assert done.returncode == WRONG and "Invalid ORCID." in done.stderr
    assert not zenodo.published()
    assert steps(zenodo)[-1] == "PUT /api/deposit/depositions/*", "what is refused is not asked again"


@pytest.mark.parametrize(("token", "status", "words"), [
    ("", WRONG, "ZENODO_TOKEN is not set"), ("wrong", ZENODO_FAILED, "refused the token")])
def test_a_missing_or_wrong_token_is_told(depositor, zenodo, token, status, words):
    done = depositor.run("--publish", token=token)
    assert done.returncode == status and words in done.stderr
    assert not zenodo.depositions


def test_the_token_may_be_in_a_file_or_under_its_old_name(depositor, zenodo, tmp_path):
    secret = tmp_path / "token"
    secret.write_text(TOKEN + "\n")
    assert depositor.run(token="", ZENODO_TOKEN_FILE=str(secret)).returncode == PUBLISHED
    assert depositor.run("--publish", token="", ZENODO_API_TOKEN=TOKEN).returncode == PUBLISHED
    assert len(zenodo.published()) == 1


def test_the_sandbox_has_a_token_and_records_of_its_own(depositor, zenodo):
    assert depositor.run("--sandbox", "--publish").returncode == WRONG
    done = depositor.run("--sandbox", "--publish", token="", ZENODO_SANDBOX_TOKEN=TOKEN)
    assert done.returncode == PUBLISHED, done.stderr
    assert depositor.record("zenodo_sandbox_meta.json")["doi"]
    assert not (depositor.data / "zenodo_meta.json").exists()


def test_a_dry_run_needs_no_token_and_asks_nobody(depositor, zenodo):
    before = sorted(depositor.data.iterdir())
    done = depositor.run("--dry-run", token="")
    assert done.returncode == PUBLISHED and "Dry run" in done.stdout and "KE-Reactome.zip" in done.stdout
    assert not zenodo.asked and sorted(depositor.data.iterdir()) == before


def test_what_a_killed_run_left_behind_is_removed_after_a_day(depositor):
    old, new, other = (depositor.data / name for name in ("deposit-aaaaaa", "deposit-bbbbbb", "deposit-mine"))
    for folder in (old, new, other):
        folder.mkdir()
        (folder / "KE-GO.zip").write_text("half")
    for folder in (old, other):
        os.utime(folder, (1, 1))
    subprocess.run([KEWP, "deposit", "--config", depositor.config, "--dry-run"], check=True, capture_output=True)
    assert not old.exists() and new.exists() and other.exists()


def test_a_deposition_of_before_can_be_gone_on_with(depositor, zenodo):
    old = zenodo.make()
    old["submitted"] = True
    assert depositor.run("--publish", "--new-version", str(old["id"])).returncode == PUBLISHED
    assert len(zenodo.published()) == 2 and zenodo.published()[1]["concept"] == old["concept"]
    done = depositor.run("--publish", "--new-version", "123")
    assert done.returncode == WRONG and "PID does not exist" in done.stderr


def test_the_record_of_the_replaced_application_is_gone_on_with(depositor, zenodo):
    old = zenodo.make()
    old["submitted"] = True
    tiers = {"All": 1, "High": 1, "Medium": 0, "Low": 0}
    (depositor.data / "zenodo_meta.json").write_text(json.dumps(
        {"deposition_id": old["id"], "doi": "10.5281/zenodo.1", "concept_doi": "10.5281/zenodo.0",
         "published_at": "2026-01-01T00:00:00", "version": "2026-01-01",
         "counts": {"wp": tiers, "go": tiers, "reactome": tiers}}))
    depositor.publish()
    assert [release["doi"] for release in depositor.record()["releases"]][0] == "10.5281/zenodo.1"
    assert zenodo.published()[1]["concept"] == old["concept"]


def test_two_runs_at_once_make_one_deposit(depositor, zenodo):
    zenodo.break_next("PUT", "KE-WikiPathways.zip", "hang")
    first = []
    thread = threading.Thread(target=lambda: first.append(depositor.run("--publish")))
    thread.start()
    try:
        wait_for(lambda: any("/api/files/" in path for _, path in zenodo.asked), "the first upload")
        second = subprocess.run([KEWP, "deposit", "--config", depositor.config, "--publish"], capture_output=True,
                                text=True, timeout=60, env={**os.environ, "ZENODO_TOKEN": TOKEN})
        assert second.returncode == BUSY and "another deposit is being made" in second.stderr
    finally:
        thread.join()
    assert first[0].returncode == PUBLISHED and len(zenodo.published()) == 1


def test_a_link_to_another_host_gets_no_token(depositor, zenodo):
    shown = zenodo.shown
    zenodo.shown = lambda deposition: {**shown(deposition), "links": {"bucket": "https://elsewhere.example/bucket"}}
    done = depositor.run("--publish")
    assert done.returncode == WRONG and "not on the same host" in done.stderr


def test_an_empty_data_set_is_not_deposited(depositor, zenodo):
    with sqlite3.connect(depositor.database) as database:
        database.execute("UPDATE mapping SET withdrawn_at = '2027-01-01T00:00:00Z'")
    done = depositor.run("--publish")
    assert done.returncode == WRONG and "No approved mappings" in done.stderr
    assert not zenodo.asked


def test_the_same_data_make_the_same_archives(depositor, zenodo):
    depositor.publish()
    depositor.publish("--force")
    digests = [{name: hashlib.sha256(file["data"]).hexdigest() for name, file in deposition["files"].items()
                if name.endswith(".zip")} for deposition in zenodo.published()]
    assert digests[0] == digests[1] and len(digests[0]) == 3


def test_the_readme_of_a_later_version_names_the_doi_of_all_versions(depositor, zenodo):
    depositor.publish()
    depositor.change()
    depositor.publish()
    readmes = [deposition["files"]["README.md"]["data"].decode() for deposition in zenodo.published()]
    record = depositor.record()
    assert "doi.org" not in readmes[0]
    assert f"https://doi.org/{record['concept_doi']}" in readmes[1], "the DOI of the version before is another one's"
    assert record["releases"][0]["doi"] not in readmes[1]


def test_an_administrator_deposits_by_json(tmp_path, zenodo):
    extra = f'[deposit]\nurl = "{zenodo.url}"\nsandbox_url = "{zenodo.url}"\ntimeout = 2\n'
    with Server(tmp_path, data=copy_of_demo_data(tmp_path), workers="count = 2", extra=extra,
                environment={"ZENODO_TOKEN": TOKEN, "ZENODO_SANDBOX_TOKEN": ""}) as server:
        admin, curator = Person(server, "admin"), Person(server)
        path = "/api/admin/deposits"
        assert curator.get(path).status_code == 403 and curator.post(path, {}).status_code == 403
        assert server.get(path).status_code == 401
        assert admin.get(path).json() == {"service": zenodo.url, "ready": True, "draft": None, "releases": []}
        assert admin.get(path + "?sandbox=true").json()["ready"] is False
        assert admin.post(path, {"sandbox": True}).status_code == 400
        assert admin.post(path, {"publish": "yes"}).status_code == 400
        assert not zenodo.asked

        drafted = admin.post(path, {}).json()
        assert drafted["state"] == "drafted" and drafted["page"].startswith(zenodo.host)
        assert admin.get(path).json()["draft"]["page"] == drafted["page"]
        zenodo.break_next("POST", "publish", 500, times=3)
        failed = admin.post(path, {"publish": True})
        assert failed.status_code == 503 and "Something is wrong here" in failed.json()["error"]
        published = admin.post(path, {"publish": True}).json()
        assert published["state"] == "published" and published["warning"] is None
        (deposition,) = zenodo.published()
        assert published["release"]["deposition_id"] == deposition["id"]
        state = admin.get(path).json()
        assert state["draft"] is None and [release["doi"] for release in state["releases"]] == [published["release"]["doi"]]
        assert admin.post(path, {"publish": True}).json()["state"] == "unchanged"
        assert server.rows("SELECT count(*) FROM audit WHERE action = 'dataset.publish'") == [(1,)]
        assert server.get("/dataset/citation").json()["citation"].endswith(published["release"]["doi"])
        assert TOKEN not in server.log()
