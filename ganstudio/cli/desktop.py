"""`ganstudio install-desktop`: the studio in the applications menu."""

import click

from ganstudio.cli.common import say, show
from ganstudio.core.translation import tr


@click.command("install-desktop")
@click.option("--remove", is_flag=True, help="Take it out of the menu again.")
def install_desktop(remove: bool) -> None:
    """Put GAN Studio into the applications menu (Linux), and let .ganstyle files open in it by a double click."""
    from ganstudio.core.desktop_entry import install_desktop_files, remove_desktop_files

    done = remove_desktop_files() if remove else install_desktop_files()
    if not remove:
        show(tr("GAN Studio is in the applications menu, and .ganstyle files open in it; --remove undoes it. Written:"))
    elif done.files:
        show(tr("GAN Studio is out of the applications menu. Removed:"))
    else:
        show(tr("There was no menu entry to remove."))
    for file in done.files:
        show(f"    {file}")
    for remark in done.remarks:
        say(remark)
