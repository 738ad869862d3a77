"""`ganstudio fetch`: networks of others that the studio uses but does not bring."""

import click

from ganstudio.cli.common import as_json, print_json, say, stop_on_interrupt
from ganstudio.core.translation import tr


@click.command()
@click.argument("network", type=click.Choice(["vgg16"]))
@as_json
def fetch(network: str, as_json: bool) -> int:  # noqa: ARG001
    """Fetch the perceptual network by which a brush learns (528 MB, from the servers of PyTorch)."""
    from ganstudio.core import vgg16

    found = vgg16.vgg16()
    if found:
        vgg16.sweep_partial()
        say(tr("The network is here already: {found}", found=found))
        return 0
    say(f"Fetching {vgg16.ADDRESS} …")
    last = 0
    with stop_on_interrupt() as stop:
        for step in vgg16.fetch(stop):
            share = 100 * step.done // step.total
            if share >= last + 5:
                last = share
                say(f"{step.done / 2**20:.0f} MB, {share} %")
    if stop.is_set():
        part = vgg16.partial_network()
        say(
            tr("Stopped; the next time it goes on from here ({part}).", part=part)
            if part
            else tr("Stopped; nothing was kept.")
        )
        return 130
    say(tr("The network lies in {file}.", file=vgg16.cache_file()))
    if as_json:
        print_json([{"id": "vgg16", "title": "VGG-16", "origin": str(vgg16.cache_file())}])
    return 0
