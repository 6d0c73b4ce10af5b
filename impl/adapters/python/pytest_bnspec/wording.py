"""Parts of a report in words."""

from __future__ import annotations

from collections import Counter

from pytest_bnspec.program import Report

_VERDICTS = {"conforms": "conforms", "fails": "does not conform", "error": "has no verdict"}
_COUNTS = {
    "pass": "passed",
    "fail": "failed",
    "should": "noted (SHOULD)",
    "expected-fail": "failed as expected",
    "error": "not judged",
    "not-applicable": "not applicable",
}


def shown(text: str) -> str:
    """Text of an adapter moves no cursor."""
    return "".join(c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def summary(report: Report) -> str:
    clauses = report["clauses"]
    soft = ("should" if each["verdict"] == "fail" and each["level"] != "MUST" else each["verdict"] for each in clauses)
    counted = Counter(soft)
    counts = ", ".join(f"{counted[kind]} {word}" for kind, word in _COUNTS.items() if counted[kind] or kind in ("pass", "fail"))
    answered = sum(each["answered"] for each in report["evidence"])
    refused = sum(each["refused"] for each in report["evidence"])
    reason = f" ({report['reason'].replace('_', ' ')})" if "reason" in report else ""
    grade = f", grade {report['grade']} (required: {report['required']})" if report["grade"] else ""
    return (
        f"{shown(report['implementation']['name'])} {_VERDICTS[report['verdict']]}{reason}{grade}; {counts}; "
        f"{answered} calls answered, {refused} refused; seed {report['seed']}"
    )


def diagnosis(report: Report) -> list[str]:
    return [f"diagnosis {each['id']}: {shown(each['says'])}\n  {shown(each['evidence'])}" for each in report["diagnosis"]]
