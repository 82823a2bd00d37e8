"""“Which procedure?”: the question in eight parts, and the answer with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from consult.citations import Cited, cite, law
from consult.i18n import _, ngettext
from consult.library.asking import Unasked, read_question
from consult.pages.fields import FormField, Option
from workflows import Form
from workflows.advising import Counsel, Forum, Said, Way, advise, matters
from workflows.kernel.advice import PLACES, SIDES, STAGES
from workflows.kernel.frozen import dataclass
from workflows.parties import parties

OTHERS = 3
"""How many others can be named at least; one more is asked for than were given."""
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SaidView:
    """One sentence with what it rests on; `grade` is how a fact about a party was checked."""

    text: str
    cited: tuple[Cited, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class WayView:
    """One procedure of the answer."""

    key: str
    title: str
    opens: bool
    parties: tuple[str, ...]
    why: tuple[SaidView, ...]
    status: tuple[SaidView, ...]
    cautions: tuple[SaidView, ...]
    barred: tuple[SaidView, ...]
    party_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForumView:
    """Another forum; `whole` where nothing of the matter is here."""

    name: str
    said: SaidView
    whole: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What applies, what is barred, and who else it is for; `heard` says the facts again in one line."""

    heard: str
    on: date
    ways: tuple[WayView, ...]
    barred: tuple[WayView, ...]
    elsewhere: tuple[ForumView, ...]


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """The question, and its answer where it was put."""

    title: str
    matter: FormField
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    fields: tuple[FormField, ...]
    others: tuple[FormField, ...]
    answer: Answer | None

    @property
    def asked(self) -> tuple[FormField, ...]:
        """Give every field in its order, for the list of faults."""
        return (self.matter, *self.fields, *self.others)


def advice_page(forms: Mapping[str, Form], given: Given, own: str, today: date) -> AdvicePage:
    """Draw up the page: without an answer where nothing was asked, with the faults where it cannot be read."""
    faults: Mapping[str, str] = {}
    answer = None
    if "matter" in given:
        try:
            answer = _answer(advise(read_question(given, today), forms), forms)
        except Unasked as fault:
            faults = fault.faults
    asked = {"own": (own,), "on": (today.isoformat(),), **{name: tuple(texts) for name, texts in given.items()}}
    return AdvicePage(
        _("Which procedure?"),
        _filled(FormField("matter", _("What happened, or is planned?"), "choice"), asked, faults),
        _groups(),
        tuple(_filled(one, asked, faults) for one in _fields()),
        tuple(_others(tuple(asked.get("other", ())), faults.get("other", ""))),
        answer,
    )


def _filled(one: FormField, asked: Given, faults: Mapping[str, str]) -> FormField:
    return replace(one, given=tuple(asked.get(one.name, ())), error=faults.get(one.name, ""))


def _groups() -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Give the matters as they stand together."""
    groups: dict[str, list[Option]] = {}
    for one in matters().values():
        groups.setdefault(one.group, []).append(Option(one.key, law(one.title)))
    return tuple((law(group), tuple(options)) for group, options in groups.items())


def _fields() -> tuple[FormField, ...]:
    return (
        FormField("stage", _("How far is it?"), "choice", options=_options(STAGES)),
        FormField("where", _("Where?"), "choice", options=_options(PLACES)),
        FormField("whose", _("Whose is it?"), "choice", options=_options(SIDES)),
        FormField(
            "on",
            _("On which day?"),
            "date",
            required=False,
            help=_("Who is bound by a treaty is looked up for that day; empty is today."),
        ),
        FormField("own", _("For whom do you ask?"), "choice", options=_parties()),
    )


def _others(given: tuple[str, ...], error: str) -> list[FormField]:
    """Ask for the others, each in a field of its own, with an empty one to go on."""
    named = tuple(text for text in given if text.strip())
    rows = max(OTHERS, len(named) + 1)
    label = _("Who else is concerned?")
    return [
        FormField(
            "other",
            label if n == 0 else _("And who else? (%(number)s)", number=n + 1),
            "choice",
            named[n : n + 1],
            _parties(),
            required=False,
            error=error if n == 0 else "",
        )
        for n in range(rows)
    ]


def _options(words: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, law(text)) for key, text in words.items())


def _parties() -> tuple[Option, ...]:
    """Offer whoever can be party to a treaty, by name."""
    known = (Option(key, law(fact.name)) for key, fact in parties().items() if fact.may_be_party)
    return tuple(sorted(known, key=lambda one: one.label))


def _answer(counsel: Counsel, forms: Mapping[str, Form]) -> Answer:
    heard = counsel.heard
    facts = (matters()[heard.matter].title, STAGES[heard.stage], PLACES[heard.place], SIDES[heard.side])
    who = (_name(heard.own), *map(_name, heard.others))
    return Answer(
        " · ".join((*map(law, facts), ", ".join(who))),
        heard.on,
        tuple(_way(one, forms) for one in counsel.ways),
        tuple(_way(one, forms) for one in counsel.barred),
        tuple(_forum(one) for one in counsel.elsewhere),
    )


def _way(one: Way, forms: Mapping[str, Form]) -> WayView:
    why, status, cautions, barred = (tuple(map(_said, of)) for of in (one.why, one.status, one.cautions, one.barred))
    opens = not forms[one.key].rooms_by
    return WayView(
        one.key, law(one.title), opens, tuple(map(_name, one.parties)), why, status, cautions, barred, one.parties
    )


def _forum(one: Forum) -> ForumView:
    return ForumView(law(one.name), SaidView(law(one.says), (cite(one.under),), ""), one.whole)


def _said(one: Said) -> SaidView:
    return SaidView(law(one.says), tuple(map(cite, one.under)), one.grade)


def _name(key: str) -> str:
    return law(parties()[key].name)


def summary(counsel: Counsel) -> str:
    """Say in one line what was found."""
    applying = ngettext("%(num)s procedure applies", "%(num)s procedures apply", len(counsel.ways))
    barred = ngettext("%(num)s is barred", "%(num)s are barred", len(counsel.barred))
    return _("%(applying)s; %(barred)s.", applying=applying, barred=barred)
