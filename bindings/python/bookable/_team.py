"""Hosts that are needed together, and appointments in several parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Sequence, Union

from ._errors import InvalidTypeError
from ._host import Host
from ._types import MinutesLike, Value, read_all, read_count, read_minutes


@dataclass(frozen=True, repr=False)
class Group(Value):
    """Hosts of which all, or ``require`` of them, are needed at once.

    A host may be in several groups; it fills one of its roles at a time.
    """

    hosts: Sequence[Host]
    require: Union[int, str] = "all"
    id: str = ""

    def __post_init__(self) -> None:
        self._set("hosts", read_all(self.hosts, Host, "hosts"))
        if isinstance(self.require, str):
            if self.require != "all":
                raise InvalidTypeError(
                    f'require: expected "all" or a number, got {self.require!r}'
                )
        else:
            self._set("require", read_count(self.require, "require", 1, max(1, len(self.hosts))))

    @property
    def _core(self) -> tuple[str, Union[int, None], list[Any]]:
        # None: all.
        require = None if isinstance(self.require, str) else self.require
        return self.id, require, [host._core for host in self.hosts]


def _distinct(groups: Iterable[Group]) -> tuple[Host, ...]:
    seen: dict[str, Host] = {}
    for group in groups:
        for host in group.hosts:
            seen.setdefault(host.id, host)
    return tuple(seen.values())


@dataclass(frozen=True, repr=False)
class Team(Value):
    """Groups that must all be filled at once, by distinct hosts.

    A slot exists where every group meets its requirement simultaneously.
    Hosts are told apart by ``id``, which must not be empty.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    >>> team = bookable.Team.round_robin(
    ...     [bookable.Host(hours, id="ann"), bookable.Host(hours, id="bob")])
    >>> slots = bookable.find_slots(team, bookable.EventType(60), "2026-11-24", "2026-11-24")
    >>> slots[0].hosts
    ('ann', 'bob')
    """

    groups: Sequence[Group]

    def __post_init__(self) -> None:
        self._set("groups", read_all(self.groups, Group, "groups"))

    @classmethod
    def collective(cls, hosts: Sequence[Host]) -> "Team":
        """All of the hosts together."""
        return cls((Group(hosts),))

    @classmethod
    def round_robin(cls, hosts: Sequence[Host], require: int = 1) -> "Team":
        """Any of the hosts, or any ``require`` of them."""
        return cls((Group(hosts, require),))

    @property
    def hosts(self) -> tuple[Host, ...]:
        """The distinct hosts, by first mention."""
        return _distinct(self.groups)

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def _repr_html_(self) -> str:
        from ._html import team_html

        return team_html(self)

    @property
    def _cores(self) -> list[Any]:
        return [group._core for group in self.groups]


@dataclass(frozen=True, repr=False)
class Stage(Value):
    """One part of an appointment: its length, who is needed, and how many
    minutes may lie between the end of the part before and its start."""

    length: int
    groups: Sequence[Group]
    min_gap: int = 0
    max_gap: int = 0

    if TYPE_CHECKING:

        def __init__(
            self,
            length: MinutesLike,
            groups: Union[Group, Sequence[Group], Team],
            min_gap: MinutesLike = 0,
            max_gap: MinutesLike = 0,
        ) -> None: ...

    def __post_init__(self) -> None:
        for name in ("length", "min_gap", "max_gap"):
            self._set(name, read_minutes(getattr(self, name), f"stages.{name}"))
        self._set("groups", read_all(self.groups, Group, "groups"))


@dataclass(frozen=True, repr=False)
class Stages(Value):
    """Parts of one appointment in order: surgery, then the recovery room."""

    stages: Sequence[Stage]

    def __post_init__(self) -> None:
        self._set("stages", read_all(self.stages, Stage, "stages"))

    @property
    def hosts(self) -> tuple[Host, ...]:
        """The distinct hosts, by first mention."""
        return _distinct(group for stage in self.stages for group in stage.groups)

    def _repr_html_(self) -> str:
        from ._html import stages_html

        return stages_html(self)

    @property
    def _cores(self) -> list[Any]:
        return [
            (stage.length, [group._core for group in stage.groups], stage.min_gap, stage.max_gap)
            for stage in self.stages
        ]
