"""What can go wrong with the demo estate, in whole sentences."""


class LabError(Exception):
    """The demo estate cannot be built, started or spoken to; the message says why."""


class LabInUse(LabError):
    """Another process runs the estate of this state folder."""
