"""What went wrong, for callers: a `Problem` for every error, whatever dialect shows it.

Routes raise `Problem`, or let errors of `service` and `models` pass. One table, looked up through
an error's bases, says which status each becomes; what is not in it is a 500 that tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from models.errors import InputTooLong, ModelError
from service.errors import (
    CalledOff,
    ExchangeError,
    ExtractionError,
    GlossaryError,
    Overloaded,
    ServiceError,
    SettingsError,
    TooMuch,
    TranslationMemoryError,
    UnreadableInput,
    WrongLanguage,
)

RETRY_QUEUE = 5  # seconds until a full queue has probably moved on
CLIENT_CLOSED_REQUEST = 499  # for the log: nobody is there to read the answer
_TITLES = {CLIENT_CLOSED_REQUEST: "Client closed request"}


@dataclass(eq=False)
class Problem(Exception):
    """An error answer.

    `retry_after` is in seconds; `more` are further members of the answer, `sent_with` headers.
    """

    status: int
    detail: str
    retry_after: int | None = None
    more: Mapping[str, object] | None = None
    sent_with: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        """The status in words."""
        return _TITLES.get(self.status) or HTTPStatus(self.status).phrase

    @property
    def headers(self) -> dict[str, str]:
        """Headers that go with the answer."""
        headers = dict(self.sent_with or {})
        if self.retry_after:
            headers["Retry-After"] = str(self.retry_after)
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        return headers

    def data(self) -> dict[str, object]:
        """The members of an RFC 9457 answer."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **(self.more or {}),
        }


_STATUS: Mapping[type[Exception], HTTPStatus] = {
    UnreadableInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExtractionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExchangeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    GlossaryError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InputTooLong: HTTPStatus.UNPROCESSABLE_ENTITY,
    SettingsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMuch: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    TranslationMemoryError: HTTPStatus.SERVICE_UNAVAILABLE,
    ModelError: HTTPStatus.SERVICE_UNAVAILABLE,
    ServiceError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def problem_of(error: Exception) -> Problem:
    """The problem to answer an error with; its first base in the table decides."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, CalledOff):
        return Problem(CLIENT_CLOSED_REQUEST, str(error))
    for base in type(error).__mro__:
        if base in _STATUS:
            status = _STATUS[base]
            retry = RETRY_QUEUE if status == HTTPStatus.SERVICE_UNAVAILABLE else None
            more = {"language": error.language} if isinstance(error, WrongLanguage) else None
            return Problem(status, str(error), retry, more)
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here; the log knows the request id"
    )


Respond = Callable[[Scope, Problem], Response]
"""Answers a request with a problem, in the shape of the dialect it is in"""


def problem_response(problem: Problem) -> Response:
    """An answer in the native dialect."""
    return JSONResponse(
        problem.data(),
        problem.status,
        problem.headers,
        media_type="application/problem+json",
    )
