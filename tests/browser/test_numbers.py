"""Numbers in the player are those of pictures and texts, with a longer minus."""

import math
import random
from typing import Any

from autograd.bundle import bundle
from autograd.show.text import number_text

NUMBERS = [
    *(0.0, 1.0, -1.0, 3.0, 0.1, -2.5, 1 / 3, -2 / 3, 1 / 105, 22 / 7, 10 / 3, 100 / 3, 1 / 64),
    *(0.1 + 0.2, 0.6000000000000001, 2.9999999999999996, 0.99996, 10.0004, 9999.6, 99999.6),
    *(1234.5678, 65536.0, 1234567.0, 12345678.0, 123456789.123, 1e16, 1e22, 1e300, 1.5e-310),
    *(math.inf, -math.inf, math.nan),
    *(1e-5, -1e-7, 5e-324, 1.234567e-5, 0.00012345678, math.pi, 1 / 997, 1 / 1009, 0.001),
]


def test_the_player_writes_numbers_as_texts_do(browser: Any) -> None:
    rng = random.Random(0)
    numbers = NUMBERS + [rng.choice([-1, 1]) * 10 ** rng.uniform(-8, 12) for _ in range(500)]
    numbers += [rng.randint(-999, 999) / rng.randint(1, 999) for _ in range(500)]
    numbers = [x for x in numbers if not halfway(float(x))]
    script = bundle(["autograd/page/numbers.js"])
    page = browser.new_page()
    shown = page.evaluate(f"(numbers) => {{ {script}; return numbers.map(short); }}", numbers)
    page.close()
    assert shown == [number_text(float(x)).replace("-", "−") for x in numbers]


def halfway(x: float) -> bool:
    """Whether four digits are a choice: Python takes the even one, a browser the larger."""
    digits = format(x, ".17g").lstrip("-").replace(".", "").lstrip("0")
    return len(digits) == 5 and digits.endswith("5")
