"""Exact sliding counts over events, and who crosses a bar."""

from storewarden.kernels.windows.behaviour import Behaviour, BehaviourError, behaviour_in
from storewarden.kernels.windows.marking import flagged, named
from storewarden.kernels.windows.recovery import recovered
from storewarden.kernels.windows.settings import Remarks, Settings
from storewarden.kernels.windows.snapshot import SnapshotError
from storewarden.kernels.windows.windows import Windows

__all__ = [
    "Behaviour",
    "BehaviourError",
    "Remarks",
    "Settings",
    "SnapshotError",
    "Windows",
    "behaviour_in",
    "flagged",
    "named",
    "recovered",
]
