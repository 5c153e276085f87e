"""Values as the JSON form of requests, and what of them has none."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any, Mapping, Sequence

import numpy as np

from . import _bookable
from ._errors import BookableError, InvalidArgumentError, InvalidTypeError
from ._types import read_minutes, read_zone

# No request is as deep as a tenth of it.
_DEEPEST = 100


def write_json(value: Mapping[str, Any], field: str = "") -> str:
    """The JSON form of a mapping, for the engine to read.

    Raises:
        BookableError: a value has none; ``.field`` is its path, from ``field``.
    """
    if not isinstance(value, Mapping):
        raise InvalidTypeError(
            f"{field or 'request'}: expected a mapping, got {type(value).__name__}"
        )
    try:
        text = json.dumps(dict(value), allow_nan=False, default=lambda leaf: _plain(leaf, field))
    except (TypeError, ValueError, RecursionError) as error:
        # Rare: where it is, the encoder does not tell.
        _check(value, field)
        if isinstance(error, BookableError):
            raise
        raise InvalidArgumentError(f"{field or 'request'}: has no JSON form: {error}") from None
    if "\\ud" in text:  # half of a pair, or a pair
        _check(value, field)
    return text


def _check(value: Any, field: str) -> None:
    """Raises for the first part that has no JSON form."""
    above: set[int] = set()

    def visit(part: Any, path: str, depth: int) -> None:
        where = path or "request"
        if depth > _DEEPEST:
            raise InvalidArgumentError(f"{field or _head(path)}: nested more than {_DEEPEST} deep")
        if isinstance(part, str):
            if not part.isascii() and not _can_be_written(part):
                raise InvalidArgumentError(
                    f"{where}: must be text without lone surrogates, got {ascii(part)}"
                )
        elif isinstance(part, float):
            if not math.isfinite(part):
                raise InvalidArgumentError(f"{where}: must be a finite number, got {part}")
        elif isinstance(part, int):
            if part.bit_length() > 1024:
                raise InvalidArgumentError(
                    f"{where}: too large, got a number of {part.bit_length()} bits"
                )
        elif isinstance(part, (Mapping, list, tuple)):
            if id(part) in above:
                raise InvalidArgumentError(f"{where}: must not contain itself")
            above.add(id(part))
            if isinstance(part, Mapping):
                for key, item in part.items():
                    if not isinstance(key, str):
                        raise InvalidTypeError(
                            f"{where}: expected keys that are text, got {_shown(key)}"
                        )
                    if not _can_be_written(key):
                        raise InvalidArgumentError(
                            f"{where}: keys must be text without lone surrogates, "
                            f"got {ascii(key)}"
                        )
                    visit(item, f"{path}.{key}" if path else key, depth + 1)
            else:
                for i, item in enumerate(part):
                    visit(item, f"{where}[{i}]", depth + 1)
            above.discard(id(part))
        elif part is not None:
            visit(_plain(part, where), path, depth + 1)

    visit(value, field, 0)


def _head(path: str) -> str:
    return path.partition(".")[0].partition("[")[0] or "request"


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"a {type(value).__name__}"


def _plain(value: Any, field: str) -> Any:
    """What stands for a value of Python, NumPy or pandas, in values of JSON."""
    where = field or "request"
    if isinstance(value, dt.datetime) or (
        isinstance(value, np.datetime64) and np.datetime_data(value.dtype)[0] != "D"
    ):
        at = _bookable.to_datetime(value, False, where)
        text = at.astimezone(dt.timezone.utc).isoformat()
        return text.replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            raise InvalidArgumentError(f"{where}: must be a date, got NaT")
        return str(value)
    if isinstance(value, (dt.timedelta, np.timedelta64)):
        return read_minutes(value, where)
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.floating):
        return float(value)
    if isinstance(value, np.ndarray):
        return list(value) if value.ndim else value[()]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (_bookable.Zone, dt.tzinfo)):
        return read_zone(value, where).name
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise InvalidTypeError(f"{where}: no JSON form of a {type(value).__name__}")
