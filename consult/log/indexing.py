"""The index of a bundle: what is in it, for programs, for a table, and for people.

`index.json` names every entry, paper, edition and document, with what the opened fields say of it; the verifier
compares the two. `index.csv` is the same as a table. `index.html` is for reading, with links into the
bundle; it loads nothing.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from consult import words
from consult.documents.naming import clean_name
from consult.documents.offline import page_html, safe
from consult.documents.rows import ERASED
from consult.i18n import _, ngettext
from consult.log.evidence import Attachment, Evidence, Line, Paper
from workflows.kernel.frozen import dataclass

VERSION = "1"
LONGEST_NAME = 150
COLUMNS = (
    "seq",
    "n",
    "on",
    "recorded_at",
    "step",
    "sentence",
    "party",
    "office",
    "power",
    "represented_by",
    "level",
    "words",
    "text",
    "documents",
)
_PLAIN = re.compile("[^0-9A-Za-z._-]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """Who takes a bundle, when, of which host, in which language it is written, and what each party is called."""

    party: str
    at: datetime
    host: str
    language: str
    direction: str
    names: Mapping[str, str]


def name_documents(attachments: Sequence[Attachment]) -> dict[str, str]:
    """Give each document, by digest, the name of its file: number, party, and its own name as any computer takes it."""
    return {each.digest: f"documents/{n:03}-{_named(each)}" for n, each in enumerate(attachments, start=1)}


def _named(each: Attachment) -> str:
    name = safe(f"{each.party}-{clean_name(each.name)}")
    ending = PurePosixPath(name).suffix[:12]
    while len(name.encode()) > LONGEST_NAME:
        name = f"{name[: len(name) - len(ending) - 1].rstrip('. ')}{ending}"
    return name


def name_text(line: Line) -> str:
    """Give the name of the readable text of an act."""
    act = line.entry.act if line.entry else None
    said = f"{act.n:04}-{act.party}-{act.step}" if act else f"{line.given.seq:04}"
    return f"texts/{_PLAIN.sub('_', said)[:160]}.html"


def name_words(line: Line) -> str:
    """Give the name of the file with the words of a paper; empty where it has none."""
    if line.paper is None or line.paper.words is None:
        return ""
    return f"filings/{line.paper.digest}.json" if line.paper.digest else f"parts/{line.given.seq}.json"


def index_of(evidence: Evidence, taken: Taken, held: Mapping[str, int]) -> dict[str, Any]:
    """Draw up the index; `held` says how many bytes each document has that is in the store."""
    names = name_documents(evidence.attachments)
    documents = [_document(each, names, held) for each in evidence.attachments]
    of: dict[int, list[str]] = {}
    for each in documents:
        for seq in each["entries"]:
            of.setdefault(seq, []).append(each["path"])
    return {
        "v": VERSION,
        "kind": evidence.kind,
        "set": str(evidence.reach),
        "taken_by": taken.party,
        "taken_at": taken.at.isoformat(),
        "host": taken.host,
        "language": taken.language,
        "exercise": evidence.exercise,
        "case": _case(evidence),
        "entries": [_entry(line, [path for path in of.get(line.given.seq, ()) if path]) for line in evidence.lines],
        "documents": documents,
        "editions": sorted(evidence.editions),
        "parties": {key: taken.names[key] for key in sorted(_parties(evidence)) if key in taken.names},
    }


def _case(evidence: Evidence) -> dict[str, Any] | None:
    if evidence.case is None or evidence.procedure is None:
        return None
    return {
        "ref": evidence.case.ref,
        "title": evidence.title,
        "procedure": evidence.procedure.key,
        "procedure_title": evidence.procedure.title,
        "state": _state(evidence),
    }


def _state(evidence: Evidence) -> dict[str, Any] | None:
    """Give where the case stands as the last entry says that opens where it went."""
    for line in reversed(evidence.lines):
        to = line.given.values.get("to")
        if line.entry and isinstance(to, dict) and to.get("case") and evidence.procedure:
            return {"key": to["case"], "title": evidence.procedure.state(to["case"]).title, "entry": line.given.seq}
    return None


def _entry(line: Line, documents: list[str]) -> dict[str, Any]:
    """Say of an entry what its opened fields say, and of an act what it is called and where its files are."""
    values = line.given.values
    act, actor, time = (values.get(name) or {} for name in ("act", "actor", "time"))
    said = {
        "seq": line.given.seq,
        **{name: act.get(name) for name in ("step", "kind", "track", "edition")},
        **{name: actor.get(name) for name in ("party", "office")},
        **{name: actor[name] for name in ("power", "represented_by") if name in actor},
        **{name: time.get(name) for name in ("on", "recorded_at")},
        "case": values.get("case"),
    }
    if line.entry is None:
        return said
    paper = line.paper
    said |= {"n": line.n, "level": line.entry.act.level, "sentence": line.sentence, "documents": documents}
    said["filing"] = paper.digest if paper else ""
    if paper is not None:
        said["paper"] = _paper(paper, line)
    return said


def _paper(paper: Paper, line: Line) -> dict[str, Any]:
    """Say what was filed, where its words and its readable text are, and what became of it since."""
    return {
        "title": paper.spec.title,
        "language": paper.language,
        "part": paper.is_part,
        "erased": paper.is_erased,
        "struck": paper.is_struck,
        "words": name_words(line),
        "text": name_text(line) if line.text else "",
    }


def _document(each: Attachment, names: Mapping[str, str], held: Mapping[str, int]) -> dict[str, Any]:
    return {
        "path": names[each.digest] if each.digest in held else "",
        "sha256": each.digest,
        "name": each.name,
        "media": each.media,
        "size": held.get(each.digest, each.size),
        "party": each.party,
        "level": each.level,
        "language": each.language,
        "erased": each.name == ERASED,
        "entries": list(each.entries),
    }


def _parties(evidence: Evidence) -> Iterator[str]:
    for line in evidence.lines:
        actor = line.given.values.get("actor") or {}
        yield str(actor.get("party"))
        yield from actor.get("represented_by", ())[-1:]
    yield from (each.party for each in evidence.attachments)


def index_json(index: Mapping[str, Any]) -> bytes:
    """Write the index for programs."""
    return (json.dumps(index, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def index_csv(index: Mapping[str, Any]) -> bytes:
    """Write the index as a table: UTF-8 with a mark, so that spreadsheets read it; no cell begins a formula."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for entry in index["entries"]:
        paper = entry.get("paper") or {}
        row = {**entry, "words": paper.get("words"), "text": paper.get("text")}
        row |= {name: " | ".join(entry.get(name) or ()) for name in ("documents", "power", "represented_by")}
        table.writerow([_cell(row.get(name)) for name in COLUMNS])
    return "\ufeff".encode() + out.getvalue().encode()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def index_html(index: Mapping[str, Any], direction: str) -> bytes:
    """Write the index for people."""
    case = index["case"]
    title = (
        f"{case['ref']} {case['title'] or case['procedure_title']}"
        if case
        else _("Entries of %(who)s", who=index["taken_by"])
    )
    body = "".join((*_head(index), *_table(index), *_documents(index)))
    return page_html(title, index["language"], direction, body)


def _head(index: Mapping[str, Any]) -> Iterator[str]:
    case, count = index["case"], len(index["entries"])
    facts = [
        (_("Set"), index["set"]),
        (_("Taken"), f"{index['taken_at']} · {index['taken_by']}"),
        (_("Host"), index["host"]),
    ]
    if case:
        facts[:0] = [(_("Procedure"), case["procedure_title"])]
        facts += [(_("State, as these entries tell it"), case["state"]["title"])] if case["state"] else []
    facts.append((_("Entries"), ngettext("%(num)s entry", "%(num)s entries", count)))
    yield "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"


def _capacity(entry: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Say under which kind of instrument somebody acted, and through which other party, where the entry opens it."""
    if power := entry.get("power"):
        yield words.name(words.POWER, power[0])
    if through := entry.get("represented_by"):
        yield _("through %(party)s, on its behalf", party=names.get(through[-1], through[-1]))


def _table(index: Mapping[str, Any]) -> Iterator[str]:
    heads = (_("Entry"), _("Act"), _("Date in law"), _("What"), _("By"), _("Level"), _("Files"))
    yield "<table><thead><tr>" + "".join(f"<th scope=col>{escape(one)}</th>" for one in heads) + "</tr></thead><tbody>"
    for entry in index["entries"]:
        names, seq = index["parties"], entry["seq"]
        by = ", ".join(
            filter(None, (names.get(entry["party"], entry["party"]), entry["office"], *_capacity(entry, names)))
        )
        on = str(entry["on"] or "")[:16].replace("T", " ")
        files = "<br>".join(_links(entry, seq))
        cells = (
            str(entry.get("n", "")),
            on,
            entry.get("sentence") or entry["step"] or _("sealed"),
            by,
            entry.get("level", ""),
        )
        shown = "".join(f"<td dir=auto>{escape(str(one or ''))}</td>" for one in cells)
        yield f"<tr><th scope=row>{seq}</th>{shown}<td>{files}</td></tr>"
    yield "</tbody></table>"


def _links(entry: Mapping[str, Any], seq: int) -> Iterator[str]:
    paper = entry.get("paper") or {}
    if paper.get("text"):
        yield link(paper["text"], paper["title"]) + (f" ({escape(_('in part'))})" if paper["part"] else "")
    elif paper.get("erased"):
        yield escape(_("The words of this paper were erased."))
    if paper.get("struck"):
        yield escape(_("This paper is struck from the record."))
    if paper.get("words"):
        yield link(paper["words"], "JSON")
    yield from (link(path, path.removeprefix("documents/")) for path in entry.get("documents") or ())
    yield link(f"openings/{seq}.json", _("openings"))


def _documents(index: Mapping[str, Any]) -> Iterator[str]:
    if not index["documents"]:
        return
    yield f"<h2>{escape(_('Documents'))}</h2><table><thead><tr>"
    yield "".join(f"<th scope=col>{escape(one)}</th>" for one in (_("File"), _("Name as filed"), _("Level"), "SHA-256"))
    yield "</tr></thead><tbody>"
    for each in index["documents"]:
        absent = _("erased by rule; its digest is held") if each["erased"] else _("not in the store of the host")
        file = link(each["path"], each["path"]) if each["path"] else escape(absent)
        cells = "".join(f"<td dir=auto>{escape(each[name])}</td>" for name in ("name", "level", "sha256"))
        yield f"<tr><td>{file}</td>{cells}</tr>"
    yield "</tbody></table>"


def link(path: str, words: str) -> str:
    """Write a link to another file of the bundle."""
    return f'<a href="{escape(quote(path, safe="/"))}">{escape(words)}</a>'
