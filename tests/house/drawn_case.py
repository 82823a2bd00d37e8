"""A case as it is drawn on its page, read back from the markup part by part, for comparison with what a machine gets.

Read are the parts in their order: head, state, steps with their reasons, papers, timeline, limits, relations, who takes
part, documents, links. What the page leaves out, such as a key, is not read here.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import html  # type: ignore[import-untyped] # it comes with python-docx, without types

Part = dict[str, Any]


def words(found: Any) -> str:
    """Give the words of an element as a reader reads them."""
    return " ".join(str(found.text_content()).split())


def first(of: Any, path: str) -> str:
    """Give the words of the first element on a path; nothing where there is none."""
    found = of.xpath(path)
    return words(found[0]) if found else ""


def has(name: str) -> str:
    """Write the condition that an element is of a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def drawn_case(page: str) -> Part:
    """Read a page of a case."""
    main = html.fromstring(page).xpath("//main")[0]
    return {
        "head": head(main),
        "state": state(part(main, "where-title")),
        "steps": steps(part(main, "offers-title")),
        "drafts": drafts(part(main, "offers-title")),
        "acts": list(acts(part(main, "timeline-title"))),
        "limits": limits(part(main, "limits-title")),
        "standards": standards(part(main, "limits-title")),
        "tracks": tracks(part(main, "tracks-title")),
        "people": [words(one) for one in listed(part(main, "people-title"), "./ul/li")],
        "activity": first(main, "//section[@aria-labelledby='people-title']/p").rpartition(": ")[2],
        "documents": documents(part(main, "documents-title")),
        "links": links(part(main, "links-title")),
    }


def part(main: Any, title: str) -> Any | None:
    """Find a part of the page by its title."""
    found = main.xpath(f".//section[@aria-labelledby='{title}']")
    return found[0] if found else None


def listed(of: Any | None, path: str) -> list[Any]:
    """List elements of a part; none where the page has no such part."""
    return [] if of is None else list(of.xpath(path))


def head(main: Any) -> Part:
    """Read title, reference, procedure, who filed it, whether it is an exercise, its level, its subjects."""
    line = main.xpath(f".//div[{has('heading')}]//p")[0]
    subjects = main.xpath(f".//p[{has('subjects')}]/a")
    return {
        "title": first(main, ".//h1"),
        "ref": first(line, f"./span[{has('key')}]"),
        "procedure": [line.xpath("./a/@href")[0].rpartition("/")[2], first(line, "./a")],
        "filer": first(line, "./bdi"),
        "exercise": bool(line.xpath(f"./span[{has('tag-warn')}]")),
        "level": first(main, f"./p[{has('paper-head')}]"),
        "subjects": [[parse_qs(urlsplit(one.get("href")).query)["subject"][0], words(one)] for one in subjects],
    }


def state(where: Any) -> Part:
    """Read where the case stands, and its flags."""
    line = f"./p[{has('state-line')}]"
    return {
        "words": first(where, f"{line}/strong"),
        "meaning": first(where, f"{line}/span"),
        "flags": [words(one) for one in where.xpath(f"./span[{has('tag-warn')}]")],
    }


def steps(of: Any) -> dict[str, list[Part]]:
    """Read the steps by the way in which the page tells of them."""
    general = "./details[not(@class)]/div"
    return {
        "waiting": [found for one in of.xpath(f"./ul[{has('waiting')}]/li") for found in buttons(one)],
        "open": [
            {**found, "effect": first(one, f".//p[{has('offer-effect')}]"), "under": cited(one, "offer-source")}
            for one in of.xpath(f"./ul[{has('offers')} and not({has('waiting')})]/li")
            for found in buttons(one)
        ],
        "general": [found for one in of.xpath(general) for found in buttons(one)],
        "prepare": [found for one in of.xpath(f"./div[{has('acts')}]") for found in buttons(one)],
        "closed": [closed(one) for one in of.xpath(f"./details[{has('closed')}]/div")],
    }


def buttons(of: Any) -> Iterator[Part]:
    """Read what may be pressed: step, relation, title."""
    for one in of.xpath(f".//form[{has('press')}] | .//a[{has('btn')}]"):
        if one.tag == "form":
            given = {field.get("name"): field.get("value") for field in one.xpath("./input")}
            yield {"step": given["step"], "track": given["track"], "title": bare(one.xpath("./button")[0])}
        else:
            asked = urlsplit(one.get("href"))
            track = parse_qs(asked.query).get("track", [""])[0]
            yield {"step": asked.path.rpartition("/")[2], "track": track, "title": bare(one)}


def bare(button: Any) -> str:
    """Give what a button says, without its relation."""
    return " ".join(button.xpath("string(./text()[1])").split()).removesuffix(" ·")


def closed(of: Any) -> Part:
    """Read a closed step with every reason, its provisions, and the day from which it may be open."""
    return {
        "title": first(of, ".//button"),
        "reasons": [
            {
                "sentence": "".join(one.xpath("./p[1]/text()")).strip(),
                "opens_on": (one.xpath("./p[1]//time/@datetime") or [None])[0],
                "under": cited(one, "refusal-source"),
            }
            for one in of.xpath(f"./div[{has('refusal')}]")
        ],
    }


def cited(of: Any, name: str) -> list[str]:
    """Read the provisions of a line: in full where the page has them, else as they are abbreviated."""
    path = f".//p[{has(name)}]//span[{has('citation')}]"
    return [(one.xpath("./a/@title") or [first(one, "./a") or words(one)])[0] for one in of.xpath(path)]


def drafts(of: Any) -> list[Part]:
    """Read the papers in preparation."""
    return [
        {
            "ref": one.xpath("./a/@href")[0].split("/")[2],
            "ready": one.xpath("./a/@href")[0].endswith("/send"),
            "title": first(one, "./a").partition(": ")[2],
            "changed_at": one.xpath(".//time/@datetime")[0],
            "cleared": first(one, f"./span[{has('zone')}]/bdi[2]"),
            "closed": first(one, f"./span[{has('under-line')}]"),
        }
        for one in of.xpath(f"./ul[{has('draft-list')}]/li")
    ]


def acts(of: Any) -> Iterator[Part]:
    """Read the timeline."""
    for one in of.xpath("./ol/li"):
        notes = one.xpath(f"./p[{has('entry-notes')}]")[0]
        yield {
            "n": int(one.xpath("./p[2]/a/@href")[0].rpartition("/")[2]),
            "sentence": first(one, "./p[2]/a"),
            "when": one.xpath("./p[1]/time/@datetime")[0],
            "level": first(one, f".//span[{has('level-code')}]"),
            "kind": one.get("class").split()[1].removeprefix("entry-"),
            "people": [words(each) for each in notes.xpath("./span/bdi")],
            "late": "late" in [words(tag) for tag in notes.xpath(f"./span[{has('tag-warn')}]")],
            "concerns": [
                each.rpartition("/")[2] for each in notes.xpath("./span[text()[contains(., 'concerns')]]/a/@href")
            ],
            "corrects": [words(tag) for tag in notes.xpath("./span[starts-with(normalize-space(.), 'corrects act')]")],
            "system": "through a system" in words(notes),
        }


def limits(of: Any) -> list[Part]:
    """Read the time limits: those that run, then those that are over."""
    return [
        {
            "title": first(one, "./p[1]/strong"),
            "track": first(one, "./p[1]/bdi"),
            "binding": next(name for name in one.xpath("./p[1]/span/@class") if "binding-" in name).split()[-1],
            "until": (one.xpath("./p[2]/time[1]/@datetime") or [first(one, "./p[2]/span")])[0],
            "zone": first(one, "./p[2]/time[1]/following-sibling::span[1]"),
            "rule": one.xpath("string(./p[3]/text()[1])").strip().rstrip("·").strip().rstrip(","),
            "starts": (one.xpath("./p[3]/time/@datetime") or [None])[0],
            "owner": first(one, "./p[3]/bdi"),
            "mine": "turn-mine" in (one.get("class") or ""),
        }
        for one in listed(of, f".//ul[{has('limit-cards')}]/li")
    ]


def standards(of: Any) -> list[Part]:
    """Read what the law says without a number."""
    return [
        {"words": first(one, "./strong"), "until": (one.xpath("./time/@datetime") or [None])[0]}
        for one in listed(of, f"./ul[{has('standards')}]/li")
    ]


def tracks(of: Any | None) -> list[Part]:
    """Read the relations; of one that is nobody's business here the name alone."""
    return [
        {
            "name": first(one, "./p[1]/strong"),
            "of": first(one, "./p[1]/span"),
            "tags": [words(tag) for tag in one.xpath(f"./p[2]/span[{has('tag')}]")],
            "received": (one.xpath("./p[starts-with(normalize-space(.), 'Received')]/time/@datetime") or [None])[0],
        }
        for one in listed(of, "./ul/li")
    ]


def documents(of: Any | None) -> list[Part]:
    """Read the documents."""
    return [
        {
            "digest": one.xpath("./a/@href")[0].rpartition("/")[2],
            "name": first(one, "./a"),
            "level": first(one, f".//span[{has('level-code')}]"),
            "language": first(one, f"./span[{has('zone')}]").partition(" ")[0],
            "filed": "not filed yet" not in words(one),
        }
        for one in listed(of, "./ul/li")
    ]


def links(of: Any | None) -> list[Part]:
    """Read the linked cases."""
    return [
        {
            "kind": words(one.xpath("./p[1]")[0]).partition(":")[0],
            "ref": one.xpath("./p[1]/a/@href")[0].rpartition("/")[2],
            "title": first(one, "./p[1]/a/bdi"),
            "state": first(one, f"./p[2]/span[{has('tag')}]"),
        }
        for one in listed(of, "./ul/li")
    ]
