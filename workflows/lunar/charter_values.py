"""What a charter of the lunar mechanism says, value by value: each with the words in which it is read.

Law: none; see ``charters``. The list of values is what machines 4A to 4D need, so that none of them holds a number of
its own. Not modelled: values that the mechanism would need and the proposal does not name, such as a quorum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any

from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import Period
from workflows.kernel.silence_papers import LANGUAGES
from workflows.kernel.words import PRODUCT, Citation

MEMBER, ASSOCIATE, OBSERVER = "member", "associate", "observer"
CLASSES: Mapping[str, str] = {MEMBER: "Member", ASSOCIATE: "Associate member", OBSERVER: "Observer"}
KINDS: Mapping[str, str] = {
    "state": "States",
    "igo": "intergovernmental organisations",
    "body": "bodies that are no parties",
}
YES, INVITED, NO = "yes", "on_invitation", "no"
LEVELS: Mapping[str, str] = {
    "C1": "what is shared among members",
    "C1_unless_restricted": "what is shared among members, unless it is restricted",
    "C0": "what is public",
}
CONSENSUS, EITHER = "consensus", "consensus_or_silence"
PROCEDURAL, ANY = "procedural", "any"
HEADINGS: Mapping[str, str] = {
    "name": "Name",
    "objective": "Objective",
    "legal_nature": "Legal nature",
    "treaties": "Relation to Articles IX, XI and XII of the Outer Space Treaty",
    "participation": "Classes of participation and admission",
    "plenary": "Plenary and rotation of the chair",
    "groups": "Working groups",
    "secretariat": "Secretariat and funding",
    "decisions": "Decision rule",
    "information": "Categories of information",
    "confidentiality": "Confidentiality",
    "consultation": "Steps of consultation",
    "disputes": "Relation to the settlement of disputes",
    "amendment": "Amendment",
    "review": "Review",
    "withdrawal": "Withdrawal",
    "languages": "Languages",
}
"""What a charter should speak of; a missing heading is warned about and refuses nothing."""


def _value(kind: str, words: str, options: Mapping[str, str] | None = None, section: str = "") -> dict[str, Any]:
    return {"kind": kind, "words": words, "options": options or {}, "section": section, "of": Period}


def _period(words: str, section: str = "") -> dict[str, Any]:
    return _value("period", words, section=section)


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """One class of participation: who may be in it, and what it may do and see."""

    key: str
    who: str = field(metadata=_value("text", "who may be in it"))
    kinds: tuple[str, ...] = field(metadata=_value("choices", "kinds that may apply", KINDS))
    speak: str = field(metadata=_value("choice", "may speak", {YES: "yes", INVITED: "on invitation", NO: "no"}))
    propose: bool = field(metadata=_value("yes_no", "may propose"))
    block: bool = field(metadata=_value("yes_no", "may block consensus and break a silence"))
    sees: str = field(metadata=_value("choice", "sees", LEVELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """One charter as its file writes it."""

    key: str
    title: str
    says: str
    note: str
    classes: tuple[Class, ...]
    founding: tuple[str, ...]
    checklist: Mapping[str, str]
    sources: Mapping[str, Citation] = field(repr=False)

    legal_nature: str = field(metadata=_value("text", "Legal nature", section="The mechanism"))
    body: str = field(metadata=_value("party", "Body under which it stands"))
    committee: str = field(
        metadata=_value(
            "committee",
            "Who may be founding member",
            {"any": "those named", "committee": "every member of the Committee"},
        )
    )
    chairs: tuple[str, ...] = field(metadata=_value("parties", "Chairs"))
    secretariat: str = field(metadata=_value("party", "Secretariat"))
    languages: tuple[str, ...] = field(metadata=_value("choices", "Languages of what lies under silence", LANGUAGES))

    admission: str = field(
        metadata=_value(
            "choice",
            "Admission",
            {EITHER: "by consensus in plenary or unbroken silence", CONSENSUS: "by consensus in plenary"},
            section="Participation",
        )
    )
    refusals: str = field(
        metadata=_value("choice", "Times without consensus after which an applicant is refused", {"2": "two"})
    )
    completeness: Period = field(metadata=_period("Check by the secretariat that an application is complete"))
    admission_silence: Period = field(metadata=_period("Silence on an admission"))
    reapply: Period = field(metadata=_period("Time after a refusal before a new application"))
    leaving: Period = field(metadata=_period("Time until a notice of leaving takes effect"))

    decision_rule: str = field(metadata=_value(
        "choice", "Decisions", {EITHER: "by consensus, or by unbroken silence", CONSENSUS: "by consensus"},
        section="Decisions",
    ))  # fmt: skip
    silence: Period = field(metadata=_period("Silence"))
    silence_least: Period = field(metadata=_period("Shortest silence"))
    silence_extension: Period = field(metadata=_period("Extension of a silence, once"))
    silence_scope: str = field(
        metadata=_value(
            "choice",
            "What may lie under silence",
            {PROCEDURAL: "procedural points, unless agreed otherwise", ANY: "anything"},
        )
    )
    letter: Period = field(metadata=_period("Aim for the chair's letter after a silence"))
    circulation: Period = field(metadata=_period("Circulation of a proposal before a meeting"))

    inputs: Period = field(metadata=_period("Contributions to the charter", section="Drafting of the charter"))
    text_comments: Period = field(metadata=_period("Comments on a tabled text"))
    redraft: Period = field(metadata=_period("Time for a redraft"))

    lead: Period = field(metadata=_period("Notice of an activity before it begins", section="Notices of activity"))
    acknowledgement: Period = field(metadata=_period("Acknowledgement of a notice by the secretariat"))
    comments: Period = field(metadata=_period("Comments on a notice, and screening"))
    talks: Period = field(metadata=_period("Opening of talks on an overlap"))
    consultation: Period = field(metadata=_period("Consultation"))
    consultation_extension: Period = field(metadata=_period("Extension of a consultation by agreement"))
    arrangement_silence: Period = field(metadata=_period("Silence on an arrangement"))
    arrangement_review: Period = field(metadata=_period("Review of an arrangement"))
    arrangement_ending: Period = field(metadata=_period("Notice that an arrangement ends"))
    change: Period = field(metadata=_period("Screening of a changed activity"))
    application: Period = field(metadata=_period("Talks on the application of an arrangement"))

    def of(self, key: str) -> Class:
        """Give a class by its key."""
        return next(one for one in self.classes if one.key == key)

    def cite(self, name: str) -> Citation:
        """Cite what gives a value: the product, where the file names no other source."""
        return self.sources.get(name, PRODUCT)

    @property
    def missing(self) -> tuple[str, ...]:
        """The headings of the checklist of which it does not speak."""
        return tuple(words for key, words in HEADINGS.items() if key not in self.checklist)

    def with_right(self, right: str) -> tuple[str, ...]:
        """Give the classes that have a right: `speak`, `propose` or `block`; on invitation is no right."""
        return tuple(one.key for one in self.classes if getattr(one, right) in (True, YES))


CHARTER_VALUES: Mapping[str, Mapping[str, Any]] = {f.name: f.metadata for f in fields(Charter) if "kind" in f.metadata}
CLASS_VALUES: Mapping[str, Mapping[str, Any]] = {f.name: f.metadata for f in fields(Class) if f.metadata}
