"""Addresses are composed as the library composes them, by code that is written when the first is asked for."""

from pathlib import Path
from typing import Any

from werkzeug.routing import Map, MapAdapter, Rule

from consult import create_app
from consult.settings import Settings
from consult.web.late_rules import LateRule

SAMPLES = {"NumberConverter": 7, "PathConverter": "a/b c", "UnicodeConverter": "ü %&"}


def sample(rule: Rule, name: str) -> Any:
    """Give a value that a variable part of an address takes."""
    if items := getattr(rule._converters[name], "items", None):
        return min(items)
    kinds = [one.__name__ for one in type(rule._converters[name]).__mro__]
    return next((SAMPLES[kind] for kind in kinds if kind in SAMPLES), "x")


def composed(routes: MapAdapter, rule: Rule, **more: str) -> str:
    """Compose the address of a route."""
    values = {name: sample(rule, name) for name in rule.arguments - set(rule.defaults or ())}
    method = sorted(rule.methods or {"GET"})[0]
    return routes.build(rule.endpoint, {**values, **more}, method)


def test_every_route_composes_the_address_that_the_library_composes(tmp_path: Path) -> None:
    app = create_app(Settings.for_tests(tmp_path))
    rules = list(app.url_map.iter_rules())
    plain = Map(
        [Rule(one.rule, defaults=one.defaults, methods=one.methods, endpoint=one.endpoint) for one in rules],
        converters=app.url_map.converters,
    )

    assert {LateRule} == {type(one) for one in rules if one.endpoint != "static"}  # that one is the library's own
    ours, theirs = app.url_map.bind("a.example"), plain.bind("a.example")
    for rule in rules:
        assert composed(ours, rule) == composed(theirs, rule)
        assert composed(ours, rule, more="a b") == composed(theirs, rule, more="a b")


def test_what_composes_an_address_is_written_when_it_is_asked_for() -> None:
    rule = LateRule("/cases/<ref>", endpoint="show")
    routes = Map([rule]).bind("a.example")
    before = rule._build, rule._build_unknown

    assert "/cases/A" == routes.build("show", {"ref": "A"}) == routes.build("show", {"ref": "A"})

    assert (False, True) == (rule._build is not before[0], rule._build_unknown is not before[1])
