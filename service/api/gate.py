"""Which requests are let in at all: by the host name they use and the web page they come from.

A page in somebody's browser can reach a server on the same machine. It is kept out twice: host
names that are not the server's are refused (a name the page's owner has pointed at this machine),
and so is whatever changes something and comes from a page that is not listed.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.problems import Problem, Respond

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANY = "*"
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """Middleware that refuses requests by their `Host` and `Origin`.

    Args:
        app: What is behind.
        hosts: Names the server answers to, without ports; "*" for any.
        origins: Web sites whose pages may call, besides the server's own; "*" for any.
        respond: How those who are refused are told.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str],
        origins: Collection[str],
        respond: Respond,
    ) -> None:
        self._app = app
        self._respond = respond
        self._hosts = frozenset(map(str.lower, hosts))
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        problem = self._objection(scope) if scope["type"] == "http" else None
        if problem is not None:
            await self._respond(scope, problem)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _objection(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if ANY not in self._hosts and _name(host) not in self._hosts:
            return Problem(421, f"this server does not answer to the name {_name(host)!r}")
        origin = headers.get("origin")
        if origin is None or scope["method"] in _HARMLESS:
            return None
        if origin in self._origins or ANY in self._origins:
            return None
        if origin.partition("://")[2] == host:
            return None
        return Problem(403, f"pages of {origin} may not call; see the setting cors_origins")


def _name(host: str) -> str:
    """A host without its port: "localhost:8000" and "[::1]:8000"."""
    host = host.lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
