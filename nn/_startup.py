"""The first thing of ``python -m nn``: Ctrl-C during its imports ends it without a traceback.

Python imports this package before it runs ``__main__.py``; until then ``sys.argv`` begins with
"-m". Nothing is lost yet, so the system's own way of ending a program will do. From ``main`` on,
``cli/terminal.py`` hears Ctrl-C.
"""

import signal
import sys

if (
    sys.argv[:1] == ["-m"]
    and "nn" in sys.orig_argv
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
