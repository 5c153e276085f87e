"""Errors: what is wrong, where, and what is allowed."""

from __future__ import annotations

from typing import Optional


class BookableError(ValueError):
    """Something given to bookable is wrong.

    ``str(error)`` is the engine's message: the path of the field, then what is
    wrong, what was found, what is allowed.

    Attributes:
        field: the path of the field, in the words of a request
            (``"schedule.availability[1].endTime"``), or the name of the Python
            argument where a request has no such field. Empty when it is the
            whole that is wrong.
        message: the message without the field.
        offset: of text that is no JSON, the byte at which it stops being JSON;
            else ``None``.

    >>> import bookable
    >>> try:
    ...     bookable.Schedule("Europe/Rom")
    ... except bookable.BookableError as error:
    ...     print(error.field)
    schedule.timeZone
    """

    field: str
    message: str
    offset: Optional[int]

    def __init__(self, text: str = "", offset: Optional[int] = None) -> None:
        super().__init__(text)
        field, colon, message = text.partition(": ")
        if not colon or (field and not _is_path(field)):
            field, message = "", text
        self.field = field
        self.message = message
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message

    def __reduce__(self) -> tuple[type, tuple[str, Optional[int]]]:
        return type(self), (str(self.args[0]), self.offset)


def _is_path(text: str) -> bool:
    return text.translate(_PUNCTUATION).isalnum()


_PUNCTUATION = str.maketrans("", "", ".[]_")


class InvalidArgumentError(BookableError):
    """A value that no request may have: unknown zone, end before start, ..."""


class InvalidTypeError(BookableError, TypeError):
    """A value of a wrong kind; a TypeError as well."""


class OutOfRangeError(BookableError):
    """Too far, too long, too many: a year outside 1900...2200, a query of more
    than ten years, an answer beyond the bound on memory."""


class NaiveTimeError(InvalidArgumentError):
    """A time without a zone, which names no instant."""
