"""The end of every kernel: the lanes of each accumulator are added, and looked at.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

__all__ = ["reduction", "reduction_declarations"]


def reduction(lanes: int, sums: int) -> str:
    """The text from the label ``reduce`` on: 0.0 is returned, or nan if a sum is not finite."""
    return _REDUCE.format(vector=f"<{lanes} x double>", lanes=lanes, sums=sums)


def reduction_declarations(lanes: int) -> set[str]:
    """What that text, and the clearing of the accumulators, rely on."""
    return {
        f"declare double @llvm.vector.reduce.fadd.v{lanes}f64(double, <{lanes} x double>)",
        "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)",
    }


_REDUCE = """\
reduce:
  br label %each
each:
  %k = phi i64 [ 0, %reduce ], [ %following, %add ]
  %bad = phi double [ 0.0, %reduce ], [ %worse, %add ]
  %unfinished = icmp slt i64 %k, {sums}
  br i1 %unfinished, label %add, label %done
add:
  %offset = mul i64 %k, {lanes}
  %from = getelementptr double, ptr %scratch, i64 %offset
  %parts = load {vector}, ptr %from, align 8
  %sum = call reassoc double @llvm.vector.reduce.fadd.v{lanes}f64(double -0.0, {vector} %parts)
  %to = getelementptr double, ptr %sums, i64 %k
  store double %sum, ptr %to
  %zero = fmul double %sum, 0.0
  %worse = fadd double %bad, %zero
  %following = add i64 %k, 1
  br label %each
done:
  ret double %bad
}}
"""
