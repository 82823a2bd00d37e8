"""The page of the witnesses in a real browser: every look, with keys and roots that are longer than a phone is wide."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from consult.log.witnessing import COSIGNED, UNREACHABLE, Cosignature, Outcome
from tests.browser.harness import watched
from tests.consult.web.test_witnesses import NAMES, SIGNED, agree, sign, visit
from tests.consult.web.world import World

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def witnessed(world: World) -> World:
    """Give a world with four witnesses, one of which has been silent for hours."""
    agree(world)
    sign(world, 5, SIGNED - timedelta(hours=3), dict.fromkeys(NAMES, SIGNED - timedelta(hours=3)))
    sign(world, 7, SIGNED, dict.fromkeys(NAMES[:3], SIGNED))
    for name in NAMES[:3]:
        visit(world, name, Outcome(COSIGNED, Cosignature(name, "", SIGNED)))
    visit(world, "KOR", Outcome(UNREACHABLE))
    return world


@pytest.mark.usefixtures("witnessed")
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("script", [True, False])
def test_the_witnesses_are_seen_in_every_look(
    browser: Browser, start: str, size: str, scheme: str, script: bool
) -> None:
    """No violation, no complaint, no sideways scrolling; without sign-in and without script."""
    with watched(browser, start, size, scheme, script) as window:
        window.open("/audit/witnesses")

        expect(window.page.get_by_text("cosigned by 3 of 4")).to_be_visible()
        expect(window.page.locator("#witnesses tbody tr")).to_have_count(4)
        assert [] == window.complaints
        if script:
            assert [] == window.violations()
            assert not window.overflows()
