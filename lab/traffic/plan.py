"""The plan: who comes when and does what. The same seed and town give the same plan."""

from lab.traffic.honest import honest
from lab.traffic.thieves import thieves
from lab.traffic.town import Town, invented
from lab.traffic.visits import Visit


def plan(seed: int, town: Town | None = None) -> tuple[Visit, ...]:
    """All visits of one story, in the order in which they begin; in an invented town if none."""
    place = invented() if town is None else town
    visits = [*honest(seed, place), *thieves(seed, place)]
    return tuple(sorted(visits, key=lambda visit: (visit.begins, visit.address)))
