"""The lines under the sentence about an unexpected error."""

from ganstudio.core.log import log_file


def describe_details(details: str) -> list[str]:
    """Where the log has the details; themselves, line by line, where none could be written; nothing where there are none."""
    if not details:
        return []
    file = log_file()
    return [f"Details are in {file}; “ganstudio doctor” makes a report of them."] if file else details.rstrip().splitlines()
