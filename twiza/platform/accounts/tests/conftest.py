import pytest

from twiza.platform.accounts.tests import given


@pytest.fixture(autouse=True)
def posts(settings):
    """Let the roles of these tests stand for memberships."""
    settings.AUTHENTICATION_BACKENDS = [
        "twiza.config.sign_in.PasswordBackend",
        "twiza.platform.accounts.tests.given.Post",
    ]
    yield
    given.held.clear()
