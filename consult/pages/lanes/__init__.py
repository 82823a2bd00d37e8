"""The pages of clearance inside a party: its lane, a paper in it, and the queue of what waits."""
