"""Names for new trainings."""

from datetime import date
from pathlib import Path


def free_name(runs: Path, folder: Path, today: date) -> str:
    """A name for a new run that no other has: the folder's and the day, and a number where that is taken."""
    base = f"{folder.stem or 'pictures'} {today.isoformat()}"
    names = [base, *(f"{base} ({number})" for number in range(2, 1000))]
    return next(name for name in names if not (runs / name).exists())
