"""Tracks: the relations of a case, each with its parties, where it stands, and its limits."""

from pydantic import Field

from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, following, keyed
from consult.api.values.tracks import TrackList, TrackOfCase, track_item, track_of_case
from consult.pages.cases.tracks import track_page, tracks_of_case
from consult.web.parts import parts, reader

noun = Noun("tracks", "Tracks", "Relations of a case: addressees, claims, seats, stages, each with a state of its own.")


class TrackQuery(Keyed):
    """Where a list of relations goes on."""

    after: str = Field("", max_length=400, description="Key of the last relation of the page before.")


@noun.get("/cases/<ref>/tracks", answers=TrackList, query=TrackQuery, refuses=(404, 422))
def index(asked: Asked, ref: str) -> Answer:
    """List the relations of a case.

    Those that the own party is told of; where one stands that is none of its business is left out (`shown`).
    """
    lines = tracks_of_case(reader(), asked.by, parts().docket.see(reader(), asked.by, ref, asked.at))
    found, last = keyed(lines, asked.query, lambda one: one.key)
    onward, headers = following(last)
    case = f"{PREFIX}/cases/{ref}"
    return Answer(TrackList(tuple(track_item(one, case) for one in found), onward), headers=headers)


@noun.get("/cases/<ref>/tracks/<track>", answers=TrackOfCase, refuses=(404,))
def show(asked: Asked, ref: str, track: str) -> TrackOfCase:
    """Show one relation of a case: the parties to it, where it stands, and its limits."""
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    return track_of_case(track_page(reader(), asked.by, seen, track), ref, f"{PREFIX}/cases/{ref}")
