"""A case in the world of secrets whose papers were raised, lowered, sealed and struck since they were recorded: the
secret in each is for whoever reads it now."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

NAME = "levels"


def move_levels(told: "Secrets") -> None:
    """Japan asks France and Korea, and states three things, which it keeps for itself, seals, and has struck with the
    consent of all; France's answer to Japan is opened to Korea, and Korea asks to open its own to nobody but Japan."""
    three, own = ("JPN", "FRA", "KOR"), ("JPN",)
    word = told.mark(NAME, "C2", *three)
    told.open("JPN", "berth", NAME, told.mark(NAME, "C4", *own))
    told.take("JPN", NAME, "ask", vehicle=word, asked=["FRA", "KOR"])
    raised, sealed, struck = (
        told.take("JPN", NAME, "make_statement", text=told.mark(NAME, level, *own), document=_annex(told, key))
        for key, level in (("raised", "C4"), ("sealed", "C5"), ("struck", "C2"))
    )
    for key, n in (("raised", raised), ("sealed", sealed), ("struck", struck)):
        told.file(NAME, f"{NAME} {key}", n)
    told.take("JPN", NAME, "raise_level", act=raised, level="C4")
    told.take("JPN", NAME, "seal_paper", act=sealed, reason=word)
    told.together(three, NAME, "strike_paper", act=struck, reason=word)
    opened = told.take("FRA", NAME, "give", "berth:FRA", text=told.mark(NAME, "C2", *three))
    told.together(("JPN", "FRA"), NAME, "lower_level", act=opened, level="C2")
    told.asked_about = told.take("KOR", NAME, "give", "berth:KOR", text=told.mark(NAME, "C3", "JPN", "KOR"))
    told.take("KOR", NAME, "lower_level", act=told.asked_about, level="C2")


def _annex(told: "Secrets", key: str) -> dict[str, str]:
    return told.attach("JPN", NAME, f"{NAME} {key}", told.mark(NAME, "C2", "JPN"), "C2")


def move_more(told: "Secrets") -> None:
    """Let Korea take back what it asked Japan, which is between the two."""
    told.take("KOR", NAME, "refuse_lowering", act=told.asked_about)
