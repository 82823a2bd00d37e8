"""Lineage of provisions, and soft law that becomes law at a day: read, refused, and what it makes of a procedure."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.workflows.instruments.test_broken_files import HEADER, broken
from tests.workflows.kernel.toys import step, toy
from workflows import catalogue, instruments
from workflows.instruments import InstrumentError, library, load
from workflows.instruments.hardening import hardened
from workflows.instruments.library import Library
from workflows.instruments.over_time import around
from workflows.kernel.editions import digest_of_text, freeze
from workflows.kernel.language import Binding, Grade, Source
from workflows.kernel.limits import BY_OTHER, Extension, Standard, TimeLimit
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period

SHIPPED = Path(instruments.__file__).parent
BEFORE, DAY, AFTER = date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 2)
RECORD = 'hardened = [{ on = 2027-07-01, force = "LAW_T", by = "OST IX", grade = "S" }]\n'
GUIDE = Source("LTS", Binding.SOFT, Grade.V)
SOFT_TOY = """key = "TOY"
title = "Guidelines on toys"
short = "Toy Guidelines"
layer = "resolution"
kind = "guidelines"
force = "SOFT"
grade = "V"
adopted = { on = 2000-01-01, grade = "V" }
AT_TOP
[[provision]]
id = "1"
title = "Toys"
says = "Toys are shared."
grade = "V"
AT_ONE
"""


def with_record(folder: Path, key: str, provision: str = "") -> Library:
    """Load the shipped instruments, one of which, or one provision of it, became law on 1 July 2027."""
    held = folder / "instruments"
    held.mkdir()
    for path in (*SHIPPED.glob("*.toml"), SHIPPED / "status.csv"):
        shutil.copy(path, held)
    path = held / f"{key.lower()}.toml"
    head, mark, rest = path.read_text().partition(
        f'[[provision]]\nid = "{provision}"\n' if provision else "[[provision]]"
    )
    assert mark
    path.write_text(f"{head}{mark}{RECORD}{rest}" if provision else f"{head}{RECORD}{mark}{rest}")
    return load(held)


def guided() -> Procedure:
    """Give a toy with a limit, a standard and a step that rest on a guideline, and one limit on another guideline."""
    rule = Extension(BY_OTHER, 1, Period(days=5))
    limits = (
        TimeLimit("answer", Period(days=10), GUIDE("B.4"), title="Answer", extend=rule),
        TimeLimit("news", Period(days=10), GUIDE("B.5"), title="News"),
    )
    steps = [
        step("ask", starts=("answer", "news"), under=GUIDE("B.4")),
        step("share", under=GUIDE("B.4")),
    ]
    return toy(steps, limits=limits, standards=(Standard("soon", GUIDE("B.4"), "Soon", since="ask"),))


@pytest.mark.parametrize(
    ("on", "binding"),
    [(BEFORE, Binding.SOFT), (DAY, Binding.LAW_T), (AFTER, Binding.LAW_T)],
    ids=["day-before", "day", "day-after"],
)
def test_what_rests_on_a_provision_counts_as_law_from_the_day_on_which_it_became_law(
    tmp_path: Path, on: date, binding: Binding
) -> None:
    """Limit, standard and step; a limit that rests on another provision stays what it was."""
    found = hardened(guided(), with_record(tmp_path, "LTS", "B.4"), on)
    answer, news = found.rule("answer"), found.rule("news")
    assert binding is answer.binding
    assert binding is found.standards[0].under[0].binding
    assert {binding} == {row.under[0].binding for row in found.steps if row.key in ("ask", "share")}
    assert Binding.SOFT is news.binding


def test_a_limit_that_became_law_is_neither_stopped_nor_extended_on_request_and_has_the_weaker_grade(
    tmp_path: Path,
) -> None:
    """The guideline was read in its text, the record that it is law in a secondary source."""
    held = with_record(tmp_path, "LTS", "B.4")
    before, after = (hardened(guided(), held, on).rule("answer") for on in (BEFORE, DAY))
    assert (True, False) == (before.may_pause, after.may_pause)
    assert before.extend is not None
    assert after.extend is None
    assert (Grade.V, Grade.S) == (before.grade, after.grade)


def test_the_edition_of_the_day_before_is_the_old_text_and_that_of_the_day_another_one(tmp_path: Path) -> None:
    """Nothing is built anew before; from the day on it is one and the same other text."""
    held, old = with_record(tmp_path, "LTS", "B.4"), guided()
    assert old is hardened(old, held, BEFORE)
    texts = {digest_of_text(freeze(hardened(old, held, on))) for on in (DAY, AFTER)}
    assert 1 == len(texts)
    assert {digest_of_text(freeze(old))} != texts


def test_an_instrument_that_became_law_as_a_whole_takes_every_provision_with_it(tmp_path: Path) -> None:
    """And it binds whoever accepted it from then on: the day before it binds nobody."""
    held = with_record(tmp_path, "LTS")
    found = hardened(guided(), held, DAY)
    assert [Binding.LAW_T] * 2 == [limit.binding for limit in found.limits]
    assert "not_binding" == held.binding("LTS", "JPN", BEFORE).code
    assert "not_recorded" == held.binding("LTS", "JPN", DAY).code
    assert "not_binding" == held.binding("LTS", "JPN", AFTER, law_of=BEFORE).code


@pytest.mark.parametrize(
    "key", sorted({c.key for c in library().instruments.values() if c.force == "SOFT" and c.provisions})
)
def test_every_soft_instrument_may_become_law_without_a_procedure_that_does_not_hold_together(
    tmp_path: Path, key: str
) -> None:
    """Each procedure is made, and cites it as law wherever it cited it as soft law."""
    held = with_record(tmp_path, key)
    for form in catalogue().values():
        made = hardened(form.with_defaults(), held, DAY)
        soft = [
            one for one in made.limits for cited in one.under if cited.instrument == key and not cited.binding.is_law
        ]
        assert [] == soft, form.key


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ('hardened = [{ on = "2027", force = "LAW_T", by = "OST IX", grade = "V" }]', "on must be a date"),
        ('hardened = [{ on = 2027-07-01, force = "SOFT", by = "OST IX", grade = "V" }]', "force 'SOFT' is not one of"),
        ('hardened = [{ on = 2027-07-01, force = "LAW_T", grade = "V" }]', "exactly the keys by, force, grade, on"),
        ('hardened = [{ on = 2027-07-01, force = "LAW_T", by = "OST IX", grade = "X" }]', "grade 'X' is not one of"),
        ('from = [{ instrument = "TOY", provision = "9", grade = "V" }]', "no provision TOY 9"),
        ('from = [{ instrument = "TOY", provision = "1", grade = "V" }]', "TOY 1 would come from itself"),
        ('from = ["OST"]', "exactly the keys grade, instrument, provision"),
    ],
    ids=["day", "force", "keys", "grade", "unknown", "itself", "shape"],
)
def test_a_record_of_a_provision_that_cannot_be_meant_is_refused(tmp_path: Path, record: str, why: str) -> None:
    """With the reason."""
    text = SOFT_TOY.replace("AT_TOP", "").replace("AT_ONE", record)
    assert why in str(broken(tmp_path, text, HEADER))


def test_what_is_law_already_cannot_harden(tmp_path: Path) -> None:
    """A treaty has no record of it."""
    text = SOFT_TOY.replace("AT_TOP", RECORD).replace("AT_ONE", "").replace('"SOFT"', '"LAW_T"')
    assert "TOY is law already" in str(broken(tmp_path, text, HEADER))


def test_the_article_on_consultation_goes_back_to_the_declaration_and_was_carried_on() -> None:
    """The founding documents say so of the first; every lineage that is shipped leads to provisions that are there."""
    ninth = library().provision("OST", "IX")
    assert [("GA1962", "principle 6", "src")] == [(o.instrument, o.provision, o.grade) for o in ninth.lineage]
    assert ("GA51_122", "para 1") in {(p.instrument, p.id) for p, _how in library().carried_into("OST", "IX")}


def test_a_name_is_followed_by_those_of_what_lies_around_it() -> None:
    """Sentence, paragraph and article."""
    assert ["16(2)(a)", "16(2)", "16"] == list(around("16(2)(a)"))
    assert ["IX s3", "IX"] == list(around("IX s3"))


def test_nothing_that_is_shipped_has_hardened_without_a_record(tmp_path: Path) -> None:
    """Until somebody records a day, all procedures are what they say."""
    assert not library().has_hardened(date.max)
    assert with_record(tmp_path, "LTS").has_hardened(DAY)
    with pytest.raises(InstrumentError, match="hardened"):
        load(_twice(tmp_path))


def _twice(folder: Path) -> Path:
    """Write a folder whose only instrument says of its record no more than its day."""
    held = folder / "short"
    held.mkdir()
    (held / "toy.toml").write_text(SOFT_TOY.replace("AT_TOP", "hardened = [{ on = 2027-07-01 }]").replace("AT_ONE", ""))
    return held
