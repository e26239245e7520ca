// Whether a straight line (a plane) can part two classes: whether the hulls of their points are
// apart. The point nearest to 0 among all differences of the two is sought by Gilbert's algorithm
// (1966): that 0 is reached is a proof, and so is a direction in which all of them lie.

const MOST_STEPS = 3000, NEAR = 1e-7; // relative to the size of the data

const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const minusOf = (a, b) => a.map((x, i) => x - b[i]);

function lowest(points, way) { // of all points the one that lies least far in this direction
  let best = points[0], least = Infinity;
  for (const point of points) {
    const far = dot(point, way);
    if (far < least) [best, least] = [point, far];
  }
  return best;
}

// true, false, or null where neither was proved in time
export function separable(first, second) {
  if (!first.length || !second.length) return true;
  let z = minusOf(first[0], second[0]);
  const sizes = [...first, ...second].map((point) => Math.sqrt(dot(point, point)));
  const size = Math.max(...sizes, 1e-300);
  for (let step = 0; step < MOST_STEPS; step++) {
    const length = dot(z, z);
    if (Math.sqrt(length) < NEAR * size) return false;
    const ahead = lowest(first, z), behind = lowest(second, z.map((x) => -x));
    const corner = minusOf(ahead, behind);
    if (dot(corner, z) > 0) return true; // all differences lie on one side
    const way = minusOf(corner, z), part = Math.min(Math.max(-dot(z, way) / dot(way, way), 0), 1);
    z = z.map((x, i) => x + part * way[i]);
  }
  return null;
}
