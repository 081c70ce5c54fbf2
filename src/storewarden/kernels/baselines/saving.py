"""A model as JSON and back; another version or other figures are refused with the way out."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from storewarden.kernels.baselines.feature import BaselineError, Feature
from storewarden.kernels.baselines.firsts import KINDS, Firsts
from storewarden.kernels.baselines.forest import width as shape_width
from storewarden.kernels.baselines.model import Lesson, Model, Own
from storewarden.kernels.baselines.robust import Usual
from storewarden.kernels.baselines.season import Rhythm, Season
from storewarden.kernels.baselines.visits import ENTITIES, Scale

VERSION: Final = 1
_Row = list[float]


class _Usual(msgspec.Struct, frozen=True):
    median: list[_Row]
    spread: list[_Row]


class _Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    features: list[str]
    days: int
    enough: int
    first: int | None
    last: int | None
    visits: int
    taught: int | None
    usual: dict[str, _Usual]
    own: dict[str, tuple[list[str], _Usual]]
    rhythm: int
    season: _Usual
    firsts: dict[str, list[tuple[str, str, int]]]
    sample: list[_Row]


class _Version(msgspec.Struct, frozen=True):
    version: int


def saved(model: Model) -> bytes:
    """The model as JSON; equal models give equal bytes."""
    told = _Model(
        VERSION,
        list(model.features),
        model.lesson.days,
        model.lesson.visits,
        model.first,
        model.last,
        model.visits,
        model.taught,
        {name: _told(each) for name, each in model.usual.items()},
        {name: (list(own.entity), _told(own.usual)) for name, own in model.own.items()},
        model.season.rhythm,
        _told(model.season.usual),
        {
            name: sorted((*pair, when) for pair, when in each.items())
            for name, each in model.firsts.items()
        },
        model.sample.tolist(),
    )
    return msgspec.json.encode(told) + b"\n"


def loaded(text: bytes, features: Sequence[Feature]) -> Model:
    """Read a model; raises `BaselineError`."""
    try:
        version = msgspec.json.decode(text, type=_Version).version
        if version != VERSION:
            raise BaselineError(f"the model is of version {version}, not {VERSION}; learn it anew")
        told = msgspec.json.decode(text, type=_Model)
        return _model(told, features)
    except (msgspec.DecodeError, ValueError) as odd:
        raise BaselineError(f"this is no saved model: {odd}") from None


def _model(told: _Model, features: Sequence[Feature]) -> Model:
    if told.features != [each.id for each in features]:
        raise BaselineError("the model was learned with other figures; learn it anew")
    stays = {f"{kind.value}.{scale.value}" for kind in ENTITIES for scale in Scale}
    if told.usual.keys() != stays or told.own.keys() != stays:
        raise ValueError("what is usual is not told of every kind of stay")
    width = len(features)
    return Model(
        tuple(told.features),
        Lesson(told.days, told.enough),
        told.first,
        told.last,
        told.visits,
        told.taught,
        {name: _usual(each, 1, width, flat=True) for name, each in told.usual.items()},
        {name: _own(names, each, width) for name, (names, each) in told.own.items()},
        Season(Rhythm(told.rhythm), _usual(told.season, told.rhythm, width)),
        _firsts(told.firsts),
        np.array(told.sample, float).reshape(len(told.sample), shape_width(features)),
    )


def _told(usual: Usual) -> _Usual:
    median, spread = np.atleast_2d(usual.median), np.atleast_2d(usual.spread)
    return _Usual(median.tolist(), spread.tolist())


def _usual(told: _Usual, rows: int, width: int, *, flat: bool = False) -> Usual:
    shape = (width,) if flat else (rows, width)
    spread = np.array(told.spread, float).reshape(shape)
    if not (spread > 0).all():
        raise ValueError("a spread is not above 0")
    return Usual(np.array(told.median, float).reshape(shape), spread)


def _own(names: Sequence[str], told: _Usual, width: int) -> Own:
    return Own(tuple(names), _usual(told, len(names), width))


def _firsts(told: Mapping[str, Sequence[tuple[str, str, int]]]) -> Firsts:
    return {
        kind.id: {(who, what): when for who, what, when in told.get(kind.id, ())} for kind in KINDS
    }
