"""Fixtures for everyone who tests a plugin: pytest finds them wherever GAN Studio is installed.

Nothing heavy is imported until a test asks for a fixture.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog


@pytest.fixture
def picture_folder(tmp_path: Path) -> Path:
    """A folder of 24 small made pictures, discs on plain grounds: 40×40 to 63×40 pixels, PNG and JPEG."""
    from ganstudio.testing.synthetic import make_pictures

    return make_pictures(tmp_path / "pictures", 24)


@pytest.fixture
def tiny_catalog() -> "Catalog":
    """A catalog with one architecture, “tiny”, that trains at 8, 16 or 32 pixels in milliseconds."""
    from ganstudio.plugins.catalog import Catalog, Plugin
    from ganstudio.testing.synthetic import Tiny

    tiny = Tiny()
    return Catalog({tiny.id: tiny}, plugins=(Plugin("tiny", "bundled", architectures=(tiny.id,)),))
