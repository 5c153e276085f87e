"""Hosts on many machines: batches over a Dask Distributed cluster.

Needs distributed; the package does without. Hosts are parted into columns
(slices of :class:`bookable.HostColumns`), each kept by some worker; a question
goes to all parts, and answers are merged. They equal those of one machine.

    from distributed import Client
    import bookable, bookable.dask

    client = Client("scheduler:8786")
    hosts = bookable.dask.partition(client, columns)
    times, counts = bookable.dask.heat(hosts, event, "2026-10-01", "2026-12-31")

A worker that dies is made good for: what it held is sent, or loaded, again to
another. Every worker needs this package.
"""

from __future__ import annotations

import heapq
import sys
from typing import Any, Callable, Iterable, NamedTuple, Optional, Sequence

import numpy as np
import numpy.typing as npt

try:
    import distributed  # noqa: F401 - answers of its client are all that is used
except ImportError as error:  # pragma: no cover - depends on the machine
    raise ImportError(
        "bookable.dask needs distributed: Debian's python3-distributed, or bookable[dask]"
    ) from error

from ._batch import BatchSlots, First
from ._batch import batch as _batch_here
from ._bookable import Zone
from ._errors import InvalidArgumentError
from ._event import EventType
from ._host_columns import HostColumns
from ._types import BoundLike, Times, listed, read_count, read_one

__all__ = ["Hosts", "batch", "batch_parts", "first", "heat", "load", "partition"]

# Of one part: enough to be worth a message, little enough to be sent again.
_ENTRIES = 200_000
_HOSTS = 20_000
# Partial heats that are added up at once.
_FAN_IN = 8


class Hosts(NamedTuple):
    """Hosts on a cluster: what :func:`partition` and :func:`load` make.

    Attributes:
        client: of the cluster.
        parts: futures of HostColumns, in order.
        sizes: how many hosts each part has.
        zone: of the first host: that of answers, unless another is asked for.
    """

    client: Any
    parts: tuple[Any, ...]
    sizes: tuple[int, ...]
    zone: Zone

    @property
    def size(self) -> int:
        """How many hosts in all."""
        return sum(self.sizes)

    def __repr__(self) -> str:
        return f"Hosts({self.size} hosts in {len(self.parts)} parts)"


def partition(client: Any, hosts: HostColumns, parts: Optional[int] = None) -> Hosts:
    """Parts of the hosts, in order, on the workers of a cluster.

    Args:
        parts: how many; at least one host each. Default: by the number of
            entries, and a part for each thread of the cluster at least.

    The scheduler keeps what was sent, so that it can be sent again: for hosts
    beyond what one machine holds see :func:`load`.
    """
    read_one(hosts, HostColumns, "hosts")
    if parts is None:
        threads = sum(client.nthreads().values())
        parts = max(threads, hosts.entries // _ENTRIES + 1, len(hosts) // _HOSTS + 1)
    else:
        parts = read_count(parts, "parts", 1, sys.maxsize)
    hosts.check()
    parts = max(1, min(parts, len(hosts)))
    # By entries as well as hosts, so that none has most of the work.
    weight = hosts.offsets + np.arange(len(hosts) + 1)
    cuts = np.searchsorted(weight, np.linspace(0, weight[-1], parts + 1)[1:-1])
    # Strictly increasing, so that no part is empty.
    least = np.arange(1, parts)
    cuts = np.maximum.accumulate(cuts - least) + least if parts > 1 else cuts
    cuts = np.clip(cuts, least, len(hosts) - parts + least)
    edges = [0, *cuts.tolist(), len(hosts)]
    slices = [hosts[a:b].compact() for a, b in zip(edges, edges[1:])]
    # Tasks, not scattered data: the scheduler can run them again.
    futures = tuple(client.submit(_kept, part, pure=False) for part in slices)
    return Hosts(client, futures, tuple(map(len, slices)), hosts.zone)


def load(
    client: Any, function: Callable[..., HostColumns], arguments: Iterable[Any]
) -> Hosts:
    """Parts that workers load themselves: ``function(argument)`` for each.

    The function runs on a worker, and again if that dies: it must give the
    same hosts each time. Nothing passes through this machine.

        def read(path):
            frame = pandas.read_parquet(path)
            return bookable.HostColumns.from_frame(hours, frame)

        hosts = bookable.dask.load(client, read, sorted(paths))
    """
    each = listed(arguments, "arguments", "an iterable")
    if not each:
        raise InvalidArgumentError("arguments: must list at least one")
    futures = tuple(client.submit(_loaded, function, one, pure=False) for one in each)
    facts = client.gather([client.submit(_facts, part) for part in futures])
    return Hosts(client, futures, tuple(size for size, _ in facts), facts[0][1])


def batch_parts(
    hosts: Hosts, event: EventType, start: BoundLike, end: BoundLike, **options: Any
) -> list[Any]:
    """Futures of each part's :class:`bookable.BatchSlots`, which stay on the
    workers: to go on with there. Options are those of :func:`bookable.batch`.
    """
    asked = _Asked(hosts, event, start, end, options)
    return [hosts.client.submit(asked, part, pure=False) for part in hosts.parts]


def batch(
    hosts: Hosts, event: EventType, start: BoundLike, end: BoundLike, **options: Any
) -> BatchSlots:
    """The bookable starts of every host: as :func:`bookable.batch` of all.

    All answers come to this machine, eight bytes a slot; :func:`heat`,
    :func:`first` and :func:`batch_parts` leave them where they are.
    """
    parts = hosts.client.gather(batch_parts(hosts, event, start, end, **options))
    return BatchSlots.concatenate(parts)


def heat(
    hosts: Hosts, event: EventType, start: BoundLike, end: BoundLike, **options: Any
) -> tuple[Times, npt.NDArray[np.int64]]:
    """How many hosts are free at each start, as ``BatchSlots.count_free`` of
    all: the distinct starts, datetime64[s], and their numbers, int64. Counted
    where the hosts are, and added up on the workers.
    """
    asked = _Asked(hosts, event, start, end, options)
    client = hosts.client
    found = [client.submit(_Counted(asked), part, pure=False) for part in hosts.parts]
    while len(found) > 1:
        found = [
            client.submit(_added, found[i : i + _FAN_IN], pure=False)
            for i in range(0, len(found), _FAN_IN)
        ]
    times, counts = client.gather(found[0])
    return times, counts


def first(
    hosts: Hosts, event: EventType, start: BoundLike, end: BoundLike, k: int = 1, **options: Any
) -> First:
    """The ``k`` hosts that are free first, as ``BatchSlots.first_hosts`` of
    all: by their first starts, then by their order. Each part tells its own
    ``k``, and these are merged.
    """
    asked = _Asked(hosts, event, start, end, options)
    seek = _Sought(asked, k)
    client = hosts.client
    found = client.gather([client.submit(seek, part, pure=False) for part in hosts.parts])
    firsts = np.cumsum([0, *hosts.sizes])
    merged = heapq.merge(
        *(
            zip(part.starts.astype(np.int64).tolist(), (part.hosts + begin).tolist(), ids)
            for part, begin, ids in (
                (part, begin, _given(part.ids, part.hosts, begin))
                for part, begin in zip(found, firsts.tolist())
            )
        ),
        key=lambda entry: entry[:2],
    )
    best = [entry for entry, _ in zip(merged, range(k))]
    return First(
        np.array([at for at, _, _ in best], np.int64).astype("datetime64[s]"),
        np.array([host for _, host, _ in best], np.int64),
        tuple(id for _, _, id in best),
    )


def _given(ids: Sequence[Any], hosts: Any, begin: int) -> list[Any]:
    """Ids of a part in words of all hosts: numbers count from the first."""
    return [id if id is not None else int(host) + begin for id, host in zip(ids, hosts)]


# --- what runs on workers -----------------------------------------------------


class _Asked:
    """A question of one part."""

    def __init__(
        self, hosts: Hosts, event: EventType, start: Any, end: Any, options: dict[str, Any]
    ) -> None:
        read_one(hosts, Hosts, "hosts")
        self.event, self.start, self.end = event, start, end
        self.options = dict(options)
        # Of one machine: the zone of the first host of all, not of each part.
        if self.options.get("zone") is None and self.options.get("event_zone") is None:
            self.options["zone"] = hosts.zone
        # What is wrong is told here, before anything is sent.
        empty = HostColumns(_closed(hosts.zone), size=0)
        _batch_here(empty, event, start, end, **self.options)

    def __call__(self, part: HostColumns) -> BatchSlots:
        return _batch_here(part, self.event, self.start, self.end, **self.options)


class _Counted:
    def __init__(self, asked: _Asked) -> None:
        self.asked = asked

    def __call__(self, part: HostColumns) -> tuple[Times, npt.NDArray[np.int64]]:
        return self.asked(part).count_free()


class _Sought:
    def __init__(self, asked: _Asked, k: int) -> None:
        self.asked, self.k = asked, read_count(k, "k", 1, sys.maxsize)

    def __call__(self, part: HostColumns) -> First:
        found = self.asked(part).first_hosts(self.k)
        if isinstance(part.ids, range):
            found = found._replace(ids=(None,) * len(found.hosts))
        return found


def _closed(zone: Zone) -> Any:
    from ._schedule import Schedule

    return Schedule(zone)


def _kept(part: HostColumns) -> HostColumns:
    return part


def _loaded(function: Callable[..., HostColumns], argument: Any) -> HostColumns:
    part = function(argument)
    return read_one(part, HostColumns, "function")  # type: ignore[no-any-return]


def _facts(part: HostColumns) -> tuple[int, Zone]:
    return len(part), part.zone


def _added(
    parts: Sequence[tuple[Times, npt.NDArray[np.int64]]]
) -> tuple[Times, npt.NDArray[np.int64]]:
    """The sum of several heats."""
    all_times = np.concatenate([times for times, _ in parts])
    times, place = np.unique(all_times, return_inverse=True)
    counts = np.zeros(len(times), np.int64)
    np.add.at(counts, place, np.concatenate([numbers for _, numbers in parts]))
    return times, counts
