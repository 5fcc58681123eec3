"""What several files of tests start in the same way."""

import pytest

from identity_provider import IdentityProvider


@pytest.fixture(scope="module")
def provider():
    with IdentityProvider() as running:
        yield running
