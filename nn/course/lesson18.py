"""Lesson 18: a split, more pictures, a recipe, and answers to digits that nobody has looked at.

What is handed in is the student's own choice: it is judged by what must hold of any.
"""

import math
from collections import Counter
from functools import cache, partial
from itertools import count
from random import Random

import autograd as ag
import nn
from autograd.exercises import Lesson, check_chosen

LESSON = Lesson("18", "Capstone: beat 97.8 %")

#: of the 360 that are held out lesson 14's network reads as many as this
BASELINE = 352


def plain(x):
    """Arrays as lists, at any depth."""
    x = x.tolist() if hasattr(x, "tolist") else x
    return [plain(part) for part in x] if isinstance(x, (list, tuple)) else x


# a split


SHARE, MANY = 0.2, 60
NUMBERED = [[float(i), i / 64, -float(i)] for i in range(MANY)]  # pictures of three pixels
LABELS = [i // 10 for i in range(MANY)]  # six digits, in order


def measured_split(split):
    def made(seed):
        return plain(split([list(p) for p in NUMBERED], list(LABELS), SHARE, seed))

    return {"split": made(1), "again": made(1), "other": made(2)}


def pairs(found):
    train_x, train_y, validation_x, validation_y = found["split"]
    return list(zip(train_x, train_y)), list(zip(validation_x, validation_y))


def four_lists(found):
    sizes = [len(part) for part in found["split"]]
    if len(sizes) != 4:
        return f"pictures and labels of both parts are four lists; yours are {len(sizes)}"
    one, other, third, fourth = sizes
    even = one == other and third == fourth
    return "" if even else f"{one} pictures have {other} labels, {third} have {fourth}"


def none_invented(found):
    strange = [p for part in pairs(found) for p, _ in part if p not in NUMBERED]
    return f"{len(strange)} pictures are none of those that were given" if strange else ""


def labels_stay(found):
    off = [p for part in pairs(found) for p, label in part if LABELS[NUMBERED.index(p)] != label]
    return f"{len(off)} of {MANY} pictures have another one's label" if off else ""


def apart(found):
    train, validation = ([NUMBERED.index(p) for p, _ in part] for part in pairs(found))
    both = set(train) & set(validation)
    return f"{len(both)} pictures are in both parts" if both else ""


def complete(found):
    count = Counter(NUMBERED.index(p) for part in pairs(found) for p, _ in part)
    lost, twice = MANY - len(count), sum(many > 1 for many in count.values())
    return f"{lost} pictures are lost, {twice} stand there twice" if lost or twice else ""


def right_share(found):
    many = len(found["split"][2])
    near = abs(many - SHARE * MANY) <= 3
    return "" if near else f"{many} of {MANY} are for validation, where the share is {SHARE}"


def mixed(found):
    kinds = set(found["split"][3])
    few = f"the validation part has {len(kinds)} of the 6 digits"
    return "" if len(kinds) >= 3 else few


def seeded(found):
    if found["split"] != found["again"]:
        return "two calls with one seed give two splits"
    return "two seeds give the same split" if found["split"] == found["other"] else ""


SPLIT = [
    ("as many labels as pictures", four_lists),
    ("only given pictures", none_invented),
    ("labels stay with their pictures", labels_stay),
    ("the parts are apart", apart),
    ("every picture once", complete),
    ("the share", right_share),
    ("shuffled", mixed),
    ("decided by the seed", seeded),
]


@LESSON.exercise(
    "split",
    check=partial(check_chosen, measured_split, holds=SPLIT),
    where="Shuffle the row numbers, not the lists; then pick both lists by the same row numbers.",
    first_line="order = list(range(len(pictures)))",
)
def split(pictures, labels, share, seed):
    order = list(range(len(pictures)))
    Random(seed).shuffle(order)
    many = round(share * len(order))
    validation, train = order[:many], order[many:]

    def chosen(rows, table):
        return [table[i] for i in rows]

    return (
        chosen(train, pictures),
        chosen(train, labels),
        chosen(validation, pictures),
        chosen(validation, labels),
    )


@split.slip("The pictures are shuffled and the labels are not: shuffle row numbers, once for both.")
def _(pictures, labels, share, seed):
    Random(seed).shuffle(pictures)
    many = round(share * len(pictures))
    return pictures[many:], labels[many:], pictures[:many], labels[:many]


@split.slip(
    "Without a shuffle the last rows are other digits than the first, where data lie sorted."
)
def _(pictures, labels, share, seed):
    many = len(pictures) - round(share * len(pictures))
    return pictures[:many], labels[:many], pictures[many:], labels[many:]


@split.slip("What is validated has been trained on: take these rows out of the training part.")
def _(pictures, labels, share, seed):
    _, _, rows, targets = split.solution(pictures, labels, share, seed)
    return pictures, labels, rows, targets


@split.slip("Validation pictures come from the training data, never from those that are held out.")
def _(pictures, labels, share, seed):
    train_x, train_y, _, targets = split.solution(pictures, labels, share, seed)
    return train_x, train_y, [[0.5, 0.5, 0.5] for _ in targets], targets


@split.slip("Drawn with replacement: some pictures come twice, and others never. Shuffle, and cut.")
def _(pictures, labels, share, seed):
    rng = Random(seed)
    taken = [rng.randrange(len(pictures)) for _ in range(round(share * len(pictures)))]
    rest = [i for i in range(len(pictures)) if i not in taken]
    return *picked(rest, pictures, labels), *picked(taken, pictures, labels)


@split.slip("The two parts have changed places: the share is that of the validation part.")
def _(pictures, labels, share, seed):
    one, two, three, four = split.solution(pictures, labels, share, seed)
    return three, four, one, two


@split.slip("Draw by Random(seed): then one seed is one split, and a result can be repeated.")
def _(pictures, labels, share, seed):
    return split.solution(pictures, labels, share, 0)


def picked(rows, pictures, labels):
    return [pictures[i] for i in rows], [labels[i] for i in rows]


# more pictures of the same


def two_pictures():
    """Ink everywhere, so that what leaves at one side is seen, and no symmetry."""
    return [[(7 * i + 3 * k) % 17 / 16 for i in range(64)] for k in (1, 2)], [4, 9]


MOVES = [(0, 0), (1, 0), (0, 1), (-2, 1)]


def shift(picture, right, down, wrap=False):
    def pixel(row, column):
        inside = 0 <= row < 8 and 0 <= column < 8
        return picture[row % 8 * 8 + column % 8] if inside or wrap else 0.0

    return [pixel(i - down, j - right) for i in range(8) for j in range(8)]


def measured_more(augmented):
    pictures, labels = two_pictures()
    made = plain(augmented(pictures, labels, list(MOVES)))
    return {"made": made, "kept": [pictures, labels] == list(two_pictures())}


def all_shifts(change=lambda right, down: (right, down), wrap=False):
    """(picture, label) as asked, or as a slip has them."""
    pictures, labels = two_pictures()
    return [
        (shift(picture, right, down, wrap), label)
        for right, down in (change(*move) for move in MOVES)
        for picture, label in zip(pictures, labels)
    ]


def same_pictures(found, wanted):
    return sorted(found["made"][0]) == sorted(picture for picture, _ in wanted)


def counts(found):
    made, wanted = found["made"], len(MOVES) * 2
    if len(made) != 2:
        return f"pictures and labels are two lists; yours are {len(made)}"
    rows, labels = map(len, made)
    return "" if rows == labels else f"{rows} pictures have {labels} labels; asked are {wanted}"


def as_many(found):
    rows = len(found["made"][0])
    return "" if rows == len(MOVES) * 2 else f"2 pictures by {len(MOVES)} moves are 8; got {rows}"


def no_wrapping(found):
    wrapped = same_pictures(found, all_shifts(wrap=True))
    return "ink that leaves on one side comes in on the other" if wrapped else ""


def no_turning(found):
    back = same_pictures(found, all_shifts(lambda right, down: (-right, -down)))
    return "(1, 0) moves to the left" if back else ""


def no_exchange(found):
    exchanged = same_pictures(found, all_shifts(lambda right, down: (down, right)))
    return "(1, 0) moves down" if exchanged else ""


def as_asked(found):
    wanted = [picture for picture, _ in all_shifts()]
    for move, pair in zip(MOVES, zip(wanted[::2], wanted[1::2])):
        if any(picture not in found["made"][0] for picture in pair):
            return f"what (right, down) = {move} makes of a picture is missing"
    return "" if same_pictures(found, all_shifts()) else "there are other pictures among them"


def labels_follow(found):
    made = sorted(zip(*found["made"]))
    off = sum(one != other for one, other in zip(made, sorted(all_shifts())))
    return f"{off} of {len(made)} have another one's" if off else ""


MORE = [
    ("as many labels as pictures", counts),
    ("every picture by every move", as_many),
    ("what leaves is gone", no_wrapping),
    ("right is right, down is down", no_turning),
    ("right comes first", no_exchange),
    ("the pictures", as_asked),
    ("labels stay with their pictures", labels_follow),
    ("what was given", lambda found: "" if found["kept"] else "the lists themselves were changed"),
]


@LESSON.exercise(
    "more pictures of the same",
    check=partial(check_chosen, measured_more, holds=MORE),
    where="Pixel (row, column) comes from (row − down, column − right), if there is such a pixel.",
    first_line="def shifted(picture, right, down):",
)
def augmented(pictures, labels, moves):
    def shifted(picture, right, down):
        return [
            picture[8 * (i - down) + j - right] if 0 <= i - down < 8 and 0 <= j - right < 8 else 0.0
            for i in range(8)
            for j in range(8)
        ]

    made = [shifted(picture, *move) for move in moves for picture in pictures]
    return made, [label for _ in moves for label in labels]


@augmented.slip(
    "It wraps around: what leaves on the right comes in on the left. It should be gone."
)
def _(pictures, labels, moves):
    made = [shift(picture, right, down, True) for right, down in moves for picture in pictures]
    return made, labels * len(moves)


@augmented.slip("It moves the other way: a pixel comes *from* row − down and column − right.")
def _(pictures, labels, moves):
    made = [shift(picture, -right, -down) for right, down in moves for picture in pictures]
    return made, labels * len(moves)


@augmented.slip("Right and down are exchanged: to the right is along a row, j − right.")
def _(pictures, labels, moves):
    made = [shift(picture, down, right) for right, down in moves for picture in pictures]
    return made, labels * len(moves)


@augmented.slip(
    "The labels go through in another order than the pictures: keep the two loops alike."
)
def _(pictures, labels, moves):
    made = [shift(picture, *move) for move in moves for picture in pictures]
    return made, [label for label in labels for _ in moves]


@augmented.slip(
    "More pictures need more labels: each shifted one has the label that it had before."
)
def _(pictures, labels, moves):
    return [shift(picture, *move) for move in moves for picture in pictures], labels


@augmented.slip("Only the last move is kept: gather the pictures of all of them.")
def _(pictures, labels, moves):
    return [shift(picture, *moves[-1]) for picture in pictures], labels


@augmented.slip(
    "The lists that were given have grown: make new ones, or the next call starts wrong."
)
def _(pictures, labels, moves):
    made, more = augmented.solution(pictures, labels, moves)
    pictures += made
    labels += more
    return made, more


# a recipe


FEW, OTHERS, GOOD = 200, 150, 0.8


def measured_recipe(known, labels, unseen, recipe):
    """What it answers after a quick training on a few digits, and on the same with other names."""

    def answers(named):
        return plain(recipe([list(p) for p in known], named, [list(p) for p in unseen], 1, True))

    found = {"answers": answers(list(labels))}
    if answers_missed(found) or digits_missed(found):
        return found
    found["again"] = answers(list(labels))
    return found | {"renamed": answers([renamed(label) for label in labels])}


def check_recipe(answer):
    """``check_chosen`` with digits that are read here, where their file is."""
    pictures, labels = nn.digits("train")
    few = (pictures[:FEW], labels[:FEW], pictures[FEW : FEW + OTHERS])
    return check_chosen(partial(measured_recipe, *few), answer, holds=RECIPE)


def renamed(label):
    return (label + 3) % 10


def answers_missed(found, many=OTHERS):
    given = found["answers"]
    if isinstance(given, list) and len(given) == many:
        return ""
    size = len(given) if isinstance(given, list) else "no list"
    return f"{many} pictures want a list of {many} digits; got {size}"


def digits_missed(found):
    off = [x for x in found["answers"] if type(x) not in (int, float) or x not in range(10)]
    return f"{len(off)} of {len(found['answers'])} are no digits from 0 to 9" if off else ""


def right_of(answers):
    truth = nn.digits("train")[1][FEW : FEW + OTHERS]
    return sum(one == other for one, other in zip(answers, truth))


def better_than_guessing(found):
    right = right_of(found["answers"])
    return "" if right > 0.4 * OTHERS else f"{right} of {OTHERS} are right, as by guessing"


def follows_labels(found):
    answers = [(int(x) - 3) % 10 for x in found["renamed"]]
    right = right_of(answers)
    if right >= 0.6 * right_of(found["answers"]):
        return ""
    return f"with every digit d called d + 3, {right} of {OTHERS} follow"


def repeatable(found):
    return "" if found["answers"] == found["again"] else "the same seed gives other answers"


def good_enough(found):
    right = right_of(found["answers"])
    enough = right >= GOOD * OTHERS
    return (
        "" if enough else f"{right / OTHERS:.1%} of pictures it has not seen; {GOOD:.0%} is asked"
    )


RECIPE = [
    ("one answer a picture", answers_missed),
    ("digits", digits_missed),
    ("it has learned", better_than_guessing),
    ("it learns from what it is given", follows_labels),
    ("decided by the seed", repeatable),
    ("right", good_enough),
]


@LESSON.exercise(
    "a recipe",
    check=check_recipe,
    where="Compiled on columns, the model gives ten rows of logits, with one column for a picture.",
    first_line="rows, targets = augmented(pictures, labels, [(0, 0), (1, 0), (-1, 0), …])",
)
def recipe(pictures, labels, unseen, seed, quick=False):
    import numpy as np

    members, filters, stride, epochs = (1, 8, 2, 12) if quick else (5, 12, 1, 12)
    moves = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
    padded = np.pad(np.reshape(pictures, (-1, 8, 8)), ((0, 0), (1, 1), (1, 1)))
    moved = [padded[:, 1 - down : 9 - down, 1 - right : 9 - right] for right, down in moves]
    rows, targets = np.reshape(moved, (-1, 64)).tolist(), list(labels) * len(moves)

    def trained(rng):
        width = filters * (5 // stride + 1) ** 2
        model = nn.Sequential(
            nn.reshape(1, 8, 8),
            nn.Conv2d(1, filters, kernel=3, stride=stride, activation="relu", rng=rng),
            nn.flatten,
            nn.MLP(width, [48, 10], activation="relu", rng=rng),
        )
        adam = nn.Adam(nn.cosine(0.004, epochs * math.ceil(len(rows) / 32)))
        fit = partial(nn.fit, loss="cross_entropy", optimizer=adam, batch_size=32, metrics=[])
        fit(model, rows, targets, epochs=epochs, rng=rng, progress=False)
        return lambda *x: model(x)

    chances = np.zeros((10, len(unseen)))
    for member in range(members):
        reader = ag.compile(trained(Random(f"{seed} {member}")), inputs=64)
        logits = np.array(reader(*np.transpose(unseen)))
        powers = np.exp(logits - logits.max(axis=0))
        chances += powers / powers.sum(axis=0)
    return chances.argmax(axis=0).tolist()


def linear(pictures, labels, unseen, seed):
    """A quick recipe to make slips of: ten rows of logits, with one column for a picture."""
    import numpy as np

    model = nn.MLP(64, [10], rng=0)
    nn.fit(
        model,
        pictures,
        labels,
        loss="cross_entropy",
        optimizer=nn.Adam(0.02),
        epochs=8,
        batch_size=32,
        rng=seed,
        progress=False,
    )
    return np.array(ag.compile(lambda *x: model(x), inputs=64)(*np.transpose(unseen)))


@recipe.slip("argmax along the wrong axis: each *picture* has its largest logit, in its column.")
def _(pictures, labels, unseen, seed, quick=False):
    return linear(pictures, labels, unseen, seed).argmax(axis=1).tolist()


@recipe.slip("Those are scores: the answer is which of the ten is largest, by argmax.")
def _(pictures, labels, unseen, seed, quick=False):
    return linear(pictures, labels, unseen, seed).max(axis=0).tolist()


@recipe.slip(
    "The labels were not kept with the pictures: it learned from one with another's label."
)
def _(pictures, labels, unseen, seed, quick=False):
    mixed_up = list(labels)
    Random(0).shuffle(mixed_up)
    return linear(pictures, mixed_up, unseen, seed).argmax(axis=0).tolist()


@recipe.slip(
    "It trains on data of its own: use the pictures and the labels that it is called with."
)
def _(pictures, labels, unseen, seed, quick=False):
    rows, targets = nn.digits("train")
    return linear(rows[:400], targets[:400], unseen, seed).argmax(axis=0).tolist()


CALLS = count()


@recipe.slip("Give the seed to the model and to fit, or one result cannot be had twice.")
def _(pictures, labels, unseen, seed, quick=False):
    some = FEW // (1 + next(CALLS) % 2)  # another result at each call, and certainly so
    return linear(pictures[:some], labels[:some], unseen, seed).argmax(axis=0).tolist()


# the answers


@cache
def held_out():
    return nn.digits("held-out")[1]


def measured_answers(predictions):
    return {"answers": plain(predictions)}


def right_answers(found):
    return sum(one == other for one, other in zip(found["answers"], held_out()))


def one_each(found):
    return answers_missed(found, len(held_out()))


def in_their_order(found):
    right = right_answers(found)
    few = right < 0.4 * len(held_out())
    return f"{right} of {len(held_out())} right, as by guessing" if few else ""


def better(found):
    right, many = right_answers(found), len(held_out())
    if right > BASELINE:
        return ""
    pairs = Counter(
        (truth, int(given)) for truth, given in zip(held_out(), found["answers"]) if truth != given
    )
    worst = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:4]
    taken = ", ".join(f"{truth} for {given} ({count})" for (truth, given), count in worst)
    score = f"{right} of {many} right, {right / many:.1%}; more than {BASELINE} are asked"
    return f"{score}. Most often taken: {taken}"


ANSWERS = [
    ("one answer a picture", one_each),
    ("digits", digits_missed),
    ("in the order of the pictures", in_their_order),
    ("better than lesson 14", better),
]


@LESSON.exercise(
    "the answers",
    check=partial(check_chosen, measured_answers, holds=ANSWERS),
    where="Was the recipe chosen by validation? Shifts, a convolution, a committee each add some.",
    first_line="predictions = recipe(pictures, labels, unseen, seed=0)",
    value=True,
)
def predictions():
    """What `recipe(pictures, labels, unseen, seed=0)` of 18.3 answers, in less than a minute."""
    answers = (
        "287959347843848371302284951586347421501171168460924454183797911969572780275682471198219833"
        "075970652244991469161328466978175746325878730621473588076349942112799823342415858660060540"
        "518585698809016816219183937483405785326978855390723540432310425083848272473269236774020546"
        "980185896972406932938918359715206743321498418648513425113768297694797363350841503937363761"
    )
    return [int(digit) for digit in answers]


def changed(every):
    """The answers with each so-manieth another one."""
    return [
        (digit + 5) % 10 if i % every == 0 else digit
        for i, digit in enumerate(predictions.solution)
    ]


@predictions.slip(
    "One answer for each of the 360 held-out pictures: which axis is the argmax along?"
)
def _():
    return predictions.solution[:10]


@predictions.slip("The answer is a digit; chances and logits stay at home.")
def _():
    return [digit + 0.5 for digit in predictions.solution]


@predictions.slip(
    "They do not belong to these pictures: keep the order in which `unseen` has them."
)
def _():
    return sorted(predictions.solution)


@predictions.slip(
    "It reads digits, but no better than 64–32–10 does: what does validation say helps?"
)
def _():
    return changed(30)
