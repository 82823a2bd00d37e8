"""The drawings stay as they were looked at."""

import pytest

from tests.consult.drawing.golden_files import FOLDER, draw_all

NAMES = (
    "whole.svg",
    "whole-rtl.svg",
    "compact.svg",
    "timeline.svg",
    "timeline-rtl.svg",
    "moon-south.svg",
    "moon-south-rtl.svg",
    "moon-far.svg",
    "moon-around.svg",
    "moon-times.svg",
    "moon-times-rtl.svg",
    "moon-bands.svg",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_the_one_that_was_reviewed(name: str) -> None:
    """A changed drawing is a reviewed change of its golden file."""
    assert (FOLDER / name).read_text(encoding="utf-8") == draw_all()[name]


def test_every_golden_file_is_drawn() -> None:
    """No golden file is left over and none is missing."""
    assert sorted(NAMES) == sorted(path.name for path in FOLDER.iterdir())
