"""How a filing with one place, one orbit and a list of bands names them; a description of an activity has lists."""

PLACE, ORBIT, BANDS = "place", "orbit", "bands"
