"""Why a time is, or is not, offered; what each rule costs."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any, Mapping

from . import _bookable
from ._bookable import Zone
from ._types import Times


@dataclass(frozen=True)
class Reason:
    """One reason. ``kind`` is "query", "group", "closed", "busy", "buffer",
    "full", "short", "grid", "notice", "window", "limit" or "notFirst";
    the other fields, by name, are those that docs/request.md lists for the
    kind (``reason.start``, ``reason.source``): instants are aware datetimes of
    the answer's zone, dates are dates.
    """

    kind: str
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __getattr__(self, name: str) -> Any:
        # Asked for before there are details, too: by pickle and copy.
        details = self.__dict__.get("details", {})
        if name in details:
            return details[name]
        raise AttributeError(f"a {self.__dict__.get('kind', '')!r} reason has no {name!r}")

    def __str__(self) -> str:
        parts = [
            f"{name} {value.isoformat() if isinstance(value, dt.date) else value}"
            for name, value in self.details.items()
        ]
        return f"{self.kind}: {', '.join(parts)}" if parts else self.kind


@dataclass(frozen=True)
class HostExplanation:
    """A host of a team at one time."""

    id: str
    able: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class GroupExplanation:
    """A group of a team at one time: how many hosts are able and needed."""

    id: str
    require: int
    able: int
    hosts: tuple[HostExplanation, ...]


@dataclass(frozen=True)
class Explanation:
    """Why ``at`` is, or is not, a slot.

    Attributes:
        bookable: find_slots offers it; then ``reasons`` is empty.
        accepted: can_book accepts it.
        groups: of a team; hosts have reasons of their own.
    """

    at: dt.datetime
    bookable: bool
    accepted: bool
    reasons: tuple[Reason, ...]
    groups: tuple[GroupExplanation, ...] = ()

    def __bool__(self) -> bool:
        return self.bookable

    def __str__(self) -> str:
        if self.bookable:
            return f"{self.at.isoformat()}: a slot"
        lines = [f"{self.at.isoformat()}: {'can be booked' if self.accepted else 'no slot'}"]
        lines += [f"  {reason}" for reason in self.reasons]
        for group in self.groups:
            for host in group.hosts:
                lines += [f"  {host.id}: {reason}" for reason in host.reasons]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from ._html import explanation_html

        return explanation_html(self)


@dataclass(frozen=True, eq=False)
class RuleEffect:
    """What one rule changes: the starts that the answer would gain without it,
    and those it would lose (free time that grows may be cut by another grid).

    Attributes:
        rule: the path of the rule in a request ("eventType.afterEventBuffer",
            "busy[3]").
        gained, lost: datetime64[s] of shape (n,), UTC.
    """

    rule: str
    gained: Times
    lost: Times

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RuleEffect):
            return NotImplemented
        return (
            self.rule == other.rule
            and self.gained.tolist() == other.gained.tolist()
            and self.lost.tolist() == other.lost.tolist()
        )

    def __hash__(self) -> int:
        return hash((self.rule, self.gained.tobytes(), self.lost.tobytes()))

    def __repr__(self) -> str:
        return f"RuleEffect({self.rule!r}, {len(self.gained)} gained, {len(self.lost)} lost)"


def read_explanation(text: str, zone: Zone) -> Explanation:
    """From the JSON form."""
    given = json.loads(text)
    return Explanation(
        _value(given["at"], zone),
        given["bookable"],
        given["accepted"],
        _reasons(given["reasons"], zone),
        tuple(
            GroupExplanation(
                group.get("id", ""),
                group["require"],
                group["able"],
                tuple(
                    HostExplanation(host["id"], host["able"], _reasons(host["reasons"], zone))
                    for host in group["hosts"]
                ),
            )
            for group in given.get("groups", ())
        ),
    )


def _reasons(reasons: Any, zone: Zone) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            reason["kind"],
            {
                name: _value(value, zone) if name in _TIMES else value
                for name, value in reason.items()
                if name != "kind"
            },
        )
        for reason in reasons
    )


_TIMES = {"at", "start", "end", "date", "before", "after", "earliest", "first", "last"}


def _value(text: Any, zone: Zone) -> Any:
    if not isinstance(text, str):
        return text
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return _bookable.in_zone(dt.datetime.fromisoformat(text), zone)
