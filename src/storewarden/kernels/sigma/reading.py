"""Reads rule files: text in, rules out, or a refusal that names file, line and reason.

One bad file does not stop the others. A correlation may listen to rules of other files.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule
from sigma.rule.base import SigmaYAMLLoader

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.conditions import form_of
from storewarden.kernels.sigma.form import Form
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.listening import correlation_of, references
from storewarden.kernels.sigma.regexes import POLICY
from storewarden.kernels.sigma.rules import Correlation, Place, Refused, Rule, Ruleset, Told
from storewarden.kernels.sigma.telling import told_of

LONGEST: Final = 1_000_000
"""Characters of the longest file that is read."""

_QUOTED: Final = re.compile(r"['`]([^'`]{2,})['`]")
_Asked = tuple[Told, SigmaCorrelationRule, str]


@dataclass(frozen=True, slots=True)
class _File:
    """One file as far as it was read."""

    rules: tuple[Rule, ...] = ()
    correlations: tuple[_Asked, ...] = ()
    refused: tuple[Refused, ...] = ()


def read(files: Mapping[str, str]) -> Ruleset:
    """Read rule files.

    Args:
        files: name of a file, as people should see it -> its text.

    Returns:
        What can be used and what was refused, in the order of the files.
    """
    every = [_read(name, text) for name, text in files.items()]
    rules, twice = _without_twins([rule for one in every for rule in one.rules])
    asked = [found for one in every for found in one.correlations]
    correlations, odd = _correlations(asked, rules)
    refused = [*(no for one in every for no in one.refused), *twice, *odd]
    whole = Ruleset(tuple(rules), tuple(correlations), tuple(refused))
    return _silenced(whole, {told.key for told, parsed, _ in asked if parsed.generate})


def _correlations(
    asked: Sequence[_Asked], rules: Iterable[Rule]
) -> tuple[list[Correlation], list[Refused]]:
    """Compile them, each after those that it listens to."""
    known: dict[str, Rule | Correlation] = {
        name: rule for rule in rules for name in (rule.told.key, rule.told.id) if name
    }
    waiting, done, refused = list(asked), list[Correlation](), list[Refused]()
    while waiting:
        awaited = {name for told, *_ in waiting for name in (told.key, told.id)} - known.keys()
        ready = [one for one in waiting if awaited.isdisjoint(references(one[1]))]
        if not ready:
            ring = Impossible("it listens to itself, directly or by way of others", "rules")
            refused += [_refused(told.place.file, text, ring, 1) for told, _, text in waiting]
            break
        for told, parsed, text in ready:
            try:
                one = correlation_of(told, parsed, known)
            except Impossible as odd:
                refused.append(_refused(told.place.file, text, odd, told.place.line))
            else:
                done.append(one)
                known = {**{name: one for name in (told.key, told.id) if name}, **known}
        waiting = [one for one in waiting if one not in ready]
    return done, refused


def _silenced(whole: Ruleset, loud: Collection[str]) -> Ruleset:
    """What a correlation listens to raises nothing by itself, unless it says ``generate``."""
    heard = {key for one in whole.correlations if one.told.key not in loud for key in one.rules}
    return replace(
        whole,
        rules=tuple(replace(rule, told=_heard(rule.told, heard)) for rule in whole.rules),
        correlations=tuple(
            replace(one, told=_heard(one.told, heard)) for one in whole.correlations
        ),
    )


def _heard(told: Told, heard: Collection[str]) -> Told:
    return replace(told, raises=told.key not in heard)


def _without_twins(rules: list[Rule]) -> tuple[list[Rule], list[Refused]]:
    first: dict[str, Rule] = {}
    refused = []
    for rule in rules:
        key = rule.told.key
        if key in first:
            said = f"another rule is called {key} already, in {first[key].told.place.file}"
            refused.append(Refused(rule.told.place, said))
        else:
            first[key] = rule
    return list(first.values()), refused


def _read(name: str, text: str) -> _File:
    try:
        documents, lines = _documents(text)
        return _parsed(name, text, documents, lines)
    except yaml.MarkedYAMLError as odd:
        line = odd.problem_mark.line + 1 if odd.problem_mark else 1
        return _File(refused=(Refused(Place(name, line), f"no YAML: {odd.problem}"),))
    except (yaml.YAMLError, RecursionError) as odd:
        return _File(refused=(_refused(name, text, odd, 1),))
    except (SigmaError, Impossible) as odd:
        return _File(refused=(_refused(name, text, odd, 1),))
    except (AttributeError, KeyError, TypeError, ValueError):  # what pySigma says of odd values
        because = "a value is of a kind that does not belong there"
        return _File(refused=(Refused(Place(name, 1), because),))


def _documents(text: str) -> tuple[list[dict[str, Any]], list[int]]:  # Any: YAML is untyped
    """Load the documents and the lines that they begin on."""
    if len(text) > LONGEST:
        raise Impossible(f"the file is longer than {LONGEST:,} characters")
    nodes = list(yaml.compose_all(text, Loader=SigmaYAMLLoader))
    loaded = [one for one in yaml.load_all(text, Loader=SigmaYAMLLoader) if one is not None]
    if not loaded:
        raise Impossible("the file holds no rule")
    if not all(isinstance(one, dict) for one in loaded):
        raise Impossible("a rule must be a mapping of keys to values")
    lines = [node.start_mark.line + 1 for node in nodes if isinstance(node, yaml.MappingNode)]
    return loaded, lines


def _parsed(name: str, text: str, documents: list[dict[str, Any]], lines: list[int]) -> _File:
    """Compile every document; templates (``action``) make documents and rules differ in number."""
    plain = all("action" not in document for document in documents)
    found = SigmaCollection.from_dicts(documents, resolve_references=False, policy=POLICY)
    if found.filters:
        raise Impossible("a Sigma filter: write an overlay", "filter")
    starts = lines if plain else [1] * len(found.rules)
    rules: list[Rule] = []
    correlations = []
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    for line, one in zip(starts, found.rules, strict=True):
        told = told_of(one, stem, Place(name, line))
        if isinstance(one, SigmaCorrelationRule):
            correlations.append((told, one, text))
        else:
            rules.append(Rule(told, _form(one)))
    return _File(tuple(rules), tuple(correlations))


def _form(rule: SigmaRule) -> Form:
    source = rule.logsource
    foreign = fields.foreign(source.category, source.product, source.service)
    if foreign:
        raise Impossible(foreign, "logsource")
    return form_of(rule)


def _refused(name: str, text: str, odd: Exception, start: int) -> Refused:
    """Find the line that the reason is about by the word that it quotes."""
    words = [odd.about] if isinstance(odd, Impossible) else _QUOTED.findall(str(odd))
    said = " ".join(str(odd).split()) or type(odd).__name__
    return Refused(Place(name, _line_of(text, [word for word in words if word], start)), said)


def _line_of(text: str, words: list[str], start: int) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if number >= start and any(word in line for word in words):
            return number
    return start
