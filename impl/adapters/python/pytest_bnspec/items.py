"""What pytest collects: the file with the settings, the targets in it, and for each an item a clause, and the verdict."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pytest_bnspec.program import Clause, Missing, Run, find, list_clauses
from pytest_bnspec.wording import diagnosis, shown, summary

VERDICT = "verdict"


class NotConforming(Exception):
    """Its text is shown as it is."""


class Check:
    """One target. The program runs once, from when the first item asks for a result."""

    def __init__(self, config: pytest.Config, target: str, command: Sequence[str], listed: Sequence[Clause]) -> None:
        self.summary = ""
        self.listed = listed
        self._config = config
        self._target = target
        self._command = command
        self._chosen: set[str] = set()
        self._begun: Run | None = None
        self._is_lost = False
        self._is_diagnosed = False

    def choose(self, items: Sequence[pytest.Item]) -> None:
        """Of all items, only these are left."""
        self._chosen = {item.name for item in items if isinstance(item, _Item) and item.check is self}

    def run(self) -> Run:
        if self._begun is None:
            words = [*self._selection(), *self._options(), *target_words(self._target)]
            self._begun = Run(self._command, words, self._config.rootpath)
        return self._begun

    def lost(self) -> NotConforming:
        """The program left no result: said once. Whatever else was to be judged is skipped."""
        if self._is_lost:
            pytest.skip("not judged, since the program bnspec left no report")
        self._is_lost = True
        return NotConforming(shown(self.run().problem()))

    def diagnosis(self) -> list[str]:
        """Where the item with the verdict is not among those that run, the first failure has the diagnosis."""
        if self._is_diagnosed or VERDICT in self._chosen:
            return []
        self._is_diagnosed = True
        report = self.run().report()
        return diagnosis(report) if report else []

    def replay(self, token: str) -> str:
        """The command that shows a counterexample again."""
        program = self._config.getini("bnspec_command") or ["npx", "bnspec"]
        return shlex.join([*program, "check", "--replay", token, *self._options(), *target_words(self._target)])

    def close(self) -> None:
        report = self._begun.close() if self._begun else None
        if report:
            self.summary = summary(report)

    def _selection(self) -> list[str]:
        names = [clause["id"] for clause in self.listed]
        chosen = [name for name in names if name in self._chosen]
        return ["--clause", ",".join(chosen)] if 0 < len(chosen) < len(names) else []

    def _options(self) -> list[str]:
        ini = self._config.getini
        named = [(f"--{name}", ini(f"bnspec_{name}")) for name in ("expected", "profile")]
        return [*(word for option, value in named if value for word in (option, value)), *ini("bnspec_options")]


_CHECKS = pytest.StashKey[list[Check]]()


def checks(config: pytest.Config) -> list[Check]:
    return config.stash.setdefault(_CHECKS, [])


def target_words(line: str) -> list[str]:
    """A single word is a module; more are a command. With `--` in it, options of this target stand before the command."""
    words = shlex.split(line)
    if "--" not in words:
        words = words if len(words) == 1 else ["--", *words]
    # The interpreter of this environment, whether or not it is activated.
    return [sys.executable if word in ("python", "python3") and words[i - 1] == "--" else word for i, word in enumerate(words)]


class SettingsFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        config = self.config
        try:
            command = find(config.rootpath, config.getini("bnspec_command"))
            listed = list_clauses(command, config.rootpath)
        except Missing as error:
            raise self.CollectError(str(error)) from None
        targets = config.getini("bnspec_target")
        for target in targets:
            check = Check(config, target, command, listed)
            checks(config).append(check)
            if len(targets) == 1:
                yield from _items(self, check)
            else:
                yield Target.from_parent(self, name=target, check=check)


class Target(pytest.Collector):
    """One of several."""

    def __init__(self, *, check: Check, **others: Any) -> None:
        super().__init__(**others)
        self._check = check

    def collect(self) -> Iterator[pytest.Item]:
        return _items(self, self._check)


def _items(parent: pytest.Collector, check: Check) -> Iterator[pytest.Item]:
    for clause in check.listed:
        yield ClauseItem.from_parent(parent, name=clause["id"], check=check, says=f"{clause['level']} {clause['says']}")
    yield VerdictItem.from_parent(parent, name=VERDICT, check=check, says="enough was answered, and it conforms")


class _Item(pytest.Item):
    def __init__(self, *, check: Check, says: str, **others: Any) -> None:
        super().__init__(**others)
        self.check = check
        self._says = says

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}: {self._says}>"

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return Path(self.path), None, f"{self.name}: {self._says}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotConforming):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ClauseItem(_Item):
    """One requirement."""

    def runtest(self) -> None:
        clause = self.check.run().clause(self.name)
        if clause is None:
            raise self.check.lost()
        verdict, message = clause["verdict"], shown(clause.get("message", ""))
        if verdict == "not-applicable":
            pytest.skip(message)
        if verdict == "fail" and clause["level"] != "MUST":
            pytest.skip(f"noted, since it is a {clause['level']}: {message}")
        if verdict == "expected-fail":
            known = clause["known"]
            pytest.xfail(": ".join(filter(None, [known["reason"], known.get("thread")])))
        if clause.get("unexpected"):
            raise NotConforming("\n".join(f"[XPASS(strict)] {sentence}" for sentence in clause["unexpected"]))
        if verdict != "pass":
            raise NotConforming(self._explained(clause))

    def _explained(self, clause: Clause) -> str:
        # numpy takes long to load, and is needed here alone.
        from pytest_bnspec.counterexample import counterexample

        replay = f"again: {self.check.replay(clause['replay'])}" if "replay" in clause else ""
        parts = [shown(clause.get("message", "")), counterexample(clause), replay, *self.check.diagnosis()]
        return "\n".join(filter(None, parts))


class VerdictItem(_Item):
    """The whole, as far as it was judged."""

    def runtest(self) -> None:
        report = self.check.run().report()
        if report is None:
            raise self.check.lost()
        lines = [f"next: {shown(report['next'])}"] if "next" in report else []
        lines += [summary(report), *(f"missing: {shown(sentence)}" for sentence in report.get("missing", []))]
        if report["verdict"] != "conforms":
            raise NotConforming("\n".join([*lines, *map(shown, report.get("unexpected", [])), *diagnosis(report)]))
        self.add_report_section("call", "bnspec", "\n".join(lines))
