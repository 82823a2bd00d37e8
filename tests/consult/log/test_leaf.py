"""Sealing a leaf, and opening one field of it with the tools of others."""

import hashlib
import json
import unicodedata
from binascii import b2a_base64
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from consult.log import leaf as leaves
from consult.log import tree
from consult.log.leaf import NotOpened, Opening, Unsealable

EMAIL = "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ"
TAG = "s" * 43


def counted(count: int) -> bytes:
    """Bytes that are no secret but all different, so that a leaf can be compared."""
    return bytes(i % 256 for i in range(count))


def is_normal(text: str) -> bool:
    """Whether a text is in normal form and whole."""
    return unicodedata.is_normalized("NFC", text)


texts = st.text(st.characters(exclude_categories=["Cs"])).filter(is_normal)
whole_numbers = st.integers(-leaves.LARGEST_WHOLE_NUMBER, leaves.LARGEST_WHOLE_NUMBER)
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | whole_numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def test_the_published_disclosure_of_an_address_has_its_published_digest() -> None:
    """The `email` disclosure of RFC 9901 hashes to the value printed there."""
    assert "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE" == leaves.digest_disclosure(EMAIL)


@given(values)
def test_a_value_is_written_as_canonical_json(value: Any) -> None:
    """The text that is hashed equals RFC 8785 as another program writes it."""
    assert rfc8785.dumps(value).decode() == leaves.write_value("note", value)


@given(values)
def test_a_value_that_was_written_before_is_sealed_as_it_was_written(value: Any) -> None:
    """The text of an act stands in the record and in its leaf, and is written once for both."""
    written = leaves.Written(leaves.write_value("rest", value))

    assert leaves.seal({"rest": value}, TAG, random=counted) == leaves.seal({"rest": written}, TAG, random=counted)


def test_a_leaf_is_canonical_json_of_one_shape() -> None:
    """The bytes equal RFC 8785 of what they say, with fourteen names, a tag and a version."""
    sealed = leaves.seal({"note": "because"}, TAG, random=counted)

    said = json.loads(sealed.leaf)

    assert rfc8785.dumps(said) == sealed.leaf
    assert {"f", "tag", "v"} == said.keys()
    assert list(leaves.FIELDS) == list(said["f"])
    assert (TAG, "1") == (said["tag"], said["v"])
    assert tree.hash_leaf(sealed.leaf) == sealed.hash


def test_all_leaves_have_the_same_size() -> None:
    """A leaf that says much is as long as one that says nothing, and about 800 bytes."""
    empty = leaves.seal({}, TAG)
    full = leaves.seal({name: ["x" * 500] for name in leaves.FIELDS}, TAG)

    assert len(empty.leaf) == len(full.leaf)
    assert 750 < len(empty.leaf) < 850


def test_two_leaves_of_the_same_act_share_no_digest() -> None:
    """Fresh salts make equal values unrecognisable, also within one leaf."""
    digests = [
        digest for _ in range(2) for digest in leaves.read_leaf(leaves.seal({"from": 1, "to": 1}, TAG).leaf)[0].values()
    ]

    assert 2 * len(leaves.FIELDS) == len(set(digests))


def test_salts_are_drawn_once_and_cut_into_sixteen_bytes_a_field() -> None:
    """Each field has its own 128 bits, in the order of the fields."""
    sealed = leaves.seal({}, TAG, random=counted)

    assert counted(16 * 14) == b"".join(opening.salt for opening in sealed.openings)
    assert list(leaves.FIELDS) == [opening.field for opening in sealed.openings]


@given(st.sampled_from(leaves.FIELDS), values)
def test_a_disclosure_opens_its_field_and_no_other(name: str, value: Any) -> None:
    """Anyone with the leaf and one disclosure reads name and value, and learns nothing else."""
    sealed = leaves.seal({name: value}, TAG)
    disclosure = next(opening for opening in sealed.openings if opening.field == name).disclosure()

    assert (name, value) == leaves.open_field(sealed.leaf, disclosure)


def test_a_digest_is_what_the_standard_library_computes() -> None:
    """A digest is the hash of the encoded disclosure, with nothing of ours in between."""
    opening = leaves.seal({"note": "é"}, TAG, random=counted).openings[leaves.FIELDS.index("note")]

    disclosed = opening.disclosure().encode()

    expected = b2a_base64(hashlib.sha256(disclosed).digest())[:43].replace(b"+", b"-").replace(b"/", b"_")
    assert expected.decode() == leaves.digest_opening("note", opening.salt, '"é"')
    assert leaves.check_opening(expected.decode(), opening)
    assert not leaves.check_opening(expected.decode(), Opening("note", opening.salt, '"e"'))


@given(st.lists(st.tuples(st.sampled_from(leaves.FIELDS), values), min_size=1, max_size=4))
def test_digests_that_are_reckoned_for_many_leaves_at_once_are_those_in_them(written: list[tuple[str, Any]]) -> None:
    """Whatever letters base64 has for them, and wherever a text ends; leaf by leaf, in the order of the fields."""
    sealed = [leaves.seal({name: value}, TAG) for name, value in written]
    openings = [opening for each in sealed for opening in each.openings]

    reckoned = list(leaves.reckon([one.salt for one in openings], [one.value for one in openings]))

    read = [leaves.read_leaf(each.leaf)[0] for each in sealed]
    assert [[digests[name].encode() for name in leaves.FIELDS] for digests in read] == [list(each) for each in reckoned]
    assert all(leaves.is_leaf_of(each.leaf, digests, TAG) for each, digests in zip(sealed, reckoned, strict=True))


@pytest.mark.parametrize("value", ["", "~?>", "???", "~~~~", "\n", "é\n\U0001f6f0", "=="])
def test_a_text_of_any_letters_is_reckoned_as_one_by_one(value: str) -> None:
    """Those that are written with the two letters of which base64url has others, and those that are no JSON."""
    salts = [counted(16)[n:] + bytes(range(200, 200 + n)) for n in range(14)]

    [reckoned] = leaves.reckon(salts, [value] * 14)

    one_by_one = [leaves.digest_opening(name, salt, value) for name, salt in zip(leaves.FIELDS, salts, strict=True)]
    assert one_by_one == [each.decode() for each in reckoned]


@given(st.sampled_from(leaves.FIELDS), values)
def test_a_leaf_is_known_by_its_digests_and_by_none_that_differ(name: str, value: Any) -> None:
    """With a salt, a value or a tag that differs it is not that leaf, nor where the tag is none."""
    sealed = leaves.seal({name: value}, TAG, random=counted)
    salts, texts = [one.salt for one in sealed.openings], [one.value for one in sealed.openings]
    place = leaves.FIELDS.index(name)
    [digests] = leaves.reckon(salts, texts)
    other_salt = [salt[::-1] if at == place else salt for at, salt in enumerate(salts)]
    other_text = [f"{text} " if at == place else text for at, text in enumerate(texts)]

    assert leaves.is_leaf_of(sealed.leaf, digests, TAG)
    for other in (leaves.reckon(other_salt, texts), leaves.reckon(salts, other_text)):
        assert not leaves.is_leaf_of(sealed.leaf, next(other), TAG)
    assert not leaves.is_leaf_of(sealed.leaf, digests, "A" * 43)
    assert not leaves.is_leaf_of(sealed.leaf[:-1], digests, TAG)
    for no_tag in ("", TAG[1:], f"{TAG}=", "=" * 43, "é" * 43):
        odd = sealed.leaf.replace(TAG.encode(), no_tag.encode())
        assert not leaves.is_leaf_of(odd, digests, no_tag)


def test_salts_that_are_moved_against_each_other_are_not_reckoned() -> None:
    """Written in one text, a salt that is two bytes short and one that is as many too long would give what two of the
    right length do; nor is a number taken for the text that it may be written as."""
    salts, texts = [counted(14) + b"\0\0", *[counted(16)] * 13], ["1"] * 14
    moved = [salts[0][:14], b"\0\0" + salts[1], *salts[2:]]

    assert 1 == len(list(leaves.reckon(salts, texts)))
    for odd in ((moved, texts), (salts, [1, *texts[1:]]), (salts, [b"1", *texts[1:]])):
        with pytest.raises(ValueError, match=r"^$"):
            leaves.reckon(*odd)  # type: ignore[arg-type] # rows of a database that somebody altered


def test_two_openings_of_one_field_are_impossible() -> None:
    """A second disclosure under the same name, or the same under another name, does not open."""
    sealed = leaves.seal({"to": "accepted"}, TAG)
    other = leaves.seal({"to": "rejected"}, TAG).openings[leaves.FIELDS.index("to")]

    with pytest.raises(NotOpened, match="does not hold this disclosure in the place of its name"):
        leaves.open_field(sealed.leaf, other.disclosure())
    with pytest.raises(NotOpened, match="does not hold this disclosure in the place of its name"):
        leaves.open_field(sealed.leaf, EMAIL)


@pytest.mark.parametrize(
    "disclosure", ["", "!!!!", "é", "WzFd", "WzEsMiwzXQ", "WyJzIiwidG8iLHsiYSI6MSwiYSI6Mn1d", "W10", "W1tbW1"]
)
def test_what_is_not_a_disclosure_is_refused(disclosure: str) -> None:
    """Broken encodings, other shapes and objects with a repeated key are no disclosures."""
    sealed = leaves.seal({}, TAG)

    with pytest.raises(NotOpened, match="This is not a disclosure of three parts"):
        leaves.open_field(sealed.leaf, disclosure)


@pytest.mark.parametrize("change", [b" ", b"\n", b',"v":"1"'])
def test_bytes_of_another_shape_are_no_leaf(change: bytes) -> None:
    """A leaf with anything added, even white space, is refused."""
    sealed = leaves.seal({}, TAG)

    with pytest.raises(NotOpened, match="These bytes are not a leaf of this log"):
        leaves.read_leaf(sealed.leaf + change)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "a value of type float; write it as text"),
        (b"x", "a value of type bytes; write it as text"),
        ({"x": {1, 2}}, "a value of type set; write it as text"),
        ([2**53], "a number beyond 2^53 - 1; write it as text"),
        ({1: "x"}, "a key that is not plain ASCII text"),
        ({"é": "x"}, "a key that is not plain ASCII text"),
        (["e\u0301"], "text that is not in normal form NFC"),
        ("\ud800", "half a character"),
    ],
)
def test_a_value_that_could_be_written_in_two_ways_is_refused(value: Any, reason: str) -> None:
    """Floats, large numbers, odd keys and unusual text are refused by field and reason."""
    with pytest.raises(Unsealable, match="The field note") as refusal:
        leaves.seal({"note": value}, TAG)

    assert reason in str(refusal.value)


def test_keys_are_written_in_one_order_whatever_was_written_before() -> None:
    """The shape of a value is remembered by its keys: in another order it has the same text, and a key that equals one
    of text, or is none, is refused as at first."""
    for _again in range(2):
        assert '{"a":1,"b":2}' == leaves.write_value("note", {"a": 1, "b": 2})
        assert '{"a":1,"b":2}' == leaves.write_value("note", {"b": 2, "a": 1})
        for key in (1, True, None, "é"):
            with pytest.raises(Unsealable, match="a key that is not plain ASCII text"):
                leaves.write_value("note", {"a": 1, key: 2})


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (2**53, "The field note cannot be sealed: a number beyond 2^53 - 1; write it as text."),
        (-(2**53), "The field note cannot be sealed: a number beyond 2^53 - 1; write it as text."),
        (1.5, "The field note cannot be sealed: a value of type float; write it as text."),
        ({"é": 1}, "The field note cannot be sealed: a key that is not plain ASCII text."),
        ("\ud800", "The field note holds half a character."),
        ("e\u0301", "The field note holds text that is not in normal form NFC."),
    ],
    ids=["too large", "too small", "fraction", "key", "half", "form"],
)
def test_what_cannot_be_sealed_is_told_in_a_whole_sentence(value: Any, sentence: str) -> None:
    """With the field and what to do."""
    with pytest.raises(Unsealable) as refusal:
        leaves.seal({"note": value}, TAG)
    assert sentence == str(refusal.value)


def test_salts_that_are_too_few_seal_nothing() -> None:
    """A source of random bytes that gives fewer than it was asked for would leave fields open."""
    with pytest.raises(ValueError, match="zip"):
        leaves.seal({}, TAG, random=lambda count: bytes(count - leaves.SALT_BYTES))


def test_a_text_of_a_kind_of_its_own_is_written_as_text() -> None:
    """A key of an enumeration, alone and within a list and an object."""

    class Word(str):
        __slots__ = ()

    assert '"a"' == leaves.write_value("note", Word("a"))
    assert '[{"k":"a"},"a"]' == leaves.write_value("note", [{"k": Word("a")}, Word("a")])


def test_a_field_that_a_leaf_does_not_have_is_refused() -> None:
    """A misspelt name is named."""
    with pytest.raises(Unsealable, match=r"^A leaf has no field named nota, x\.$"):
        leaves.seal({"nota": 1, "x": 2}, TAG)
