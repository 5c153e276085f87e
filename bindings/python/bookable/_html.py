"""How values look in a notebook. Everything from outside is escaped."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING, Any, Iterable

from ._types import length_text

if TYPE_CHECKING:
    from ._batch import BatchSlots
    from ._event import EventType
    from ._explain import Explanation
    from ._host import CompiledHost, Host
    from ._host_columns import HostColumns
    from ._interval_set import IntervalSet
    from ._schedule import Schedule
    from ._slots import Slots
    from ._team import Group, Stages, Team

_MOST_ROWS = 31


def _table(title: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    cells = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f"<p><b>{escape(title)}</b></p>"
        f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    )


def _rest(count: int) -> str:
    return f"<p>and {count - _MOST_ROWS} more</p>" if count > _MOST_ROWS else ""


def slots_html(slots: "Slots") -> str:
    """A row a date: its starts by the wall clock of the answer's zone."""
    dates = list(slots.by_date().items())
    rows = [
        (f"{date:%a %d %b %Y}", "  ".join(f"{at:%H:%M}" for at in part.to_datetimes()))
        for date, part in dates[:_MOST_ROWS]
    ]
    title = f"{len(slots)} slots of {length_text(slots.length)}, {slots.zone.name}"
    return _table(title, ("date", "starts"), rows) + _rest(len(dates))


def batch_html(slots: "BatchSlots") -> str:
    """A row a host: how many slots, and the first."""
    shown = slots[:_MOST_ROWS]
    rows = []
    for id, count, part in zip(shown.ids, shown.counts, shown):
        first = f"{part[0].start:%a %d %b %Y %H:%M}" if count else ""
        rows.append((id, count, first))
    title = f"{len(slots.starts)} slots of {len(slots)} hosts, {slots.zone.name}"
    return _table(title, ("host", "slots", "first"), rows) + _rest(len(slots))


def interval_set_html(intervals: "IntervalSet") -> str:
    """A row an interval, in UTC."""
    rows = [
        (
            f"{start:%a %d %b %Y %H:%M:%S}",
            f"{end:%a %d %b %Y %H:%M:%S}",
            length_text(end - start),
        )
        for start, end in list(intervals)[:_MOST_ROWS]
    ]
    title = f"{len(intervals)} intervals, {length_text(intervals.length)} in all"
    return _table(title, ("start (UTC)", "end (UTC)", "length"), rows) + _rest(len(intervals))


def schedule_html(schedule: "Schedule") -> str:
    """A row a rule."""
    rows: list[tuple[Any, ...]] = []
    for rule in schedule.weekly:
        weeks = "" if rule.interval == 1 else f", every {rule.interval} weeks"
        rows.append((", ".join(rule.days) + weeks, f"{rule.start} to {rule.end}"))
    for override in schedule.overrides:
        hours = f"{override.start} to {override.end}" if override.start else "closed"
        rows.append((override.date, hours))
    for holiday in schedule.holidays:
        rows.append((holiday.date, f"holiday {holiday.name}".strip()))
    for away in schedule.out_of_office:
        rows.append((f"{away.start} to {away.end}", f"out of office {away.reason}".strip()))
    for travel in schedule.travel:
        rows.append((f"{travel.start} to {travel.end or '…'}", f"read in {travel.zone.name}"))
    return _table(f"Schedule, {schedule.zone.name}", ("when", "hours"), rows[:_MOST_ROWS]) + _rest(
        len(rows)
    )


def host_html(host: "Host") -> str:
    """What the host is, then its schedule."""
    return f"<p><b>{escape(repr(host))}</b></p>" + schedule_html(host.schedule)


def explanation_html(explanation: "Explanation") -> str:
    """A row a reason."""
    rows = [("", reason.kind, str(reason).partition(": ")[2]) for reason in explanation.reasons]
    for group in explanation.groups:
        for host in group.hosts:
            rows += [
                (host.id, reason.kind, str(reason).partition(": ")[2]) for reason in host.reasons
            ]
    verdict = "a slot" if explanation.bookable else "no slot"
    return _table(f"{explanation.at:%a %d %b %Y %H:%M %Z}: {verdict}", ("", "why", ""), rows)


def event_html(event: "EventType") -> str:
    """A row a rule, in the words of requests; minutes."""
    rows: list[tuple[Any, ...]] = []
    for name, value in event.to_dict().items():
        if isinstance(value, dict):
            value = ", ".join(f"{key}: {of}" for key, of in value.items())
        rows.append((name, value))
    length = length_text(dt.timedelta(minutes=event.length))
    return _table(f"EventType, {length}", ("rule", "value"), rows)


def _group_rows(groups: "Iterable[Group]", role: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for i, group in enumerate(groups):
        name = group.id or f"group {i + 1}"
        needed = "all" if group.require == "all" else f"{group.require} of {len(group.hosts)}"
        rows += [
            (f"{role}{name}: {needed}", host.id, host.schedule.zone.name) for host in group.hosts
        ]
    return rows


def team_html(team: "Team") -> str:
    """A row a host, by groups."""
    rows = _group_rows(team.groups, "")
    title = f"Team of {len(team.hosts)} hosts"
    return _table(title, ("needed", "host", "zone"), rows[:_MOST_ROWS]) + _rest(len(rows))


def stages_html(stages: "Stages") -> str:
    """A row a host, by stages and groups."""
    rows = []
    for i, stage in enumerate(stages.stages):
        rows += _group_rows(stage.groups, f"{i + 1}. {length_text(dt.timedelta(minutes=stage.length))}, ")
    title = f"{len(stages.stages)} stages"
    return _table(title, ("needed", "host", "zone"), rows[:_MOST_ROWS]) + _rest(len(rows))


def columns_html(hosts: "HostColumns") -> str:
    """A row a host: how many entries, and the first and last."""
    rows = []
    offsets, (starts, ends) = hosts.offsets.tolist(), hosts._state[1:3]
    for id, a, b in list(zip(hosts.ids[:_MOST_ROWS], offsets, offsets[1:])):
        span = (f"{starts[a:b].min()}Z", f"{ends[a:b].max()}Z") if a < b else ("", "")
        rows.append((id, b - a, *span))
    title = repr(hosts)
    return _table(title, ("host", "entries", "first start", "last end"), rows) + _rest(len(hosts))


def compiled_host_html(host: "CompiledHost") -> str:
    """The host, then the event type."""
    return host_html(host.host) + event_html(host.event)
