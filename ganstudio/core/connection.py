"""Connections: the bytes at an address, read in a thread of their own, so that nobody waits for a silent server."""

import queue
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import closing, suppress
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit

from ganstudio.core.translation import tr

_PIECE = 2**18
_PATIENCE = 30  # seconds without a byte, after which a connection counts as cut
_LOOK = 0.1  # seconds between two looks whether to go on
_NO_SUCH_RANGE = 416


class NotReachedError(Exception):
    """Nothing came: nobody is there, or the answer is no."""


class CutError(Exception):
    """It broke off in the middle."""


class RefusedError(Exception):
    """What is offered is another file, or comes by a way that is not safe."""


class _EncryptedRedirects(urllib.request.HTTPRedirectHandler):
    """Goes where the server sends one, but never to an address that is not encrypted."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme != "https":
            fp.close()
            raise RefusedError(tr("it leads to {address}, which is not encrypted", address=newurl))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def receive(address: str, begin: int, size: int) -> Generator[int | bytes]:
    """What an address gives of its `size` bytes from one on: first the byte from which it really comes, then its pieces.

    An empty piece says that nothing came for a moment. NotReachedError, CutError or RefusedError where it fails.
    """
    arrived: queue.Queue[int | bytes | Exception | None] = queue.Queue(4)
    over = threading.Event()
    threading.Thread(target=_read_in_thread, args=(address, begin, size, arrived, over), daemon=True).start()
    try:
        while (item := _next(arrived)) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        over.set()


def _next(arrived: "queue.Queue[int | bytes | Exception | None]") -> int | bytes | Exception | None:
    try:
        return arrived.get(timeout=_LOOK)
    except queue.Empty:
        return b""


def _read_in_thread(address: str, begin: int, size: int, arrived: "queue.Queue[Any]", over: threading.Event) -> None:
    """Put what comes into the queue, and last None, or the error; until `over` is set."""
    try:
        with closing(_transfer(address, begin, size)) as items:
            for item in items:
                if not _put(item, arrived, over):
                    return
        _put(None, arrived, over)
    except (NotReachedError, CutError, RefusedError) as error:
        _put(error, arrived, over)


def _put(item: int | bytes | Exception | None, arrived: "queue.Queue[Any]", over: threading.Event) -> bool:
    """Put it as soon as there is room; False once nobody takes it any more."""
    while not over.is_set():
        with suppress(queue.Full):
            arrived.put(item, timeout=_LOOK)
            return not over.is_set()
    return False


def _transfer(address: str, begin: int, size: int) -> Generator[int | bytes]:
    """The byte from which an address really gives its file, then its pieces; errors as of `receive`."""
    done = -1
    try:
        with _open(address, begin) as answer:
            done = _first_byte(answer, begin, size)
            yield done
            while piece := answer.read1(_PIECE):
                done += len(piece)
                if done > size:
                    raise RefusedError(tr("it has more than {size} bytes", size=size))
                yield piece
    except urllib.error.HTTPError as error:
        error.close()
        raise NotReachedError(f"{error.code} {error.reason}") from error
    except (OSError, HTTPException) as error:  # of the network: nothing is written here
        reason = str(getattr(error, "reason", "") or error) or type(error).__name__
        raise (NotReachedError if done < 0 else CutError)(reason) from error
    if done != size:
        raise CutError(tr("the other side ended it"))


def _open(address: str, begin: int) -> Any:
    """The answer to a request from that byte on, or of all where the other side has no such byte."""
    opener = urllib.request.build_opener(_EncryptedRedirects)
    request = urllib.request.Request(address, headers={"Range": f"bytes={begin}-"} if begin else {})  # noqa: S310
    try:
        return opener.open(request, timeout=_PATIENCE)
    except urllib.error.HTTPError as error:
        if not begin or error.code != _NO_SUCH_RANGE:
            raise
        error.close()
        return opener.open(address, timeout=_PATIENCE)


def _first_byte(answer: Any, begin: int, size: int) -> int:
    """The byte from which an answer comes; RefusedError where it is of a file of another length."""
    if answer.status == 206:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range", "").strip())
        if not found or int(found[1]) != begin or int(found[2]) != size:
            raise RefusedError(
                tr(
                    "of {size} bytes from byte {begin} on, it gave {value}",
                    size=size,
                    begin=begin,
                    value=answer.headers.get("Content-Range"),
                )
            )
        return begin
    length = answer.headers.get("Content-Length")
    if length is not None and int(length) != size:
        raise RefusedError(tr("it has {length} bytes instead of {size}", length=length, size=size))
    return 0
