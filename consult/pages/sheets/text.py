"""The sheet of a text that parties draft together: clause by clause with who assents, what is needed to sign it, the
difference of two versions, and every version.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from consult import drafts
from consult.casebook.drafting import Drafted
from consult.citations import law
from consult.pages.cases.lines import write_sentence
from consult.pages.cases.waiting import open_to_party
from consult.pages.joint_text import drafters, read_text
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.signing import SignLine, sign_lines
from consult.refusals import Unknown
from consult.visibility import may_see_track
from workflows.kernel.assents import ClauseStanding, Opinion, Version
from workflows.kernel.case import Track
from workflows.kernel.comparing import ClauseChange, compare_clauses
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheet_of_text import ASSENT, DRAFTING, TABLE, WITHHOLD, TextSheet


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a party said on the wording of a clause: the act, and the words with which it withheld its assent."""

    party: str
    n: int
    on: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause of the version on the table, and who assents to its wording."""

    key: str
    heading: str
    text: str
    since: int
    assents: tuple[SaidLine, ...]
    withheld: tuple[SaidLine, ...]
    lacks: tuple[str, ...]
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version: its number in order, its act, who tabled it and when."""

    number: int
    n: int
    party: str
    on: datetime
    note: str
    clauses: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions that were chosen, and what changed from the first to the second."""

    old: VersionLine
    new: VersionLine
    changes: tuple[ClauseChange, ...]

    @property
    def is_same(self) -> bool:
        """Say whether nothing changed."""
        return all(change.kind == "unchanged" and not change.moved for change in self.changes)


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A signature that is on record, and the version whose clauses it has (none where it has others)."""

    n: int
    sentence: str
    on: datetime
    version: VersionLine | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper on the text that one's party is preparing."""

    ref: str
    title: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """One of several relations, each with a text of its own."""

    key: str
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class TextBody:
    """Everything that the sheet shows."""

    tracks: tuple[TrackChoice, ...]
    track: str
    clauses: tuple[ClauseLine, ...]
    versions: tuple[VersionLine, ...]
    comparison: Comparison | None
    signing: tuple[SignLine, ...]
    signed: tuple[SignedLine, ...]
    papers: tuple[PaperLine, ...]
    table: str
    assent: str
    withhold: str

    @property
    def present(self) -> VersionLine | None:
        """The version on the table."""
        return self.versions[0] if self.versions else None

    @property
    def agreed(self) -> int:
        """How many clauses everybody has assented to."""
        return sum(1 for clause in self.clauses if clause.is_agreed)


def text_sheet(asked: Asked, sheet: TextSheet) -> TextBody:
    """Draw up the sheet; a track that is not there for the viewer is unknown."""
    tracks = _tracks(asked, sheet)
    track = _chosen(asked, tracks)
    if sheet.set and track is None:
        return TextBody((), "", (), (), None, (), (), (), "", "", "")
    text = read_text(asked.conn, asked.viewer, asked.seen, sheet, track)
    parties = drafters(asked.conn, asked.docket, asked.seen, track, asked.now)
    versions = tuple(_version(i, one, asked.names) for i, one in enumerate(text.versions, 1))
    may = _may(asked, track)
    return TextBody(
        tracks=tuple(TrackChoice(one.key, _name(asked, one), one is track) for one in tracks),
        track=track.key if track else "",
        clauses=tuple(_clause(asked, one, parties) for one in text.standing),
        versions=versions[::-1],
        comparison=_comparison(asked, text, versions),
        signing=sign_lines(asked, sheet, track, text),
        signed=_signed(asked, text, versions),
        papers=_papers(asked, sheet, track),
        table=may.get(TABLE, ""),
        assent=may.get(ASSENT, "") if text.versions else "",
        withhold=may.get(WITHHOLD, "") if text.versions else "",
    )


def _tracks(asked: Asked, sheet: TextSheet) -> tuple[Track, ...]:
    """List the tracks with a text of their own that the viewer may see."""
    tracks = asked.seen.case.tracks.values()
    return tuple(
        t
        for t in tracks
        if t.set == sheet.set
        and may_see_track(asked.viewer, asked.membership, t.key, *asked.seen.procedure.audience_of_track(t.key))
    )


def _chosen(asked: Asked, tracks: Sequence[Track]) -> Track | None:
    named = asked.args.get("track", "")
    if not named:
        return tracks[0] if tracks else None
    found = next((track for track in tracks if track.key == named), None)
    if found is None:
        raise Unknown
    return found


def _name(asked: Asked, track: Track) -> str:
    return asked.names.get(track.party or "", track.name)


def _may(asked: Asked, track: Track | None) -> dict[str, str]:
    """Give the titles of the steps of drafting that this person may begin, for itself or for others of the party."""
    key = track.key if track else ""
    open_now = open_to_party(asked.conn, asked.docket, asked.standing, asked.seen, asked.now, steps=DRAFTING)
    rows = asked.seen.procedure.rows
    return {step: law(rows[step][0].title) for step in DRAFTING if (step, key) in open_now}


def _clause(asked: Asked, one: ClauseStanding, parties: Sequence[str]) -> ClauseLine:
    lacking = one.lacks(parties)
    return ClauseLine(
        key=one.clause.key,
        heading=one.clause.heading,
        text=one.clause.text,
        since=one.since,
        assents=tuple(_said(asked, opinion) for opinion in one.assents),
        withheld=tuple(_said(asked, opinion) for opinion in one.withheld),
        lacks=tuple(asked.names.get(p, p) for p in lacking if p not in one.said),
        is_agreed=not lacking,
    )


def _said(asked: Asked, opinion: Opinion) -> SaidLine:
    return SaidLine(asked.names.get(opinion.by, opinion.by), opinion.n, opinion.on, opinion.words)


def _version(number: int, one: Version, names: Mapping[str, str]) -> VersionLine:
    return VersionLine(number, one.n, names.get(one.by, one.by), one.on, one.note, len(one.clauses))


def _comparison(asked: Asked, text: Drafted, lines: Sequence[VersionLine]) -> Comparison | None:
    """Compare the versions that were asked for, else the last two; what is not asked for in numbers is not."""
    if len(text.versions) < 2:
        return None
    last = len(text.versions) - 1
    old, new = _asked_version(asked, text, "from", last - 1), _asked_version(asked, text, "to", last)
    changes = compare_clauses(text.versions[old].clauses, text.versions[new].clauses)
    return Comparison(lines[old], lines[new], changes)


def _asked_version(asked: Asked, text: Drafted, name: str, otherwise: int) -> int:
    named = asked.args.get(name, "")
    numbers = [str(version.n) for version in text.versions]
    return numbers.index(named) if named in numbers else otherwise


def _signed(asked: Asked, text: Drafted, lines: Sequence[VersionLine]) -> tuple[SignedLine, ...]:
    found = []
    for one in text.signed:
        same = [line for line, v in zip(lines, text.versions, strict=True) if v.clauses == one.clauses]
        sentence = write_sentence(one.entry, asked.seen, asked.names)
        found.append(SignedLine(one.entry.act.n, sentence, one.entry.act.on, same[-1] if same else None))
    return tuple(found)


def _papers(asked: Asked, sheet: TextSheet, track: Track | None) -> tuple[PaperLine, ...]:
    """List what one's party is preparing on this text."""
    key = track.key if track else None
    return tuple(
        PaperLine(row.ref, law(asked.seen.procedure.rows[row.step][0].title), row.changed_at)
        for row in drafts.drafts_of(asked.conn, asked.standing, asked.seen.row.id)
        if row.step in sheet.steps and (not sheet.set or row.track == key)
    )
