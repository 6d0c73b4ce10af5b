"""The program bnspec: where it is, and one run of it, whose clauses are read as they are judged."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Clause = dict[str, Any]
Report = dict[str, Any]

_POLL_SECONDS = 0.05
_CLOSE_SECONDS = 5.0
_LAST_LINES = 20


class Missing(Exception):
    """The program cannot be started."""


def find(root: Path, configured: Sequence[str]) -> list[str]:
    """The words that start it."""
    if configured:
        return list(configured)
    if shutil.which("node") is None:
        raise Missing("bnspec needs Node.js 20.19 or newer, and there is no `node` on the path")
    local = (shutil.which("bnspec", path=str(folder / "node_modules" / ".bin")) for folder in (root, *root.parents))
    found = next(filter(None, local), None) or shutil.which("bnspec")
    if found is None:
        raise Missing(f"the program bnspec is not installed: `npm install --save-dev bnspec` in {root}, or set bnspec_command")
    return [found]


def list_clauses(command: Sequence[str], root: Path) -> list[Clause]:
    words = [*command, "clauses", "--json"]
    try:
        done = subprocess.run(words, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    except OSError as error:
        raise Missing(f"`{' '.join(words)}` does not start: {error.strerror}") from None
    if done.returncode != 0:
        raise Missing(f"`{' '.join(words)}` ended with exit code {done.returncode}: {_last_lines(done.stderr)}")
    listed: list[Clause] = json.loads(done.stdout)
    return listed


class Run:
    """One run of `bnspec check`. Clauses can be asked for while it goes on."""

    def __init__(self, command: Sequence[str], words: Sequence[str], root: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bnspec-")
        folder = Path(self._folder.name)
        self._report_file = folder / "report.json"
        self._report: Report | None = None
        self._judged: dict[str, Clause] = {}
        self._unfinished = b""
        lines = folder / "clauses"
        lines.touch()
        self._lines = lines.open("rb")
        self._errors = (folder / "stderr").open("w+b")
        files = ["--json", str(self._report_file), "--json-lines", str(lines)]
        self._process = subprocess.Popen(
            [*command, "check", *files, *words],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )

    def clause(self, name: str) -> Clause | None:
        """Waits until it is judged. None where the program ended before."""
        while name not in self._judged:
            ended = self._process.poll() is not None
            self._read_lines()
            if ended:
                # What it did not come to is in the report, with the reason.
                report = self.report() or {"clauses": []}
                return self._judged.get(name, next((each for each in report["clauses"] if each["id"] == name), None))
            time.sleep(_POLL_SECONDS)
        return self._judged[name]

    def report(self) -> Report | None:
        """Waits for the end. None where the program left no report."""
        self._process.wait()
        if self._report is None and self._report_file.exists():
            self._report = json.loads(self._report_file.read_text(encoding="utf-8"))
        return self._report

    def problem(self) -> str:
        """Why there is no report."""
        code = self._process.wait()
        self._errors.seek(0)
        said = _last_lines(self._errors.read().decode("utf-8", "replace"))
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"the program bnspec {how} and left no report{': ' if said else ''}{said}"

    def close(self) -> Report | None:
        """Ends it if need be; else the report."""
        report = None
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_CLOSE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        else:
            report = self.report()
        self._lines.close()
        self._errors.close()
        self._folder.cleanup()
        return report

    def _read_lines(self) -> None:
        *lines, self._unfinished = (self._unfinished + self._lines.read()).split(b"\n")
        for line in lines:
            clause: Clause = json.loads(line)
            self._judged[clause["id"]] = clause


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-_LAST_LINES:])
