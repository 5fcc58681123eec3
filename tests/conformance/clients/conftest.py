"""A server with the demo's curation, and one with hundreds of mappings of every kind over the real reference data."""

import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "integration"))

from kewp_server import KEWP, SHARED_DATA, Server  # noqa: E402

import mapping_rows  # noqa: E402

HGNC = "aopwiki/HGNCgenes.txt.gz"
IMPORTS = [
    ("aopwiki", ["reference-datafolder/ke_metadata-202602.json.gz", "aopwiki/ke_aop_membership-20260723.json.gz",
                 "aopwiki/aops-20260613.ttl.gz", "aopwiki/aopwiki-relationships-20260613.ttl.gz"]),
    ("wikipathways", ["wikipathways/wikipathways-database-20260822-Homo_sapiens.tar.gz",
                      "genes/hsapiens_gene_ensembl.tsv.gz", HGNC]),
    ("reactome", ["reactome/ReactomePathways-202509.gmt.gz", "reactome/ReactomePathwaysRelation-202509.txt.gz", HGNC]),
    ("go", ["go/go-basic-20240117-isa.obo.gz", "go/go_bp_hierarchy-202509.tsv.gz", "go/go_mf_hierarchy-202509.tsv.gz",
            "go/GO_BP-202509.gmt.gz", "go/GO_MF-202509.gmt.gz", HGNC]),
]
COLUMNS = ("uuid resource ke_id ke_title target_id target_title confidence connection_type go_namespace go_direction species "
           "suggestion_score proposed_by approved_by approved_at created_at updated_at").split()


class Published:
    """A running server and what its files must say."""

    def __init__(self, server):
        self.server, self.url = server, server.url
        found = server.rows(f"SELECT {', '.join(COLUMNS)} FROM mapping WHERE withdrawn_at IS NULL "
                            "ORDER BY resource = 'reactome', resource = 'go', created_at DESC, id")
        self.rows = [dict(zip(COLUMNS, row)) for row in found]
        self.by_uuid = {row["uuid"]: row for row in self.rows}
        assert self.rows and len({row["resource"] for row in self.rows}) == 3

    def fetch(self, path, folder):
        """The file as a download in `folder`."""
        answer = self.server.get(path)
        assert answer.status_code == 200, answer.text
        file = pathlib.Path(folder) / path.replace("/", "_").strip("_")
        file.write_bytes(answer.content)
        return file


def real_data(folder):
    for source, files in IMPORTS:
        subprocess.run([KEWP, "import", source, *[str(SHARED_DATA / name) for name in files], "--data", str(folder),
                        "--quiet"], check=True)
    return folder


@pytest.fixture(scope="session", params=["demo", "real"])
def published(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "demo":
        with Server(folder, workers="count = 2") as server:
            yield Published(server)
        return
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real reference data are not here ({SHARED_DATA}); the demo set stands in")
    data = real_data(folder / "data")
    server = Server(folder, data=data, workers="count = 2")
    with server:
        pass  # makes the database
    mapping_rows.insert(server.database, mapping_rows.rows(data, 600))
    with server:
        yield Published(server)
