"""The harness itself: a page whose answer comes in two parts is read whole."""

from collections.abc import Iterator
from time import sleep

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser

from tests.browser.harness import served, watched

pytestmark = pytest.mark.browser

LATE = 0.4  # seconds between the head of the answer and its end


def _slow() -> Flask:
    """A start with a link to a page whose end comes late."""
    app = Flask(__name__)

    def second() -> Response:
        def parts() -> Iterator[str]:
            yield "<!doctype html><title>Two</title><p>" + "-" * 4096
            sleep(LATE)
            yield "<p id=end>The end"

        return Response(parts(), mimetype="text/html")

    app.add_url_rule("/", "first", lambda: "<!doctype html><title>One</title><a href=/second>Go on</a>")
    app.add_url_rule("/second", "second", second)
    return app


def test_what_a_click_leads_to_is_read_when_all_of_it_has_come(browser: Browser) -> None:
    """Without the wait, the end is not there yet."""
    with served(_slow()) as start, watched(browser, start, script=False) as window:
        window.open("/").page.get_by_role("link", name="Go on").click()
        assert 1 == window.page.locator("#end").count()
