"""The perceptual network: found in its order, fetched only when asked, whole or not at all."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from ganstudio.cli import run
from ganstudio.core import vgg16
from ganstudio.core.download import DownloadProgress, partial_file
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings, save_settings

CONTENT = bytes(range(256)) * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GANSTUDIO_VGG16", raising=False)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    return tmp_path / "torch" / "hub" / "checkpoints" / "vgg16-397923af.pth"


class Server(SimpleHTTPRequestHandler):
    """Serves the content, in pieces if it is asked for one; what else it does is said by the path."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, str | None]]] = []
    stalled = threading.Event()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        self.asked.append((self.path, self.headers.get("Range")))
        if self.path == "/plain":
            return self._answer(302, b"", ("Location", "/network.pth"))
        if self.path == "/encrypted":
            return self._answer(302, b"", ("Location", "https://127.0.0.1:9/network.pth"))
        if self.path == "/gone":
            return self._answer(404, b"")
        if self.path == "/long":
            return self._answer(200, CONTENT + b"more")
        begin = int(str(self.headers.get("Range", "bytes=0-"))[6:-1])
        if self.path == "/whole":  # knows nothing of pieces
            return self._answer(200, CONTENT)
        if begin >= len(CONTENT):
            return self._answer(416, b"")
        return self._content(begin)

    def _content(self, begin: int) -> None:
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(CONTENT) - begin))
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.end_headers()
        half = len(CONTENT) // 2
        if self.path == "/cut" and begin < half:
            self.wfile.write(CONTENT[begin:half])
        elif self.path == "/stalled":
            self.wfile.write(CONTENT[begin:half])
            self.stalled.wait(60)
        else:
            self.wfile.write(CONTENT[begin:])

    def _answer(self, code: int, content: bytes, *more: tuple[str, str]) -> None:
        self.send_response(code)
        for name, value in [("Content-Length", str(len(content))), *more]:
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # who asked may have heard enough
            self.wfile.write(content)


@pytest.fixture
def server() -> Iterator[str]:
    Server.asked, Server.stalled = [], threading.Event()
    served = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    Server.stalled.set()
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.fixture
def address(server: str) -> str:
    return f"{server}/network.pth"


def fetched(address: str, stop: threading.Event | None = None, sha256: str = SHA256) -> list[DownloadProgress]:
    return list(vgg16.fetch(stop or threading.Event(), address=address, sha256=sha256, size=len(CONTENT)))


def left(cache: Path) -> list[str]:
    """The names of what lies where the network should."""
    return sorted(path.name for path in cache.parent.glob("*"))


def test_it_is_found_in_its_order(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vgg16.vgg16() is None and vgg16.target_file() == cache
    cache.parent.mkdir(parents=True)
    cache.touch()
    assert vgg16.vgg16() == cache
    (tmp_path / "mine.pth").touch()
    save_settings(Home(), Settings(vgg16=str(tmp_path / "mine.pth")))
    assert vgg16.vgg16() == tmp_path / "mine.pth"
    monkeypatch.setenv("GANSTUDIO_VGG16", str(tmp_path / "nowhere"))
    assert vgg16.vgg16() is None and vgg16.target_file() == tmp_path / "nowhere"


def test_it_is_fetched_whole(address: str, cache: Path) -> None:
    steps = fetched(address)
    assert steps[-1] == DownloadProgress(len(CONTENT), len(CONTENT)) and len(steps) > 2
    assert cache.read_bytes() == CONTENT and left(cache) == [cache.name]


def test_the_published_hash_is_whole() -> None:
    assert len(vgg16.SHA256) == 64 and vgg16.SHA256[:8] in vgg16.ADDRESS


def test_a_hash_that_only_begins_rightly_is_refused(address: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match="its SHA-256 is"):
        fetched(address, sha256=SHA256[:8] + "0" * 56)
    assert left(cache) == []


def test_a_cut_is_called_a_cut_and_gone_on_with(server: str, address: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match=r"was cut after 3 of 5 MB .* goes on from there"):
        fetched(f"{server}/cut")
    assert left(cache) == [f"{cache.name}.part"]
    assert fetched(address)[-1] == DownloadProgress(len(CONTENT), len(CONTENT))
    assert Server.asked == [("/cut", None), ("/network.pth", f"bytes={len(CONTENT) // 2}-")]
    assert cache.read_bytes() == CONTENT and left(cache) == [cache.name]


def test_a_server_that_knows_no_pieces_begins_anew(server: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match="was cut"):
        fetched(f"{server}/cut")
    fetched(f"{server}/whole")
    assert cache.read_bytes() == CONTENT and left(cache) == [cache.name]


def test_a_part_that_is_whole_is_not_fetched_again(address: str, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    partial_file(cache).write_bytes(CONTENT)
    fetched(address)
    assert cache.read_bytes() == CONTENT and Server.asked == []


@pytest.mark.parametrize("wrong", [b"other" * 1000, CONTENT + b"more", b"x" * len(CONTENT)])
def test_a_part_of_something_else_is_never_taken_for_the_network(address: str, cache: Path, wrong: bytes) -> None:
    cache.parent.mkdir(parents=True)
    partial_file(cache).write_bytes(wrong)
    if len(wrong) < len(CONTENT):
        with pytest.raises(GanStudioError, match="its SHA-256 is"):
            fetched(address)
        assert left(cache) == []
    fetched(address)
    assert cache.read_bytes() == CONTENT and left(cache) == [cache.name]


def test_an_old_part_is_swept(address: str, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    for part in (partial_file(cache), cache.with_name(f"{cache.name}.123.part")):
        part.write_bytes(CONTENT[:1000])
        os.utime(part, (0, 0))
    fetched(address)
    assert Server.asked == [("/network.pth", None)] and left(cache) == [cache.name]


def test_no_way_leads_to_an_address_that_is_not_encrypted(server: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match="not encrypted"):
        fetched(f"{server}/plain")
    assert [path for path, _ in Server.asked] == ["/plain"] and left(cache) == []
    with pytest.raises(GanStudioError, match="could not be fetched"):  # it is followed, and nobody is there
        fetched(f"{server}/encrypted")
    assert left(cache) == []


@pytest.mark.parametrize(("path", "said"), [("gone", "404"), ("long", r"has \d+ bytes instead of")])
def test_what_is_not_the_file_is_said(server: str, cache: Path, path: str, said: str) -> None:
    with pytest.raises(GanStudioError, match=said):
        fetched(f"{server}/{path}")
    assert left(cache) == []


def test_nobody_there(cache: Path) -> None:
    with pytest.raises(GanStudioError, match="check the connection"):
        fetched("http://127.0.0.1:9/network.pth")
    assert left(cache) == []


def test_a_folder_that_cannot_be_written(address: str, cache: Path) -> None:
    cache.parent.parent.mkdir(parents=True)
    cache.parent.write_text("in the way")
    with pytest.raises(GanStudioError, match="could not be written"):
        fetched(address)


def test_a_silent_server_does_not_keep_it_from_stopping(server: str, address: str, cache: Path) -> None:
    stop = threading.Event()
    done = 0
    for step in vgg16.fetch(stop, address=f"{server}/stalled", sha256=SHA256, size=len(CONTENT)):
        done = step.done
        if done == len(CONTENT) // 2:
            stop.set()  # from now on the server is silent for longer than a test may take
    assert not Server.stalled.is_set() and partial_file(cache).stat().st_size == done
    fetched(address)
    assert cache.read_bytes() == CONTENT and Server.asked[-1] == ("/network.pth", f"bytes={done}-")


def test_two_at_once_do_not_disturb_each_other(server: str, cache: Path) -> None:
    stop = threading.Event()
    first = vgg16.fetch(stop, address=f"{server}/stalled", sha256=SHA256, size=len(CONTENT))
    next(first)
    with pytest.raises(GanStudioError, match="already being fetched"):
        fetched(f"{server}/network.pth")
    stop.set()
    assert list(first) == [] and partial_file(cache).stat().st_size > 0


def test_on_the_command_line(
    address: str, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch = partial(vgg16.fetch, address=address, sha256=SHA256, size=len(CONTENT))
    monkeypatch.setattr(vgg16, "fetch", fetch)
    assert run(["fetch", "vgg16"]) == 0
    assert cache.exists() and str(cache) in capsys.readouterr().err
    partial_file(cache).touch()
    assert run(["fetch", "vgg16"]) == 0
    assert "is here already" in capsys.readouterr().err and left(cache) == [cache.name]


def test_ctrl_c_on_the_command_line_keeps_what_came(server: str, cache: Path, tmp_path: Path) -> None:
    code = (
        "import functools, sys; from ganstudio.core import vgg16; from ganstudio.cli import run; "
        f"vgg16.fetch = functools.partial(vgg16.fetch, address={server + '/stalled'!r}, size={len(CONTENT)}); "
        "sys.exit(run(['fetch', 'vgg16']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = ""
        while " 4" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        assert "the next time it goes on from here" in process.stderr.read()
    assert process.returncode == 130 and 0 < partial_file(cache).stat().st_size <= len(CONTENT) // 2
