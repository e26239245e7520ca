"""The compiler: differentiate first, compile second.

``record`` calls a function once with symbols and keeps the graph that it makes; the gradient is
recorded too, so it is just more graph and nothing after that has heard of derivatives. The graph
becomes a ``Program``, a flat list of instructions; ``passes`` shorten it; kernels run it. Read
``program.py`` first.
"""

from autograd.compiler.batch import Batch
from autograd.compiler.compiled import Compiled, compile
from autograd.compiler.program import Program

__all__ = ["Batch", "Compiled", "Program", "compile"]
