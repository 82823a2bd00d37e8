"""Parts of the procedures of rescue and return: persons, objects, and the card that is prepared before a mission."""
