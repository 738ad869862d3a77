"""Starts: a mark for each window that opens; it stays behind where the program ended before the plugins were loaded."""

from pathlib import Path

from ganstudio.plugins import crash_markers

LIMIT = 2


class Start:
    """One start of the window, and how those before it went."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "starts"
        self.failed = len(crash_markers.find_left_markers(self._folder))
        self._mark = crash_markers.leave_marker(self._folder)

    @property
    def is_careful(self) -> bool:
        """Whether so many starts in a row have failed that this one does without what is not bundled."""
        return self.failed >= LIMIT

    def mark_success(self) -> None:
        """Forget the failed ones: this start has come to its end."""
        crash_markers.remove_markers([self._mark, *crash_markers.find_left_markers(self._folder)])
