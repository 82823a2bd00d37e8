"""A form as values: what the templates need to draw a filing, and nothing else."""

from dataclasses import field

from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen; options of one `group` stand together."""

    value: str
    label: str
    chosen: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One input of a question.

    `type` is text, textarea, date, time, select, radios, ticks, static or hidden; `part` names it inside its question
    and is empty where the question is asked by one input. The value is what was typed, whether it can be read or not.
    """

    name: str
    id: str
    type: str
    part: str = ""
    label: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    width: str = ""
    mode: str = ""
    errors: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[Option, ...]:
        """Answer the options that are chosen."""
        return tuple(one for one in self.options if one.chosen)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        """Answer the options by group, in order."""
        names = dict.fromkeys(one.group for one in self.options)
        return tuple((name, tuple(one for one in self.options if one.group == name)) for name in names)


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """The provision that asks a question: its citation, title and paraphrase, its binding and how it was checked."""

    citation: str
    instrument: str
    provision: str
    binding: str
    grade: str
    title: str = ""
    says: str = ""
    href: str = ""
    is_product: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One entry of a list, with the value of the button that removes it."""

    number: int
    id: str
    name: str
    remove: str
    fields: tuple["FieldView", ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question with its inputs, what was answered, and what is wrong.

    `need` is required, as_known or optional; `layout` names the partial that draws it; `section` is the heading of the
    part that begins here; `other` is what another text says here, where it says something else.
    """

    name: str
    path: str
    id: str
    label: str
    kind: str
    layout: str
    need: str
    provision: ProvisionView
    controls: tuple[Control, ...] = ()
    fields: tuple["FieldView", ...] = ()
    rows: tuple[RowView, ...] = ()
    add: str = ""
    table: str = ""
    columns: tuple[str, ...] = ()
    help: str = ""
    level: str = ""
    may_be_unknown: bool = False
    unknown: bool = False
    withholdable: bool = False
    withheld: str = ""
    categories: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    answered: bool = False
    section: str = ""
    other: "ReadField | None" = None

    @property
    def control(self) -> Control:
        """Answer the only input, or the first."""
        return self.controls[0]

    @property
    def anchor(self) -> str:
        """Answer where a reader is put who wants to answer: the only input, else the question."""
        return self.control.id if self.is_alone else self.id

    @property
    def is_alone(self) -> bool:
        """Tell whether one plain input asks the question, so that its label can name it."""
        return self.layout == "line"

    @property
    def all_errors(self) -> tuple[str, ...]:
        """Answer what is wrong with the question and with its inputs."""
        return self.errors + tuple(sentence for one in self.controls for sentence in one.errors)

    @property
    def described(self) -> str:
        """Answer the ids of what explains the question, for its inputs."""
        ids = [f"{self.id}-help"] * bool(self.help) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A few questions under one heading, and the provisions that ask them."""

    id: str
    title: str
    fields: tuple[FieldView, ...]
    provisions: tuple[ProvisionView, ...] = ()
    answered: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A question that is asked and not answered yet."""

    label: str
    anchor: str
    need: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is asked has been answered; what is declared unknown or withheld counts as answered."""

    answered: int
    asked: int
    missing: tuple[Missing, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list of faults above the form; no anchor where no question belongs to it."""

    label: str
    sentence: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """A whole filing as a form."""

    key: str
    title: str
    language: str
    sections: tuple[SectionView, ...]
    completeness: Completeness
    faults: tuple[Fault, ...] = ()

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """Answer the questions of all sections."""
        return tuple(one for section in self.sections for one in section.fields)


@dataclass(frozen=True, slots=True)
class Attached:
    """A document named in a filing, as it is read: its name, where it can be fetched, and its digest."""

    digest: str
    name: str
    href: str = ""
    level: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReadField:
    """One answer as it is read: lines of text, or entries of a list or group, or a note why there is none.

    `state` is given, unanswered, unknown, withheld or redacted; `note` says the last three in words.
    """

    key: str
    label: str
    kind: str
    state: str
    provision: ProvisionView
    level: str = ""
    lines: tuple[str, ...] = ()
    note: str = ""
    documents: tuple[Attached, ...] = ()
    entries: tuple[tuple["ReadField", ...], ...] = field(default=())

    @property
    def is_given(self) -> bool:
        """Tell whether there is an answer to read."""
        return self.state == "given"
