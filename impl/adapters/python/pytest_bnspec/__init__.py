"""pytest plugin: the clauses of bnspec as test items, for the targets that the settings name.

The items belong to the file with the settings: `pytest pyproject.toml::BN-8.1` runs one of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_bnspec.items import SettingsFile, checks


def pytest_addoption(parser: pytest.Parser) -> None:
    def add(name: str, says: str, kind: str, default: object) -> None:
        parser.addini(f"bnspec_{name}", says, type=kind, default=default)  # type: ignore[arg-type]

    add("target", "what to check: a command or a module, one a line", "linelist", [])
    add("expected", "file with the known failures", "string", "")
    add("profile", "conventions to check against, such as pytorch or auto", "string", "")
    add("options", "further options of `bnspec check`", "args", [])
    add("command", "command that starts bnspec (default: that in node_modules, else that on the path)", "args", [])


def pytest_configure(config: pytest.Config) -> None:
    if not config.getini("bnspec_target"):
        return
    if config.inipath is None:
        raise pytest.UsageError("bnspec_target belongs into a file, such as pyproject.toml or pytest.ini")
    # `testpaths` names files with tests; the target is named, too.
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.args.append(str(config.inipath))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    config = parent.config
    if file_path != config.inipath or not config.getini("bnspec_target"):
        return None
    file: SettingsFile = SettingsFile.from_parent(parent, path=file_path)
    return file


def pytest_collection_finish(session: pytest.Session) -> None:
    for check in checks(session.config):
        check.choose(session.items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    for check in checks(session.config):
        check.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for check in checks(config):
        if check.summary:
            terminalreporter.section("bnspec")
            terminalreporter.write_line(check.summary)
