"""The page of the API: what may be asked, what is sent and answered, and how it is refused; drawn from its document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of a body or an answer, or one parameter: its name, of what type, whether it has to be there, and what
    is said of it."""

    name: str
    type: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation: method and address, what it does, its parameters, its body with an example, what is answered, and
    how it may be refused."""

    key: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[MemberLine, ...]
    body: tuple[MemberLine, ...]
    example: str
    answer: str
    answers: tuple[MemberLine, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NounView:
    """One noun with its operations."""

    key: str
    title: str
    about: str
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One kind of problem, by its status."""

    key: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class InterfacePage:
    """The whole API for a reader."""

    title: str
    about: str
    nouns: tuple[NounView, ...]
    problems: tuple[ProblemLine, ...]
    filings: int
    schemas: tuple[tuple[str, str, tuple[MemberLine, ...]], ...]
    words: str = ""
    """What the operations were searched for."""
    found: int = 0
    """How many operations are shown."""


def interface_page(
    document: Document, kinds: Mapping[int, Sequence[Any]], write: Any, words: str = ""
) -> InterfacePage:
    """Draw up the page from the document, the kinds of problems by status, and what writes an example as text; with
    `words` of the operations that have all of them alone, and of their values."""
    nouns = tuple(_nouns(document, write, words))
    problems = tuple(
        ProblemLine(str(kind[0]), str(status), f"{kind[1]}. {kind[2]}") for status, kind in sorted(kinds.items())
    )
    own = {name: one for name, one in document["components"]["schemas"].items() if "." not in name}
    schemas = tuple((name, one.get("description", ""), tuple(_members(one))) for name, one in sorted(own.items()))
    filings = len(document["components"]["schemas"]) - len(own)
    return InterfacePage(
        _("Interface for machines"),
        document["info"]["description"],
        nouns,
        problems,
        filings,
        schemas,
        words,
        sum(len(noun.operations) for noun in nouns),
    )


def _nouns(document: Document, write: Any, words: str) -> Iterator[NounView]:
    """Draw up the nouns with their operations; with `words` those alone that have such operations."""
    by_tag: dict[str, list[OperationView]] = {}
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            view = _operation(document, path, method, one, write)
            if _has(view, words):
                by_tag.setdefault(one["tags"][0], []).append(view)
    for tag in document["tags"]:
        if tag["name"] in by_tag or not words.strip():
            yield NounView(tag["name"], tag["x-title"], tag["description"], tuple(by_tag.get(tag["name"], ())))


def _has(view: OperationView, words: str) -> bool:
    """Say whether an operation has every word in its address, its sentences or the names that it reads and answers."""
    names = [one.name for one in (*view.parameters, *view.body, *view.answers)]
    told = " ".join((view.key, view.method, view.path, view.summary, view.about, view.answer, *names)).lower()
    return all(word in told for word in words.lower().split())


def _operation(document: Document, path: str, method: str, one: Mapping[str, Any], write: Any) -> OperationView:
    asked: Document = one.get("requestBody", {})
    body: Document = next(iter(asked.get("content", {}).values()), {})
    given: Document = next((found for status, found in one["responses"].items() if status.startswith("2")), {})
    content: Document = next(iter(given.get("content", {}).values()), {})
    answer: Document = content.get("schema", {})
    name = answer.get("$ref", "").rpartition("/")[2]
    return OperationView(
        one["operationId"],
        method.upper(),
        path,
        one["summary"],
        one.get("description", ""),
        tuple(_parameter(each) for each in one.get("parameters", ())),
        tuple(_members(_found(document, body.get("schema", {})))),
        write(body["example"]) if "example" in body else "",
        name,
        tuple(_members(_found(document, answer))),
        tuple(status for status in one["responses"] if not status.startswith("2")),
    )


def _parameter(one: Mapping[str, Any]) -> MemberLine:
    words = one.get("description", "")
    kept = _("header") if one["in"] == "header" else ""
    return MemberLine(one["name"], kept or _type(one["schema"]), bool(one.get("required")), words)


def _found(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference within the document."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _members(schema: Mapping[str, Any]) -> Iterator[MemberLine]:
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield MemberLine(name, _type(one), name in required, one.get("description", ""))


def _type(schema: Mapping[str, Any]) -> str:
    """Name the type of a value in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return ", ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return ", ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        items = schema.get("items") or next(iter(schema.get("prefixItems", [{}])))
        return _("list of %(what)s", what=_type(items))
    return str(schema.get("format") or schema.get("type") or _("anything"))
