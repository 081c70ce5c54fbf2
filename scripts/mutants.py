"""Breaks the code that judges, one small change at a time, and asks whether a test notices.

``python scripts/mutants.py checks`` mutates every check against its own cases (in this process);
``python scripts/mutants.py FILE TESTS...`` mutates one module against a set of tests.
Prints the survivors: places where a mistake would pass unseen.
"""

import ast
import copy
import os
import signal
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pyarrow as pa  # noqa: F401 - loaded once here, not in every child
import pytest

ROOT = Path(__file__).resolve().parents[1]
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, what was changed, the changed source) for every small change."""
    tree = ast.parse(source)
    decorators = {
        n for place in ast.walk(tree) for one in _decorators(place) for n in ast.walk(one)
    }
    for index, node in enumerate(ast.walk(tree)):
        for told, change in changes(node) if node not in decorators else ():
            fresh = copy.deepcopy(tree)
            twin = list(ast.walk(fresh))[index]
            change(twin)
            yield getattr(node, "lineno", 0), told, ast.unparse(ast.fix_missing_locations(fresh))


def _decorators(node: ast.AST) -> list[ast.expr]:
    """What stands before a class or a function: how it is kept, not what it judges."""
    return getattr(node, "decorator_list", [])


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """The small changes that one node allows."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            if type(op) in SWAPS:
                yield f"{type(op).__name__} swapped", swap_compare(place)
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
        yield f"{type(node.op).__name__} swapped", swap_operator
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", drop_not
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} + 1", add_one
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} negated", negate
    elif isinstance(node, ast.If | ast.IfExp):
        yield "condition negated", negate_test


def swap_compare(place: int) -> Callable[[ast.AST], None]:
    """A change that swaps one comparison."""

    def change(node: ast.AST) -> None:
        node.ops[place] = SWAPS[type(node.ops[place])]()  # type: ignore[attr-defined]  # Compare

    return change


def swap_operator(node: ast.AST) -> None:
    """Swap ``and`` and ``or``, plus and minus."""
    node.op = SWAPS[type(node.op)]()  # type: ignore[attr-defined]  # BoolOp or BinOp


def drop_not(node: ast.AST) -> None:
    """Turn ``not x`` into ``bool(x)`` by a double negation."""
    node.operand = ast.UnaryOp(ast.Not(), node.operand)  # type: ignore[attr-defined]  # UnaryOp


def add_one(node: ast.AST) -> None:
    """Make a number one larger."""
    node.value += 1  # type: ignore[attr-defined]  # Constant


def negate(node: ast.AST) -> None:
    """Turn a truth around."""
    node.value = not node.value  # type: ignore[attr-defined]  # Constant


def negate_test(node: ast.AST) -> None:
    """Turn a condition around."""
    node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]  # If


def check_survivors() -> tuple[int, list[str]]:
    """Mutate every check against its cases."""
    sys.path.insert(0, str(ROOT))
    from tests.checks import test_conformance as conformance  # noqa: PLC0415 - the same

    from storewarden.bootstrap import installed  # noqa: PLC0415 - only this command needs the house

    tried, alive = 0, []
    for check in installed.installed_checks():
        path = conformance.HOME / "steps" / check.step.value / "checks" / check.id / "check.py"
        pairs = []
        for case in conformance.cases(check):
            told = tomllib.loads(case.read_text("utf-8"))
            pairs.append((conformance.facts_of(check, told), conformance.verdicts_of(told)))
        for line, what, source in mutants(path.read_text("utf-8")):
            tried += 1
            module = ModuleType("mutant")
            try:
                exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - our own code
                same = all(list(module.CHECK.judge(f)) == v for f, v in pairs)
            except Exception:  # noqa: BLE001 - a mutant may break in any way: noticed
                same = False
            if same:
                alive.append(f"{check.id}:{line}: {what}")
    return tried, alive


def module_survivors(file: Path, tests: list[str]) -> tuple[int, list[str]]:
    """Mutate one module against tests, in place, and put it back."""
    if not _green(tests):
        raise SystemExit(f"{' '.join(tests)}: not green without a change, so nothing can be said")
    original = file.read_text("utf-8")
    tried, alive = 0, []
    try:
        for line, what, source in mutants(original):
            tried += 1
            file.write_text(source, "utf-8")
            if _green(tests):
                alive.append(f"{file.name}:{line}: {what}")
    finally:
        file.write_text(original, "utf-8")
    return tried, alive


def _green(tests: list[str]) -> bool:
    """Do these tests pass, in a child that need not load the libraries again?"""
    child = os.fork()
    if child == 0:
        signal.alarm(300)  # what hangs for five minutes does not pass
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os._exit(pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests]))
    return os.waitpid(child, 0)[1] == 0


def main(arguments: list[str]) -> None:
    """Print how many small mistakes a test notices, and the ones that none does."""
    if arguments == ["checks"]:
        tried, alive = check_survivors()
    else:
        tried, alive = module_survivors(Path(arguments[0]).resolve(), arguments[1:])
    print(f"{tried} mutants, {tried - len(alive)} noticed, {len(alive)} survived")
    print("\n".join(alive))


if __name__ == "__main__":
    main(sys.argv[1:])
