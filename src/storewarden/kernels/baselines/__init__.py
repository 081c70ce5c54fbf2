"""Learned baselines: who stands out among everybody, and by which figure, in words."""

from storewarden.kernels.baselines.feature import BaselineError, Feature, features_in
from storewarden.kernels.baselines.model import Lesson, Model, learn
from storewarden.kernels.baselines.observed import Observed, observe, together
from storewarden.kernels.baselines.ranking import Judged, OddHour, Standing, alert, judge
from storewarden.kernels.baselines.records import Recorder, Records
from storewarden.kernels.baselines.saving import loaded, saved

__all__ = [
    "BaselineError",
    "Feature",
    "Judged",
    "Lesson",
    "Model",
    "Observed",
    "OddHour",
    "Recorder",
    "Records",
    "Standing",
    "alert",
    "features_in",
    "judge",
    "learn",
    "loaded",
    "observe",
    "saved",
    "together",
]
