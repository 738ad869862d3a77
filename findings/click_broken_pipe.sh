#!/usr/bin/env bash
# click 8.5.1: `main(standalone_mode=False)` swallows a broken pipe, of whatever pipe, and ends the program by SystemExit(1).
#
# The documentation says that without the standalone mode exceptions are propagated to the caller. A BrokenPipeError is not: `main`
# takes every OSError with EPIPE for a reader of stdout that went away, wherever it was raised. Seen here: a command writes to the
# stdin of a child process that has ended; stdout is read all the time. The caller gets SystemExit(1), nothing is printed, and
# sys.stdout is another object afterwards. Other errors, such as ConnectionResetError, reach the caller as they are.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check click==8.5.1
cat > program.py <<'PY'
import subprocess
import sys
import click

@click.command()
@click.argument("kind")
def command(kind):
    if kind == "reset":
        raise ConnectionResetError("the other side went away")
    child = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, bufsize=0)
    child.wait()
    child.stdin.write(b"more work")

before = sys.stdout
try:
    command.main(sys.argv[1:], standalone_mode=False)
except BaseException as error:
    print(f"{error!r}, stdout is the same: {sys.stdout is before}")
PY
pipe=$(venv/bin/python program.py pipe 2>errors) reset=$(venv/bin/python program.py reset)
printf 'click %s\nbroken pipe to a child: %s\nconnection reset: %s\nprinted on stderr: [%s]\n' \
    "$(venv/bin/python -c 'from importlib.metadata import version; print(version("click"))')" "$pipe" "$reset" "$(cat errors)"
[ "$pipe" = "SystemExit(1), stdout is the same: False" ] && [[ "$reset" == ConnectionResetError* ]] && [ ! -s errors ]
