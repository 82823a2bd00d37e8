"""Pages of the register of lunar activities: the list, the map, the sheet of an activity, screening, import."""
