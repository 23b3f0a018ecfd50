"""Nothing that runs in a test reaches beyond this machine: calls are refused and reported."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any


class OutsideCall(OSError):
    """Somebody tried to reach another machine."""


def is_local(host: Any) -> bool:
    """Whether a host name or address means this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "localhost.", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install(report: Callable[[str], None]) -> Callable[[], None]:
    """Refuse every call to another machine from now on.

    Parameters
    ----------
    report : callable
        Told about every attempt ("connect example.org:443"), also where the caller swallows
        the error.

    Returns
    -------
    callable
        Undoes it.
    """

    def refuse(what: str, target: object) -> None:
        report(f"{what} {target}")
        raise OutsideCall(f"{what} {target}: no test reaches beyond this machine")

    def guarded_method(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            address = args[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
                refuse(name, f"{address[0]}:{address[1]}")
            return original(self, *args)

        return call

    def guarded_lookup(name: str) -> Callable[..., Any]:
        original = getattr(socket, name)

        def call(host: Any, *args: Any, **settings: Any) -> Any:
            if not is_local(host):
                refuse(name, host)
            return original(host, *args, **settings)

        return call

    undo: list[tuple[Any, str, Any]] = []
    for owner, names, guarded in (
        (socket.socket, ("connect", "connect_ex", "sendto"), guarded_method),
        (socket, ("getaddrinfo", "gethostbyname"), guarded_lookup),
    ):
        for name in names:
            undo.append((owner, name, getattr(owner, name)))
            setattr(owner, name, guarded(name))

    def restore() -> None:
        for owner, name, original in undo:
            setattr(owner, name, original)

    return restore
