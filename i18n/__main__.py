"""Bring the catalogues up to date with the source and compile them; `check` says what is wrong with them: exit code 1."""

import sys

from i18n.catalogues import problems, update_all

if __name__ == "__main__":
    if sys.argv[1:] != ["check"]:
        update_all(sys.argv[1:])
    found = problems()
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.exit(1 if found and sys.argv[1:] == ["check"] else 0)
