"""The lines under the sentence about an unexpected error."""

from ganstudio.core.log import log_file
from ganstudio.core.translation import tr


def describe_details(details: str) -> list[str]:
    """Where the log has the details; themselves, line by line, where none could be written; nothing where there are none."""
    if not details:
        return []
    file = log_file()
    return (
        [tr("Details are in {file}; “ganstudio doctor” makes a report of them.", file=file)]
        if file
        else details.rstrip().splitlines()
    )
