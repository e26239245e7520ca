// Where the diagnosis draws its lines: every number that it judges by.

// --- progress, over epochs ---
export const WINDOW = 100; // so many without progress are a plateau
export const MEAN = 10; // at both its ends the mean of so many is taken
export const PROGRESS = 0.005; // of the loss: less than that in a window is none
export const GROWN = 1.5; // times the first loss: no run that goes well has that
export const RISEN = 1.2; // times the least loss of the rows held out: it rises

// --- what is solved ---
export const NEARLY = 0.95; // of the rows to learn from right, the others are named
export const MOSTLY = 0.95; // of the rows held out right: with fewer it was learnt by heart
export const LEFT_OVER = 0.05; // of a number's variation left as error
export const NOTHING = 0.8; // of the loss of one and the same answer: hardly anything is known

// --- obstacles ---
export const VANISHED = 1e-4; // a typical gradient
export const LEVEL = 1e-3; // a gradient where a valley's ground is
export const SMALL_WEIGHT = 0.3; // the largest one, where a penalty outweighs the data
