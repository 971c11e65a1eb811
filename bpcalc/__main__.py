"""`python -m bpcalc`, and the program that installation puts on the path."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from bpcalc.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
