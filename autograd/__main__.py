"""``python -m autograd``: where to begin, as this package is there to be imported."""

import argparse
import sys

import autograd

ABOUT = "A library to import: numbers that remember what they were made of, and their derivatives."
BEGIN = """\
in Python:
  >>> from autograd import Value, grad
  >>> x = Value(3.0, label="x")
  >>> y = x * x + 1
  >>> y.backward()
  >>> x.grad
  6.0
  >>> grad(lambda x: x**3)(2.0)
  12.0

what shows a graph:
  print(tree(y)), draw(y), print(explain(y, wrt=x)), explore(y).save("y.html")

on the command line:
  python -m nn xor                 train a network, and draw it into pictures/
  python -m nn --help              what else can be trained, kept and asked
  python -m autograd.exercises -h  exercises for a class: handed out, and marked
  python -m pydoc autograd.grad    what a name is for

The README, the pages in docs/ and the course in notebooks/ come with the source.
"""


def main(words: list[str] | None = None) -> None:
    """Print where to begin, or the version."""
    parser = argparse.ArgumentParser(
        "python -m autograd",
        description=ABOUT,
        epilog=BEGIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"chainrule {autograd.__version__}"
    parser.add_argument("--version", action="version", version=version)
    parser.parse_args(words)
    parser.print_help()


if __name__ == "__main__":
    main(sys.argv[1:])
