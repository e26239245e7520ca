"""How arrays meet."""

from autograd.compiler.backends.languages.axes import Shaped, contracted, outer, viewed
from autograd.compiler.loops.notation import PRODUCT, SUM

W, V = Shaped("W", (0, 1)), Shaped("V", (1, 0))


def test_views() -> None:
    assert viewed(W, (0, 1), "np") == W
    assert viewed(V, (0, 1), "np") == Shaped("V.T", (0, 1))
    assert viewed(Shaped("b", (1,)), (0, 1), "np").text == "b"
    assert viewed(Shaped("a + b", (0,), SUM), (0, 1, 2), "np").text == "(a + b)[:, None, None]"
    assert viewed(Shaped("t", (2, 0)), (0, 1, 2), "np").text == "t.T[:, None, :]"
    assert viewed(Shaped("t", (2, 0, 1)), (0, 1, 2), "np").text == "np.transpose(t, (1, 2, 0))"
    assert viewed(Shaped("t", (2, 0, 1)), (0, 1, 2), "torch").text == "torch.permute(t, (1, 2, 0))"
    assert viewed(Shaped("c"), (0, 1), "np").text == "c"


def test_products() -> None:
    x, y = Shaped("x", (1,)), Shaped("y", (1,))
    assert contracted(x, y, 1, "np") == Shaped("x @ y", (), PRODUCT)
    assert contracted(x, W, 1, "np") == Shaped("W @ x", (0,), PRODUCT)
    assert contracted(V, x, 1, "np") == Shaped("V.T @ x", (0,), PRODUCT)
    assert contracted(W, Shaped("A", (1, 2)), 1, "np").text == "W @ A"
    assert contracted(Shaped("A", (1, 2)), W, 1, "np") == Shaped("W @ A", (0, 2), PRODUCT)
    assert contracted(W, Shaped("a * b", (1,), PRODUCT), 1, "np").text == "W @ (a * b)"


def test_what_is_no_matrix_product() -> None:
    batch = contracted(Shaped("A", (0, 1, 3)), Shaped("B", (0, 3)), 3, "np")
    assert batch == Shaped('np.einsum("ijk,ik->ij", A, B)', (0, 1))


def test_outer_products() -> None:
    a, b = Shaped("a", (0,)), Shaped("b", (1,))
    assert outer(a, b, "np") == outer(b, a, "np") == Shaped("np.outer(a, b)", (0, 1))
