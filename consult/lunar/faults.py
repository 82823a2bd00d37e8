"""What is wrong with a place, a time, a band or an orbit: the path to the value and a sentence."""


class Fault(ValueError):
    """A value from which nothing can be compared."""

    def __init__(self, path: str, sentence: str) -> None:
        """Keep the path, relative to the value that was read, and the sentence for the page."""
        super().__init__(f"{path}: {sentence}" if path else sentence)
        self.path = path
        self.sentence = sentence

    def under(self, path: str) -> "Fault":
        """Give the same fault with its path seen from further above."""
        return type(self)("/".join(part for part in (path, self.path) if part), self.sentence)


class BadPlace(Fault):
    """A place that is none: beyond the sphere, on a body that is not modelled, or crossing itself."""


class BadWindow(Fault):
    """A time that ends before it starts, or a date that does not exist."""


class BadBand(Fault):
    """A band that is none, or whose upper end lies below the lower one."""


class BadOrbit(Fault):
    """An orbit of which nothing can be compared."""
