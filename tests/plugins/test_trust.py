"""Trust: what was dropped in runs only when the user has allowed that very content."""

import os
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.loader import load_catalog
from ganstudio.plugins.trust import digest_of, trust
from tests.plugins.folders import drop_in, plugin, source


def found(settings: Settings) -> Plugin:
    return plugin(load_catalog(Home(), settings), "mine")


def test_a_dropped_in_plugin_is_listed_and_not_run_until_it_is_trusted(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    place = drop_in(Home().plugins, "mine", f"open({str(ran)!r}, 'w').close()\n" + source("mine"))
    listed = found(Settings())
    assert (listed.trusted, listed.loaded, listed.error, listed.origin) == (False, False, None, str(place))
    assert listed.digest == digest_of(place) and len(listed.digest) == 64
    assert not ran.exists()
    trusting = trust(Settings(), listed)
    assert found(trusting).loaded and found(trusting).styles == ("mine",)
    assert ran.exists()


def test_changed_content_asks_again() -> None:
    place = drop_in(Home().plugins, "mine")
    trusting = trust(Settings(), found(Settings()))
    (place / "more.py").write_text("")
    assert not found(trusting).trusted
    (place / "more.py").unlink()
    assert found(trusting).loaded
    (place / "__init__.py").write_text(source("mine") + "\n")
    assert not found(trusting).trusted
    assert found(trust(trusting, found(trusting))).loaded


def test_running_a_plugin_does_not_change_its_digest() -> None:
    place = drop_in(Home().plugins, "mine")
    before = digest_of(place)
    assert found(trust(Settings(), found(Settings()))).loaded
    assert digest_of(place) == before


def test_what_python_compiled_is_never_run(tmp_path: Path) -> None:
    """A compiled cache does not count for the digest; so it must not be believed either."""
    place = drop_in(Home().plugins, "mine", "from .part import styles\nganstudio_api = 2")
    (place / "part.py").write_text(source("mine"))
    import importlib.util
    import py_compile

    evil = tmp_path / "part.py"
    evil.write_text("raise SystemExit('the cache was run')")
    cache = Path(importlib.util.cache_from_source(str(place / "part.py")))
    py_compile.compile(str(evil), str(cache), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert found(trust(Settings(), found(Settings()))).error is None


def test_names_contents_and_places_count(tmp_path: Path) -> None:
    place = drop_in(tmp_path, "mine")
    (place / "a.py").write_text("xy")
    digests = [digest_of(place)]
    (place / "a.py").rename(place / "b.py")
    digests.append(digest_of(place))
    (place / "b.py").write_text("x")
    (place / "c.py").write_text("y")
    digests.append(digest_of(place))
    (place / "deep").mkdir()
    (place / "c.py").rename(place / "deep" / "c.py")
    digests.append(digest_of(place))
    assert len(set(digests)) == 4


def test_a_plugin_may_be_moved(tmp_path: Path) -> None:
    place = drop_in(tmp_path / "here", "mine")
    before = digest_of(place)
    assert digest_of(place.rename(tmp_path / "there")) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_refused(tmp_path: Path) -> None:
    place = drop_in(Home().plugins, "mine")
    (place / "part.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(GanStudioError, match=r"“mine” holds a link, part\.py"):
        digest_of(place)
    listed = found(Settings())
    assert not listed.loaded and "holds a link" in str(listed.error)
