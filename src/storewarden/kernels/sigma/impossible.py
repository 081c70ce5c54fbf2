"""What a rule is refused for."""


class Impossible(Exception):
    """A rule asks for something that cannot be done; the message says what, ``about`` which word.

    The reader turns it into a refusal with file and line.
    """

    def __init__(self, said: str, about: str = "") -> None:
        super().__init__(said)
        self.about = about
