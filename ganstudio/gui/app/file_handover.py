"""Files that a second start is given go to the window that is open already, by a socket that only this user may use."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ganstudio.core.settings import Home

_CONNECT, _ANSWER = 500, 3000  # milliseconds to wait for a window that is open: longer, and a window of its own is better
_MOST = 2**20  # bytes of a message
_END, _TAKEN = b"\0\0", b"taken\n"  # a message: the bytes of each path and a zero, and another zero


def hand_over(home: Home, files: Sequence[Path]) -> bool:
    """Let the open window show the files; whether there is one that took them."""
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(home))
    if not socket.waitForConnected(_CONNECT):
        return False
    socket.write(b"".join(os.fsencode(file.absolute()) + b"\0" for file in files) + b"\0")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(_ANSWER):
        answer += bytes(socket.readAll().data())
    return answer == _TAKEN


class FileReceiver(QObject):
    """Hears of files that later starts are given; `received` carries them. Where another window hears, it does not."""

    received = Signal(object)

    def __init__(self, home: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        name = _socket_name(home)
        if not _is_heard(name):
            QLocalServer.removeServer(name)  # a window that was killed leaves its socket
            self._server.listen(name)

    def close(self) -> None:
        """Hear of no more files."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(partial(self._read, socket))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        message = bytes(socket.peek(_MOST).data())
        if message.endswith(_END):
            files = [Path(os.fsdecode(name)) for name in message[: -len(_END)].split(b"\0")]
            if all(file.is_absolute() for file in files):
                socket.write(_TAKEN)
                self.received.emit(files)
            socket.disconnectFromServer()
        elif len(message) == _MOST:
            socket.abort()


def _is_heard(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(_CONNECT)


def _socket_name(home: Home) -> str:
    """The name of the socket: a file in the studio's own folder; on Windows, where pipes are no files, one after it."""
    if sys.platform == "win32":
        return f"ganstudio-{str(home.data).encode().hex()[-100:]}"
    return str(home.data / "window.socket")
