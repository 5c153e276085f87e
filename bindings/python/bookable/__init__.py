"""bookable: schedules, time zones and bookings become bookable slots.

Say when hosts are open (:class:`Schedule`), what is booked (:class:`Host`) and
what is asked (:class:`EventType`); :func:`find_slots` tells the starts that
can be booked, :func:`can_book` decides a booking, :func:`explain` says why a
time is not offered, :func:`what_if` what each rule costs, and :func:`batch`
answers for thousands of hosts at once.

Times in are aware datetimes, NumPy datetime64 (read as UTC), pandas Timestamps
or RFC 3339 text; columns out are datetime64[s] in UTC; single slots are aware
datetimes of the answer's zone. Intervals are half-open, [start, end).

Everything is immutable and may be shared between threads. The rules are those
of docs/semantics.md; errors are :class:`BookableError`, a ValueError.

>>> import bookable
>>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
>>> slots = bookable.find_slots(hours, bookable.EventType(60), "2026-11-24", "2026-11-24")
>>> slots.local_starts()
array(['2026-11-24T09:00:00', '2026-11-24T10:00:00',
       '2026-11-24T11:00:00'], dtype='datetime64[s]')
"""

from ._batch import BatchSlots, First, batch
from ._bookable import Zone, __version__, tzdb_version, zone_names
from ._errors import (
    BookableError,
    InvalidArgumentError,
    InvalidTypeError,
    NaiveTimeError,
    OutOfRangeError,
)
from ._event import BookingWindow, EventType
from ._explain import Explanation, GroupExplanation, HostExplanation, Reason, RuleEffect
from ._host import Booking, BusyTime, CompiledHost, Hold, Host
from ._host_columns import HostColumns
from ._interval_set import Interval, IntervalSet
from ._query import (
    answer,
    busy_horizon,
    can_book,
    compile,
    explain,
    find_slots,
    limit_horizon,
    what_if,
)
from ._schedule import DateOverride, Holiday, OutOfOffice, Schedule, Travel, WeeklyRule
from ._slots import Slot, Slots
from ._team import Group, Stage, Stages, Team
from ._types import EVERY_DAY, WEEKDAYS, WEEKEND

__all__ = [
    "BatchSlots",
    "BookableError",
    "Booking",
    "BookingWindow",
    "BusyTime",
    "CompiledHost",
    "DateOverride",
    "EVERY_DAY",
    "EventType",
    "Explanation",
    "First",
    "Group",
    "GroupExplanation",
    "Hold",
    "Holiday",
    "Host",
    "HostColumns",
    "HostExplanation",
    "Interval",
    "IntervalSet",
    "InvalidArgumentError",
    "InvalidTypeError",
    "NaiveTimeError",
    "OutOfOffice",
    "OutOfRangeError",
    "Reason",
    "RuleEffect",
    "Schedule",
    "Slot",
    "Slots",
    "Stage",
    "Stages",
    "Team",
    "Travel",
    "WEEKDAYS",
    "WEEKEND",
    "WeeklyRule",
    "Zone",
    "__version__",
    "answer",
    "batch",
    "busy_horizon",
    "can_book",
    "compile",
    "explain",
    "find_slots",
    "limit_horizon",
    "tzdb_version",
    "what_if",
    "zone_names",
]

for _name in __all__:
    # Names as users write them, also in pickles and tracebacks.
    _public = globals()[_name]
    if getattr(_public, "__module__", "").startswith("bookable._"):
        _public.__module__ = "bookable"
del _name, _public
