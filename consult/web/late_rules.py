"""Routes whose addresses are composed by code that is written when the first of them is composed.

Werkzeug writes and compiles two functions for each of some 480 routes when it is registered, half of what joining an
application takes; a process composes the addresses of some, nearly always by one of the two.
What a route matches is made at once, as before. Should the library name this elsewhere, its own way goes on.
"""

from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A route of that kind."""

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        """Give what has itself written when it is called, and stands back for it."""
        name, write = "_build_unknown" if append_unknown else "_build", super()._compile_builder

        def first(rule: Rule, **values: Any) -> tuple[str, str]:
            built = write(append_unknown).__get__(rule, None)
            setattr(rule, name, built)
            return built(**values)

        return first
