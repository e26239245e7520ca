// A fitted function on several vectors at once: what is done is done for each of them before the
// next, since one alone waits for every instruction that it has begun.

import { Code, LATER, V128 } from "./encode.js";

// vectors that one call takes: what is kept of them fits the machine's registers
export const SEVERAL = 4;

const [GET, SET, TEE, WHOLE, RETURN, VECTORS] = [0x20, 0x21, 0x22, 0x41, 0x0f, 0xfd];
const [LOAD, CONSTANT] = [0x00, 0x0c];

// Whether there is such a form of it: of one vector, without a branch or a call in it.
export const isSimple = (data) => data?.takes === 1 && !data.calls.length;

// The form for so many; a local of the function becomes that many, one behind the other.
export const several = (code, count) => {
  const [own] = code.signature, times = (kinds) => kinds.flatMap((k) => new Array(count).fill(k));
  const found = new Code(code.name, times(own), times(own), times(code.kinds));
  const { body } = code, loads = new Map(code.loads);
  let kept = null; // what the stack holds between two parts
  for (const part of partsOf(body)) {
    for (let copy = 0; copy < count; copy++) {
      const place = (local) => local * count + copy;
      if (kept !== null) found.get(place(kept));
      for (const { byte, local, begin, end } of part) {
        if (byte === GET) found.get(place(local));
        else if (byte === SET || byte === TEE) found.set(place(local));
        else if (loads.has(end - LATER)) found.load(loads.get(end - LATER));
        else if (byte !== RETURN) found.say(body.subarray(begin, end));
      }
    }
    kept = part.at(-1).byte === TEE ? part.at(-1).local : null;
  }
  return found;
};

// The instructions, cut where a result is known.
const partsOf = (body) => {
  const found = [[]];
  for (let begin = 0; begin < body.length;) {
    const one = instructionAt(body, begin);
    found.at(-1).push(one);
    if ([SET, TEE].includes(one.byte)) found.push([]);
    begin = one.end;
  }
  return found;
};

const instructionAt = (body, begin) => {
  const byte = body[begin], [number, end] = numberAt(body, begin + 1);
  if ([GET, SET, TEE].includes(byte)) return { byte, local: number, begin, end };
  if (byte === WHOLE) return { byte, begin, end };
  if (byte === RETURN) return { byte, begin, end: begin + 1 };
  if (byte !== VECTORS) throw new Error(`several at once: no such instruction is known, ${byte}`);
  const more = { [LOAD]: 1 + LATER, [CONSTANT]: 16 }[number] ?? 0;
  return { byte, begin, end: end + more };
};

// A number as encode.js writes it, and where it ends.
const numberAt = (body, begin) => {
  let number = 0, at = begin;
  do number += (body[at] & 0x7f) * 128 ** (at - begin);
  while (body[at++] & 0x80);
  return [number, at];
};
