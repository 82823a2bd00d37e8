"""A filing as it is read: case page, page before sending, receipt and print."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from consult.forms.choices import DocumentChoice, no_address
from consult.forms.names import as_text, declared
from consult.forms.phrases import phrases
from consult.forms.provisions import provision_view
from consult.forms.views import Attached, ReadField
from consult.i18n import _
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import is_absent


def show(
    spec: FilingSpec,
    body: Mapping[str, Any],
    *,
    party_names: Mapping[str, str] | None = None,
    redacted: Collection[str] = (),
    documents: Iterable[DocumentChoice] = (),
    href: Callable[[Any], str] = no_address,
) -> list[ReadField]:
    """List the answers of a filing in the order of its questions.

    `redacted` holds keys of questions whose answers the reader may not see; of those nothing is looked at.
    """
    reading = _Reading(party_names or {}, {one.digest: one for one in documents}, href)
    return [
        reading.redact(one) if one.key in redacted else reading.read(one, body.get(one.key)) for one in spec.fields
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is needed to put a filing into words."""

    party_names: Mapping[str, str]
    documents: Mapping[str, DocumentChoice]
    href: Callable[[Any], str]

    def redact(self, spec: Field) -> ReadField:
        """Say that an answer is not open to the reader."""
        return self._field(spec, "redacted", note=_("Not open to you at this level."))

    def read(self, spec: Field, value: Any) -> ReadField:
        """Put one answer into words."""
        given, unknown, category = declared(value)
        if is_absent(given) and unknown:
            return self._field(spec, "unknown", note=_("Declared not known."))
        if is_absent(given) and category:
            return self._field(spec, "withheld", note=_withheld(category))
        if is_absent(given):
            return self._field(spec, "unanswered", note=_("Not answered."))
        if spec.kind in ("list", "group"):
            return self._field(spec, "given", entries=self._entries(spec, given))
        if spec.kind == "document":
            return self._field(spec, "given", documents=(self._attached(given),))
        return self._field(spec, "given", lines=phrases(spec, given, self.party_names))

    def _field(self, spec: Field, state: str, **rest: Any) -> ReadField:
        provision = provision_view(spec.under, self.href)
        return ReadField(spec.key, _(spec.label), spec.kind, state, provision, spec.level or "", **rest)

    def _entries(self, spec: Field, given: Any) -> tuple[tuple[ReadField, ...], ...]:
        """Read what a list or a group holds; what was left open inside it is passed over."""
        rows = given if isinstance(given, list) else [given]
        read = []
        for row in rows:
            held = row if isinstance(row, Mapping) else {}
            inside = [self.read(one, held.get(one.key)) for one in spec.of]
            read.append(tuple(one for one in inside if one.state != "unanswered"))
        return tuple(read)

    def _attached(self, given: Any) -> Attached:
        """Name a document, by its digest where it is not open to the reader."""
        held = given if isinstance(given, Mapping) else {}
        digest = as_text(held.get("digest"))
        known = self.documents.get(digest)
        name = known.name if known else _("Document %(digest)s", digest=digest[:12])
        level = as_text(held.get("level")) or (known.level if known else "")
        language = as_text(held.get("language")) or (known.language if known else "")
        return Attached(digest, name, known.href if known else "", level, language)


def _withheld(category: str) -> str:
    """Say under which category an answer is withheld."""
    named = {
        "security": _("Withheld: security."),
        "proprietary": _("Withheld: proprietary."),
        "unavailable": _("Withheld: unavailable."),
    }
    return named.get(category, _("Withheld: %(category)s.", category=category))
