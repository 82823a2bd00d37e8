"""The schema of a filing says what form and validation say."""

import json

from jsonschema import Draft202012Validator

from consult.forms.schema import KINDS as SHAPES
from consult.forms.schema import filing_schema
from tests.consult.forms.every_kind import BODY, SPEC
from workflows.kernel.fields import KINDS


def test_every_kind_has_a_schema() -> None:
    """A kind that is added to the language fails here until its shape is written."""
    assert set(KINDS) == set(SHAPES)


def test_a_schema_names_its_fields_and_what_is_required() -> None:
    """Optional questions are not required; those asked as far as known are, since unknown is an answer."""
    schema = filing_schema(SPEC)

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(BODY)
    assert [one.key for one in SPEC.fields] == list(schema["properties"])
    assert "mass" in schema["required"]
    assert "host" not in schema["required"]
    assert set(BODY) == set(schema["properties"])
    assert json.loads(json.dumps(schema)) == schema


def test_a_question_carries_its_provision_level_and_ways_to_leave_it_open() -> None:
    """Unknown where it may be, withheld where it may be, and the citation beside it."""
    properties = filing_schema(SPEC)["properties"]

    assert "OST IX s3" == properties["mass"]["x-under"]
    assert "LAW_T" == properties["mass"]["x-binding"]
    assert "C2" == properties["purpose"]["x-level"]
    assert {"unknown": True} == properties["mass"]["anyOf"][1]["const"]
    assert ["security", "proprietary", "unavailable"] == properties["cost"]["anyOf"][2]["properties"]["withheld"][
        "enum"
    ]


def test_bounds_and_options_stand_in_the_schema() -> None:
    """Least and most of a number, options of a choice, entries of a list."""
    properties = filing_schema(SPEC)["properties"]

    assert (1, 40) == (properties["objects"]["minimum"], properties["objects"]["maximum"])
    assert ["normal", "urgent", "emergency"] == properties["urgency"]["enum"]
    assert ["name"] == properties["stations"]["anyOf"][0]["items"]["required"]
