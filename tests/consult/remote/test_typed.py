"""What is typed, read by the schema of the instance; and what a terminal may have of it."""

from typing import Any

import pytest

from consult.remote import answers
from consult.remote.addresses import Address
from consult.remote.faults import NotReached, Unfit
from consult.remote.safe import json_for_terminal, line, lines
from consult.remote.schemas import faults, find, questions

UNKNOWN = {"const": {"unknown": True}}
WITHHELD = {
    "type": "object",
    "properties": {"withheld": {"enum": ["security", "proprietary"]}},
    "required": ["withheld"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "words": {"title": "Words", "type": "string", "maxLength": 5, "pattern": "(a+)+$"},
        "count": {"title": "Count", "anyOf": [{"type": "integer"}, UNKNOWN, {"type": "null"}]},
        "public": {"title": "Public?", "anyOf": [{"type": "boolean"}, {"type": "null"}]},
        "kinds": {"title": "Kinds", "type": "array", "items": {"enum": ["radio", "debris"]}, "minItems": 1},
        "orbit": {
            "title": "Orbit",
            "anyOf": [
                {"type": "object", "properties": {"regime": {"type": "string"}}, "required": ["regime"]},
                WITHHELD,
            ],
        },
        "zones": {
            "title": "Zones",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False},
        },
        "paper": {
            "title": "Paper",
            "anyOf": [{"type": "object", "properties": {"digest": {"type": "string"}}}, {"type": "null"}],
        },
    },
    "required": ["words", "kinds"],
    "additionalProperties": False,
}


def test_a_schema_is_read_as_questions() -> None:
    """Kind, need, choices, and the ways out of an answer."""
    asked = {one.name: one for one in questions(SCHEMA)}

    assert [("words", "text", True, False), ("count", "number", False, True)] == [
        (one.name, one.kind, one.required, one.unknown) for one in list(asked.values())[:2]
    ]
    assert (("radio", "debris"), True) == (asked["kinds"].choices, asked["kinds"].many)
    assert ("security", "proprietary") == asked["orbit"].withheld
    assert ["orbit.regime"] == [one.name for one in asked["orbit"].of]
    assert "document" == asked["paper"].kind
    found = find(questions(SCHEMA), ("zones", "3", "name"))
    assert found is not None
    assert "zones.name" == found.name


@pytest.mark.parametrize(
    ("given", "filing"),
    [
        (["words=a=b"], {"words": "a=b"}),
        (["count=7"], {"count": 7}),
        (["count=?"], {"count": {"unknown": True}}),
        (["public=no"], {"public": False}),
        (["kinds=radio, debris"], {"kinds": ["radio", "debris"]}),
        (["orbit=!security"], {"orbit": {"withheld": "security"}}),
        (["orbit.regime=lunar"], {"orbit": {"regime": "lunar"}}),
        (["zones.0.name=A", "zones.1.name=B"], {"zones": [{"name": "A"}, {"name": "B"}]}),
        (['zones:=[{"name":"A"}]', "zones.0.name=C"], {"zones": [{"name": "C"}]}),
        (["words:=null"], {"words": None}),
    ],
)
def test_answers_are_set_by_name(given: list[str], filing: dict[str, Any]) -> None:
    """Typed words become values of the kind that is asked."""
    assert filing == answers.set_all({}, given, questions(SCHEMA))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("count=seven", "Give a whole number."),
        ("count=1e3", "Give a whole number."),
        ("public=perhaps", "Answer yes or no."),
        ("kinds=noise", "Choose from: radio, debris."),
        ("zones.1.name=B", "The items of a list are numbered from 0, one after the other: 1."),
        ("words.more=x", "Nothing is asked under words.more."),
        ("=x", "Set an answer as name=value"),
        ('words:={"a":1,"a":2}', "This is no JSON that can be read"),
    ],
)
def test_what_cannot_be_set_is_told(given: str, sentence: str) -> None:
    """With what could be."""
    with pytest.raises(Unfit) as told:
        answers.set_all({}, [given], questions(SCHEMA))
    assert sentence in told.value.sentence


@pytest.mark.parametrize(
    ("filing", "found"),
    [
        ({"words": "abc", "kinds": ["radio"]}, []),
        ({}, ["/words", "/kinds"]),
        ({"words": "too long", "kinds": []}, ["/words", "/kinds"]),
        ({"words": "a", "kinds": ["noise"], "strange": 1}, ["/kinds/0", "/strange"]),
        ({"words": "a", "kinds": ["radio"], "count": True}, ["/count"]),
        ({"words": "a", "kinds": ["radio"], "zones": [{"nam": "A"}]}, ["/zones/0/nam"]),
        ({"words": "a" * 5, "kinds": ["radio"], "orbit": {}}, ["/orbit/regime"]),
    ],
)
def test_a_filing_is_judged_by_its_schema_before_it_is_sent(filing: dict[str, Any], found: list[str]) -> None:
    """Each fault with its place; patterns of another host are not run."""
    assert found == [where for where, _said in faults(SCHEMA, filing)]


def test_a_schema_without_end_is_refused() -> None:
    """Another host made it."""
    schema: dict[str, Any] = {"type": "string"}
    for _n in range(50):
        schema = {"type": "object", "properties": {"a": schema}}
    with pytest.raises(NotReached, match="nested without end"):
        questions(schema)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ("a\tb\r\nc", "a b c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\u2066", "\\u2066"),
        ("\u200bx\ufeff", "\\u200bx\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("月面", "月面"),
        ("\ud800", "\\ud800"),
    ],
)
def test_words_are_safe_on_a_terminal(words: str, shown: str) -> None:
    """What steers or hides becomes an escape; letters of every script stay."""
    assert shown == line(words)


def test_long_words_are_cut_and_lines_stay_apart() -> None:
    """A cut is shown."""
    assert "aaa…" == line("aaaa", 3)
    assert ["a", "\\x1bb"] == lines("a\r\n\x1bb")


def test_json_on_a_terminal_has_the_same_value_without_its_power() -> None:
    """Escapes of JSON itself."""
    assert '"a\\u009b\\u202e\\ud83d\\udc4d"\n' == json_for_terminal('"a\x9b\u202e\\ud83d\\udc4d"\n')


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("consult.example.int", "https://consult.example.int"),
        ("https://Consult.example.int:443/", "https://consult.example.int"),
        ("https://consult.example.int:8443", "https://consult.example.int:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_read(written: str, read: str) -> None:
    """Encrypted unless it is this machine."""
    assert read == str(Address.read(written))


@pytest.mark.parametrize(
    "link", ["/a b", "/a\nHost: x", "http://consult.example.int/a", "https://u@elsewhere/", "a/b", "\\\\x"]
)
def test_a_link_that_is_none_of_this_host_is_refused(link: str) -> None:
    """Nor one by which a request could be split."""
    address = Address.read("https://consult.example.int")
    if link == "/a b":
        assert "/a%20b" == address.path_of(link)
        return
    with pytest.raises(NotReached):
        address.path_of(link)
