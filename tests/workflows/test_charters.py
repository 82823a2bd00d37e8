"""Charters of the lunar mechanism: what they say, what is refused in a file, and how two of them are told apart."""

from pathlib import Path

import pytest

from workflows.lunar.charters import (
    CHARTER_VALUES,
    FOLDER,
    charter,
    charters,
    difference,
    members_of_committee,
    read_charter,
)
from workflows.lunar.roles import convened
from workflows.parties.reading import InstrumentError

SHIPPED = (FOLDER / "copuos-draft.toml").read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Write the shipped charter with one thing changed."""
    assert old in SHIPPED
    path = tmp_path / "mine.toml"
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    return path


# what is changed in the file, and what the refusal says
TABLE = [
    ("refusals =", 'colour = "red"\nrefusals =', "mine.toml:15: colour: unknown key"),
    ('silence_least = "PT72H"', 'silence_least = "PT71H"', "silence_least: 71 hours is under 72 hours"),
    ('silence = "P10WD"\nsilence_least', 'silence = "P2D"\nsilence_least', "silence: 48 hours are under the minimum"),
    ('admission_silence = "P10WD"', 'admission_silence = "P2D"', "admission_silence: 48 hours are under the minimum"),
    ('arrangement_silence = "P10WD"', 'arrangement_silence = "PT71H"', "arrangement_silence: 71 hours are under"),
    ('chairs = ["ROU", "PAK"]', "chairs = []", "chairs: names nobody"),
    ('chairs = ["ROU", "PAK"]', 'chairs = ["XYZ"]', "chairs: there is no party 'XYZ'"),
    ('key = "observer"', 'key = "guest"', "key: 'guest' is not one of member, associate, observer"),
    ('key = "observer"', 'key = "associate"', "class: 'observer' is missing"),
    ("block = true", "block = false", "class: exactly one class must block, not 0"),
    ('lead = "P180D"', 'lead = "half a year"', "lead: 'half a year' is not a period"),
    ('languages = ["ar"', 'languages = ["xx"', "languages: 'xx' is not one of"),
    ('lead = "P180D"', "", "lead: is required"),
    ('binding = "SOFT", grade = "src" }\nbody', 'binding = "LAW_T", grade = "src" }\nbody', "and never law"),
    ('grade = "S" }\nadmission', 'grade = "A" }\nadmission', "secretariat: grade 'A' is not one of"),
]


@pytest.mark.parametrize(("old", "new", "says"), TABLE)
def test_what_cannot_be_meant_is_refused_with_file_key_and_reason(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    """As a file of an agreement is."""
    with pytest.raises(InstrumentError) as refused:
        read_charter(changed(tmp_path, old, new))
    assert says in str(refused.value)
    assert str(refused.value).startswith("mine.toml:")


def test_a_silence_of_exactly_72_hours_is_taken(tmp_path: Path) -> None:
    """The minimum is the pattern of the General Assembly's decision of 2020."""
    found = read_charter(changed(tmp_path, 'silence = "P10WD"\nsilence_least', 'silence = "PT72H"\nsilence_least'))
    assert "72 hours" == found.silence.text()
    assert ("GA74_544 silence", "SOFT", "S") == (str(found.cite("silence_least")), *_weight(found, "silence_least"))


def _weight(found: object, name: str) -> tuple[str, str]:
    cited = found.cite(name)  # type: ignore[attr-defined] # a charter
    return str(cited.binding), str(cited.grade)


def test_every_value_of_both_charters_has_a_source_that_is_no_law() -> None:
    """What a file names no source for is a default of the product."""
    for one in charters().values():
        cited = [one.cite(name) for name in (*CHARTER_VALUES, "founding", "class_speak", "class_block")]
        assert {"SOFT", "DEFAULT"} == {str(cite.binding) for cite in cited}
        assert () == one.missing


def test_the_open_charter_lets_every_member_of_the_committee_in_as_founder() -> None:
    """The list is from memory and says so; the draft names those of the action team's page and its chairs."""
    draft, wide = charter("copuos-draft"), charter("open-copuos")
    known = {one.key for one in members_of_committee()}
    assert {"M"} == {one.grade for one in members_of_committee()}
    assert set(wide.founding) < known
    assert {"JPN", "CHN", "BRA"} <= set(wide.founding) - set(draft.founding)
    assert (22, {"ROU", "PAK", "USA", "RUS", "IND"}) == (
        len(draft.founding), {"ROU", "PAK", "USA", "RUS", "IND"} & set(draft.founding)
    )  # fmt: skip


def test_the_difference_of_two_charters_is_told_value_by_value() -> None:
    """A charter differs in nothing from itself."""
    draft, wide = charter("copuos-draft"), charter("open-copuos")
    told = {one.name: one.says for one in difference(draft, wide)}
    assert () == difference(draft, draft)
    assert "Silence: 10 working days; against 15 working days." == told["silence"]
    assert "Associate member: may propose: yes; against no." == told["associate_propose"]
    assert "Observer: may speak: on invitation; against yes." == told["observer_speak"]
    assert "leaving" not in told


def test_a_case_convenes_the_rolls_of_its_charter_with_chairs_and_secretariat() -> None:
    """Chairs are States; nobody is named."""
    names = {one.role: one for one in convened(charter("open-copuos"))}
    assert ["member", "associate", "observer", "chair", "secretariat"] == list(names)
    assert ("open-copuos", "associate") == (names["associate"].roll.under, names["associate"].roll.of)  # type: ignore[union-attr] # a class has a roll
    assert (("ROU", "PAK"), ("OOSA",)) == (names["chair"].parties, names["secretariat"].parties)
