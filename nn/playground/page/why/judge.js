// What is the matter with a run: the first judgement that applies.

import { alike, dead, flat, linear, outweighed, plane, someDead, vanished } from "./obstacles.js";
import { byHeart, growing, plateau, solved } from "./progress.js";

const JUDGES = [
  growing, solved, outweighed, alike, flat, dead, linear, plane, vanished, byHeart, plateau,
  someDead,
];

// seen: {made, frame, tables}, as the trainer sends them -> {kind, title, says, tries} or null.
export function judged(seen) {
  for (const judge of JUDGES) {
    const found = judge(seen);
    if (found) return { says: "", tries: [], ...found };
  }
  return null;
}
