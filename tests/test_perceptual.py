"""The perceptual network: found in its order, fetched only when asked, whole or not at all."""

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from ganstudio import perceptual
from ganstudio.cli import run
from ganstudio.errors import GanStudioError
from ganstudio.settings import Home, Settings, save_settings

CONTENT = bytes(range(256)) * 20_000


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GANSTUDIO_VGG16", raising=False)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    return tmp_path / "torch" / "hub" / "checkpoints" / "vgg16-397923af.pth"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Broken(Quiet):
    """Promises more than it sends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:1000])


def serve(handler: type[SimpleHTTPRequestHandler], folder: Path) -> Iterator[str]:
    (folder / "served").mkdir()
    (folder / "served" / "network.pth").write_bytes(CONTENT)
    server = HTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder / "served")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/network.pth"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    yield from serve(Quiet, tmp_path)


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[str]:
    yield from serve(Broken, tmp_path)


def fetched(address: str, stop: threading.Event | None = None) -> list[perceptual.Fetched]:
    sha256 = hashlib.sha256(CONTENT).hexdigest()[:8]
    return list(perceptual.fetch(stop or threading.Event(), address=address, sha256=sha256))


def test_it_is_found_in_its_order(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert perceptual.vgg16() is None and perceptual.expected_at() == cache
    cache.parent.mkdir(parents=True)
    cache.touch()
    assert perceptual.vgg16() == cache
    (tmp_path / "mine.pth").touch()
    save_settings(Home(), Settings(vgg16=str(tmp_path / "mine.pth")))
    assert perceptual.vgg16() == tmp_path / "mine.pth"
    monkeypatch.setenv("GANSTUDIO_VGG16", str(tmp_path / "nowhere"))
    assert perceptual.vgg16() is None and perceptual.expected_at() == tmp_path / "nowhere"


def test_it_is_fetched_whole(address: str, cache: Path) -> None:
    steps = fetched(address)
    assert steps[-1] == perceptual.Fetched(len(CONTENT), len(CONTENT)) and len(steps) > 2
    assert cache.read_bytes() == CONTENT and list(cache.parent.iterdir()) == [cache]


def test_a_wrong_hash_is_refused(address: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match="its hash is wrong"):
        list(perceptual.fetch(threading.Event(), address=address))
    assert not any(cache.parent.iterdir())


def test_a_connection_that_breaks(broken: str, cache: Path) -> None:
    with pytest.raises(GanStudioError, match=r"hash is wrong|could not be fetched"):
        fetched(broken)
    assert not any(cache.parent.iterdir())


def test_nobody_there(cache: Path) -> None:
    with pytest.raises(GanStudioError, match="check the connection"):
        fetched("http://127.0.0.1:9/network.pth")
    assert not cache.exists()


def test_it_stops(address: str, cache: Path) -> None:
    stop = threading.Event()
    events = perceptual.fetch(stop, address=address)
    next(events)
    stop.set()
    assert list(events) == []
    assert not any(cache.parent.iterdir())


def test_on_the_command_line(
    address: str, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()[:8]
    monkeypatch.setattr(perceptual, "fetch", partial(perceptual.fetch, address=address, sha256=sha256))
    assert run(["fetch", "vgg16"]) == 0
    assert cache.exists() and str(cache) in capsys.readouterr().err
    assert run(["fetch", "vgg16"]) == 0
    assert "is here already" in capsys.readouterr().err
