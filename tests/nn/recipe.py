"""The recipe of A. Karpathy's microgpt (2026): names, a model drawn after them, and its losses."""

from random import Random

import nn
from nn.data.names import tokens_of

#: what that program prints before each of its first 25 steps, one name a step
LOSSES = (
    *(3.365966947585, 3.424272783872, 3.177802125458, 3.066355684224, 3.220883089751),
    *(2.945159723010, 3.289425064431, 3.324529585381, 2.899033642358, 3.222888240118),
    *(2.796350759429, 2.934480617625, 3.054397063981, 3.090505920072, 3.065137743252),
    *(2.733695010706, 2.883857838610, 2.897710832489, 2.707342343267, 2.745285393656),
    *(3.721175383010, 2.802587532920, 2.824089144064, 2.037449897432, 3.369840650639),
)
#: the mean over the last hundred of its thousand steps
MEAN_OF_THE_LAST = 2.276123372451


def prepared():
    """The shuffled names as tokens, the model that is drawn right after the shuffle, and Adam."""
    source, names = Random(42), nn.names()
    source.shuffle(names)
    model = nn.GPT(27, 16, width=16, heads=4, rng=source)
    rule = nn.Adam(lambda step: 0.01 * (1 - step / 1000), betas=(0.85, 0.99), eps=1e-8)
    return [*map(tokens_of, names)], model, rule
