"""What several files of tests start in the same way."""

import nginx
import postgres
import pytest
from identity_provider import IdentityProvider
from kewp_server import NODES


def pytest_collection_modifyitems(items):
    missing = (postgres.MISSING if postgres.on_postgresql() else None) or (nginx.MISSING if NODES > 1 else None)
    if missing:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="module")
def provider():
    with IdentityProvider() as running:
        yield running
