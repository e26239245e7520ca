// The part of the plane (or of the line) that is shown: where the data are, and a little around.

export const SIDE = 48, CURVE = 161;
const AROUND = 0.18;

// What to ask the trainer for; null where the data have more columns than a picture has directions.
export function gridOf({ X }) {
  const columns = X[0].length;
  if (columns > 2) return null;
  const low = [], high = [];
  for (let d = 0; d < columns; d++) {
    let least = Infinity, most = -Infinity;
    for (const row of X) [least, most] = [Math.min(least, row[d]), Math.max(most, row[d])];
    const edge = (most - least || 1) * AROUND;
    low.push(least - edge);
    high.push(most + edge);
  }
  return { side: columns === 1 ? CURVE : SIDE, low, high };
}

// 1, 2 or 5 times a power of ten: about `count` of them between low and high.
export function ticksOf(low, high, count = 4) {
  const rough = ((high - low) / count) * (1 - 1e-9), power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((k) => k * power >= rough) * power, found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) {
    found.push(Number((k * step).toPrecision(6)));
  }
  return found;
}
