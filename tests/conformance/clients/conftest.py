"""A server with the demo's curation, and one with hundreds of mappings of every kind over the real reference data."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "integration"))

from kewp_server import SHARED_DATA, Server  # noqa: E402

import mapping_rows  # noqa: E402
from real_data import real_data  # noqa: E402

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
