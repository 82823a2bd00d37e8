"""A case as a machine gets it, in the parts in which its page is read back (`drawn_case`)."""

import re
from datetime import datetime
from typing import Any

from tests.house.drawn_case import Part

Found = dict[str, Any]
BARE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Give words as they are read."""
    return BARE.sub(" ", text).strip()


def instant(written: str | None) -> str | None:
    """Write an instant as pages do."""
    return datetime.fromisoformat(written).isoformat() if written else None


def told_case(case: Found) -> Part:
    """Put the answer of the API in the parts of the page."""
    return {
        "head": {
            "title": plain(case["title"]),
            "ref": case["ref"],
            "procedure": [case["procedure"]["key"], case["procedure"]["words"]],
            "filer": case["filer_name"],
            "exercise": case["exercise"],
            "level": plain(case["level_note"]),
            "subjects": [[one["key"], one["words"]] for one in case["subjects"]],
        },
        "state": {"words": case["state"]["words"], "meaning": case["state"]["meaning"], "flags": case["flags"]},
        "steps": steps(case),
        "drafts": [draft(one) for one in case["drafts"]],
        "acts": [act(one) for one in case["acts"]],
        "limits": [limit(one) for one in case["deadlines"]],
        "standards": [{"words": one["words"], "until": one["until"]} for one in case["standards"]],
        "tracks": [track(one) for one in case["tracks"]],
        "people": [
            plain(f"{one['name']}, " + ", ".join(role["words"] for role in one["roles"]))
            for one in case["participants"]
        ],
        "activity": case["activity"],
        "documents": [
            {
                "digest": one["digest"],
                "name": plain(one["name"]),
                "level": one["level"],
                "language": one["language"],
                "filed": bool(one["act"]),
            }
            for one in case["documents"]
        ],
        "links": [{name: plain(one[name]) for name in ("kind", "ref", "title", "state")} for one in case["links"]],
    }


def steps(case: Found) -> dict[str, list[Part]]:
    """Put the offers by the way in which the page tells of them."""
    offers = case["offers"]
    return {
        "waiting": [button(one) for one in offers if one["way"] == "waiting"],
        "open": [
            {**button(one), "effect": plain(one["effect"]), "under": [source(each) for each in one["under"]]}
            for one in offers
            if one["way"] == "open" and not one["common"]
        ],
        "general": [button(one) for one in offers if one["way"] == "open" and one["common"]],
        "prepare": [button(one) for one in offers if one["way"] == "prepare"],
        "closed": [
            {
                "title": titled(one),
                "reasons": [
                    {
                        "sentence": plain(reason["sentence"]),
                        "opens_on": reason["opens_on"],
                        "under": [each["words"] for each in reason["under"]],
                    }
                    for reason in one["refusals"]
                ],
            }
            for one in offers
            if one["way"] == "closed"
        ],
    }


def source(one: Found) -> str:
    """Give a provision as the page abbreviates it."""
    return "product default" if one["binding"] == "DEFAULT" else str(one["words"])


def button(one: Found) -> Part:
    """Give a step as it may be pressed."""
    return {"step": one["step"], "track": one["track"], "title": plain(one["title"])}


def titled(one: Found) -> str:
    """Give the title of a step, with its relation."""
    return plain(f"{one['title']} · {one['track_name']}" if one["track_name"] else one["title"])


def draft(one: Found) -> Part:
    """Give a paper in preparation."""
    return {
        "ref": one["ref"],
        "ready": one["next"] != "write",
        "title": plain(one["title"]),
        "changed_at": instant(one["changed_at"]),
        "cleared": one["cleared_office"],
        "closed": f"This step is closed now: {one['closed']}" if one["closed"] else "",
    }


def act(one: Found) -> Part:
    """Give an act of the timeline."""
    people = [one["office"], *([one["person"]] if one["person"] and one["person"] != one["office"] else [])]
    corrects = ", ".join(map(str, one["corrects"]))
    return {
        "n": one["n"],
        "sentence": plain(one["sentence"]),
        "when": one["day"] or instant(one["on"]),
        "level": one["level"],
        "kind": one["kind"],
        "people": people if one["office"] else [],
        "late": one["late"],
        "concerns": [str(one["concerns"])] if one["concerns"] else [],
        "corrects": [f"corrects act {corrects}"] if corrects else [],
        "system": one["through_system"],
    }


def limit(one: Found) -> Part:
    """Give a time limit."""
    over = one["expires_on"] or instant(one["expires_at"])
    return {
        "title": one["title"],
        "track": one["track_name"],
        "binding": "binding-" + one["binding"].lower().replace("_", "-"),
        "until": over or one["says"],
        "zone": f"24:00 {one['zone']}" if one["expires_on"] else "",
        "rule": plain(f"{one['length']} {one['trigger']}"),
        "starts": instant(one["starts_at"]),
        "owner": one["owner"] if one["owner"] != one["track_name"] else "",
        "mine": one["ours"],
    }


def track(one: Found) -> Part:
    """Give a relation."""
    return {
        "name": one["name"],
        "of": plain(f"{one['of']} · {one['basis']}" if one["basis"] else one["of"]),
        "tags": [one["state"], *one["flags"]] if one["shown"] else [],
        "received": instant(one["received_at"]),
    }
