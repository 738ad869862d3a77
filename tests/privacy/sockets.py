"""Every socket that a process and its children open, native libraries' too, as the kernel sees them (Linux).

A seccomp filter lets the kernel ask us about each `socket` and `connect`; each is written down and let go on. Started as a
script, it puts the filter on itself and becomes the command that it is given.
"""

import ctypes
import errno
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_NUMBERS = {  # of seccomp, socket and connect; the name that the kernel gives the processor
    "x86_64": (317, 41, 42, 0xC000003E),
    "aarch64": (277, 198, 203, 0xC00000B7),
}
_NO_NEW_PRIVILEGES, _SET_FILTER, _NEW_LISTENER = 38, 1, 8
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_RECEIVE, _SEND, _GO_ON = 0xC0502100, 0xC0182101, 1
_ASKED, _ANSWER = "=QIIiIQ6Q", "=QqiI"  # struct seccomp_notif and seccomp_notif_resp


@dataclass
class Watched:
    """How a command ended, what it said, and the sockets that it opened and the places that it called."""

    status: int = -1
    output: str = ""
    calls: list[str] = field(default_factory=list)


def unavailable() -> str:
    """Why sockets cannot be watched here; empty where they can."""
    if sys.platform != "linux" or platform.machine() not in _NUMBERS:
        return "sockets are watched by the Linux kernel on x86-64 and arm64 alone"
    try:
        found = watch([sys.executable, "-S", "-c", "import socket; socket.socket(socket.AF_INET)"], os.environ)
    except OSError as error:
        return f"this kernel does not let sockets be watched ({error})"
    return "" if found.calls else f"this kernel does not let sockets be watched ({found.output.strip()[-200:]})"


def watch(command: Sequence[str], env: Mapping[str, str]) -> Watched:
    """Run a command to its end; every socket of the internet that it or a child opened is written down."""
    ours, theirs = socket.socketpair()
    found = Watched()
    with ours, subprocess.Popen(
        [sys.executable, "-S", __file__, str(theirs.fileno()), *command],
        env=dict(env), pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        theirs.close()
        _, listeners, _, _ = socket.recv_fds(ours, 1, 1)
        asking = threading.Thread(target=_answer, args=(listeners, found.calls))
        asking.start()
        found.output, _ = process.communicate()
        found.status = process.returncode
        asking.join()
    return found


def _answer(listeners: list[int], calls: list[str]) -> None:
    """Write down what the kernel asks about, and let it go on, until the last process with the filter is gone."""
    if not listeners:
        return
    (listener,) = listeners
    libc = ctypes.CDLL(None, use_errno=True)
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while not any(what & select.POLLHUP for _, what in poll.poll()):
        asked = ctypes.create_string_buffer(struct.calcsize(_ASKED))
        if libc.ioctl(listener, ctypes.c_ulong(_RECEIVE), asked) != 0:
            continue  # whoever asked is gone
        number, pid, _, call, _, _, *given = struct.unpack(_ASKED, asked.raw)
        calls.extend(_words(pid, call, given))
        answer = ctypes.create_string_buffer(struct.pack(_ANSWER, number, 0, 0, _GO_ON))
        libc.ioctl(listener, ctypes.c_ulong(_SEND), answer)
    os.close(listener)


def _words(pid: int, call: int, given: Sequence[int]) -> list[str]:
    """What was asked in words; nothing for sockets that stay within the machine, unless they call somebody."""
    _, opened, _, _ = _NUMBERS[platform.machine()]
    if call == opened:
        family = given[0] & 0xFFFFFFFF
        return [] if family == socket.AF_UNIX else [f"socket of family {family}"]
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        memory.seek(given[1])
        place = memory.read(given[2])
    (family,) = struct.unpack("=H", place[:2])
    name = place[2:].partition(b"\0")[0] if family == socket.AF_UNIX else place[2:]
    return [f"connect to family {family}: {name!r}"]


def _filter() -> ctypes.Array[ctypes.c_char]:
    """The program that the kernel runs at each system call: it asks us about two of them."""
    _, opened, connected, processor = _NUMBERS[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06
    lines = [
        (load, 0, 0, 4), (equal, 1, 0, processor), (give, 0, 0, _ALLOW),
        (load, 0, 0, 0), (equal, 2, 0, opened), (equal, 1, 0, connected), (give, 0, 0, _ALLOW), (give, 0, 0, _ASK),
    ]  # fmt: skip
    return ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))


def _become(channel: int, command: Sequence[str]) -> None:
    """Put the filter on this process, hand the kernel's questions to the other side, and become the command."""
    libc = ctypes.CDLL(None, use_errno=True)
    program = _filter()
    head = struct.pack("@HP", (len(program) - 1) // 8, ctypes.addressof(program))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    number = _NUMBERS[platform.machine()][0]
    listener = libc.syscall(number, _SET_FILTER, _NEW_LISTENER, ctypes.create_string_buffer(head))
    if listener < 0:
        code = ctypes.get_errno()
        sys.exit(f"seccomp: {errno.errorcode.get(code, code)}")
    with socket.socket(fileno=channel) as theirs:
        socket.send_fds(theirs, [b"!"], [listener])
    os.execvp(command[0], list(command))


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
