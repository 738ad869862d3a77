"""The command line. This module imports click alone: help comes at once, each command brings what it needs."""

import gettext
import inspect
import os
import sys
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ganstudio.core.translation import DOMAIN, choose_language, current_language, own_folder, tr, use_language

COMMANDS = {
    "gui": ("gui", "Open the window (also without a command)."),
    "stylize": ("stylize", "Give pictures a style."),
    "say": ("say", "Show what is understood of a sentence, as a look."),
    "train": ("train", "Train a GAN on a folder of pictures."),
    "resume": ("train", "Go on with a training, exactly where it stopped."),
    "fork": ("train", "Copy a training at a checkpoint, to go on in another way."),
    "ask": ("ask", "Ask something of a training that goes on: samples, a checkpoint, options."),
    "generate": ("trained", "Make pictures with a trained generator."),
    "film": ("trained", "Make a film of how a training's samples came to be."),
    "card": ("trained", "Write what a training is, on one page."),
    "export": ("trained", "Write a trained network as ONNX or safetensors."),
    "publish": ("publish", "Make a style pack of a trained style."),
    "styles": ("listings", "List the styles, or show one with its options."),
    "architectures": ("listings", "List the architectures, or show one with its options."),
    "plugins": ("listings", "List the plugins: what they bring, what failed and why."),
    "plugin": ("plugin", "Make a plugin, or check one."),
    "runs": ("listings", "List the trainings in a folder."),
    "check": ("check", "Look at a folder of pictures as a training would."),
    "fetch": ("fetch", "Fetch the network by which a brush learns."),
    "glossary": ("glossary", "Explain a word of the field, or list all of them."),
    "install-desktop": ("desktop", "Put the studio into the applications menu; .ganstyle files open in it."),
    "doctor": ("doctor", "Report versions, devices, folders and the last errors, to mend what does not work."),
    "demo": ("demo", "The main job on a sample: six styles, then a short training."),
}

_OWN_PROCESS = "own process"  # tells the group that the process is its own, with a log and hooks


class Commands(click.Group):
    """Commands whose modules are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"ganstudio.cli.{COMMANDS[cmd_name][0]}"), cmd_name.replace("-", "_"))
        return translate_help(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in the help, without importing any of them."""
        with formatter.section(tr("Commands")):
            formatter.write_dl([(name, tr(words)) for name, (_, words) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or an error that names the nearest ones."""
        if args and args[0] not in COMMANDS:
            from ganstudio.core.errors import unknown_name_error

            raise click.UsageError(str(unknown_name_error("command", args[0], COMMANDS)), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--plugin-dir", "plugin_dirs", multiple=True, metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path), help="Also load the plugins in this folder.",
)  # fmt: skip
@click.option("--safe-mode", is_flag=True, help="Load only the bundled plugins.")
@click.version_option(None, "--version", package_name="ganstudio", message="GAN Studio %(version)s")
@click.pass_context
def cli(ctx: click.Context, plugin_dirs: tuple[Path, ...], safe_mode: bool) -> None:
    """GAN Studio: give pictures a style, and train GANs on your own pictures."""
    if ctx.obj == _OWN_PROCESS:
        _keep_log(ctx.invoked_subcommand or "gui")
    ctx.obj = {"plugin_dirs": plugin_dirs, "safe_mode": safe_mode}
    if ctx.invoked_subcommand is None:
        ctx.invoke(cli.get_command(ctx, "gui"))  # type: ignore[arg-type]


def main(args: list[str] | None = None) -> None:
    """Run a command in a process of its own, which keeps a log, and exit: 0 done, 1 an error, 2 usage, 130 interrupted."""
    sys.exit(run(args, keep_log=True))


def run(args: list[str] | None = None, *, keep_log: bool = False) -> int:
    """Run a command; the exit code."""
    from ganstudio.core.errors import GanStudioError
    from ganstudio.core.text import strip_control_characters

    _use_language()
    try:
        code: Any = translate_help(cli).main(
            args, prog_name="ganstudio", standalone_mode=False, obj=_OWN_PROCESS if keep_log else None
        )
    except GanStudioError as error:
        click.echo(f"ganstudio: {strip_control_characters(str(error))}", err=True)
        return 1
    except click.ClickException as error:
        error.message = strip_control_characters(error.message)  # type: ignore[misc]  # shown, with the usage before it
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (Exception, SystemExit) as error:  # a bug of the program or of a plugin, which may also try to end the program
        from ganstudio.core.log import find_place, log_unexpected

        if isinstance(error, SystemExit) and find_place(error)[0] in ("click.core", "rich.console"):
            return 1  # so these two end where nobody reads any more
        _tell_unexpected(*log_unexpected(error))
        return 1
    return code if isinstance(code, int) else 0


def translate_help(command: click.Command) -> click.Command:
    """A copy of a command whose help is in the user's language."""
    translated = copy(command)
    translated.help = tr(inspect.cleandoc(command.help)) if command.help else command.help
    translated.params = [copy(param) for param in command.params]
    for param in translated.params:
        if said := getattr(param, "help", None):
            setattr(param, "help", tr(said))  # noqa: B010  # options have it, and arguments since click 8.2
    if isinstance(translated, click.Group) and type(translated) is not Commands:
        translated.commands = {name: translate_help(each) for name, each in translated.commands.items()}
    return translated


def _use_language() -> None:
    """Speak the user's language, and let click do so: it asks gettext, which asks the environment."""
    from ganstudio.core.settings import Home, load_settings

    use_language(choose_language(load_settings(Home())[0].language))
    gettext.bindtextdomain(DOMAIN, str(own_folder()))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = current_language()


def _keep_log(command: str) -> None:
    from ganstudio.core.log import start_log, watch_unexpected
    from ganstudio.core.settings import Home

    start_log(Home(), command)
    watch_unexpected(_tell_unexpected)


def _tell_unexpected(sentence: str, details: str) -> None:
    from ganstudio.cli.unexpected_errors import describe_details
    from ganstudio.core.text import strip_control_characters

    for words in (f"ganstudio: {sentence}", *describe_details(details)):
        click.echo(strip_control_characters(words), err=True)
