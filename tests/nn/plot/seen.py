"""What is to be seen on Axes."""


def curve(ax, label):
    """The line of this label."""
    return next(line for line in ax.get_lines() if line.get_label() == label)


def labels(ax):
    """The texts of the legend, in order."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def drawn(ax):
    """The Axes, once they were drawn; warnings are errors, here too."""
    ax.figure.draw_without_rendering()
    return ax
