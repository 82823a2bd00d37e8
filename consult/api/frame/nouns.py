"""A noun of the API: its operations, declared beside their views, and the routes that are made of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from consult import clock
from consult.api.frame.answering import drawn, wanted
from consult.api.frame.declaring import PREFIX, TAKES_FILE, Asked, Operation
from consult.api.frame.reading import read_body, read_key, read_match, read_query, require_acceptable
from consult.web.at_hand import kept

View = Callable[..., Any]


class Noun:
    """One noun of the API: its operations, and the blueprint that routes them."""

    def __init__(self, key: str, title: str, about: str) -> None:
        """Begin without operations."""
        self.key, self.title, self.about = key, title, about
        self.blueprint = Blueprint(f"api_{key}", __name__, url_prefix=PREFIX)
        self.operations: list[Operation] = []

    def get(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare an operation that changes nothing."""
        return self._declare("GET", rule, declared)

    def post(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare an operation that adds something."""
        return self._declare("POST", rule, declared)

    def put(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare an operation that replaces something."""
        return self._declare("PUT", rule, declared)

    def delete(self, rule: str, **declared: Any) -> Callable[[View], View]:
        """Declare an operation that takes something away."""
        return self._declare("DELETE", rule, declared)

    def _declare(self, method: str, rule: str, declared: dict[str, Any]) -> Callable[[View], View]:
        def declaring(view: View) -> View:
            summary, _blank, about = (view.__doc__ or "").strip().partition("\n\n")
            words = " ".join(summary.split()), " ".join(about.split())
            name = f"{self.key}_{view.__name__}"
            operation = Operation(name, method, rule, *words, self.key, **declared)
            self.operations.append(operation)
            self.blueprint.add_url_rule(rule, view.__name__, _routed(operation, view), methods=[method])
            return view

        return declaring


def _routed(operation: Operation, view: View) -> Callable[..., Response]:
    """Make the route of an operation: read what it declares, ask the view, draw what it declares."""

    @wraps(view)
    def route(**places: Any) -> Response:
        require_acceptable(operation)
        query = read_query(operation)
        fields = wanted(operation)
        by = kept().standing
        asked = Asked(by, clock.now(), query, read_body(operation), read_key(operation), read_match(operation))
        found = view(asked, **places)
        return found if isinstance(found, Response) else drawn(operation, found, fields)

    setattr(route, TAKES_FILE, bool(operation.takes))
    return route
