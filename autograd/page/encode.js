// WebAssembly's binary format, as far as a kernel needs it: encode.py and code.py in JavaScript.
// Reference: WebAssembly Core Specification 2.0, chapter 5.

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
// bytes of an index that is filled in later
export const LATER = 5;

// Seven bits a byte, the lowest first (LEB128).
export const unsigned = (number) => {
  const found = [];
  for (; number > 0x7f; number = Math.floor(number / 128)) found.push((number & 0x7f) | 0x80);
  return [...found, number];
};

// The same of a number that has a sign, though it is never negative here.
const withSign = (number) => {
  const found = [];
  for (; number > 0x3f; number >>= 7) found.push((number & 0x7f) | 0x80);
  return [...found, number];
};

// An instruction on vectors.
export const vector = (number) => [0xfd, ...unsigned(number)];

// A load, whose offset follows; the address may be any.
export const LOAD = [...vector(0x00), 0x00];

// The instructions of one function; it takes and gives numbers of these kinds.
export class Code {
  constructor(name, takes, gives, kinds = []) {
    this.name = name;
    this.signature = [takes, gives];
    this.kinds = kinds; // of the locals behind what it takes
    this.bytes = new Uint8Array(1024);
    this.length = 0; // so many of them are written
    this.calls = []; // where an index of a function is left open, and which is meant
    this.loads = []; // the same of the addresses of constants, eight bytes for both lanes
  }

  get body() { return this.bytes.subarray(0, this.length); }

  // Bytes, or lists of some.
  say(...parts) {
    for (const part of parts) {
      if (typeof part === "number") this.byte(part);
      else for (let i = 0; i < part.length; i++) this.byte(part[i]);
    }
  }

  byte(x) {
    if (this.length === this.bytes.length) {
      const more = new Uint8Array(2 * this.length);
      more.set(this.bytes);
      this.bytes = more;
    }
    this.bytes[this.length++] = x;
  }

  // As "unsigned" has it.
  whole(number) {
    for (; number > 0x7f; number = Math.floor(number / 128)) this.byte((number & 0x7f) | 0x80);
    this.byte(number);
  }

  // So many bytes that are filled in later; where they begin.
  open() {
    for (let i = 0; i < LATER; i++) this.byte(0);
    return this.length - LATER;
  }

  local(kind) {
    return this.signature[0].length + this.kinds.push(kind) - 1;
  }

  get(local) { this.on(0x20, local); }

  set(local) { this.on(0x21, local); }

  tee(local) { this.on(0x22, local); }

  on(instruction, local) {
    this.byte(instruction);
    this.whole(local);
  }

  number(x) { this.say(0x41, withSign(x)); }

  // local += so much
  increase(local, by) {
    this.get(local);
    this.number(by);
    this.say(0x6a);
    this.set(local);
  }

  // What stands in a loop; it is done again as long as one local is below another.
  loop(counter, stop, f) {
    this.say(0x03, 0x40);
    f();
    this.get(counter);
    this.get(stop);
    this.say(0x49, 0x0d, 0x00, 0x0b);
  }

  call(name) {
    this.byte(0x10);
    this.calls.push([this.open(), name]);
  }

  constant(x) {
    this.number(0);
    this.load(bytesOf(x));
  }

  // A constant by its bytes, from the address 0 on.
  load(constant) {
    this.say(LOAD);
    this.loads.push([this.open(), constant]);
  }

  // The function with what was left open filled in.
  linked(places, addresses) {
    for (const [at, name] of this.calls) patch(this.bytes, at, places.get(name));
    for (const [at, x] of this.loads) patch(this.bytes, at, addresses.get(x));
    const runs = [];
    for (const kind of this.kinds) {
      if (runs.at(-1)?.[1] === kind) runs.at(-1)[0]++;
      else runs.push([1, kind]);
    }
    const kinds = counted(runs.map(([n, kind]) => [...unsigned(n), kind]));
    return sized(joined(kinds, this.body, [0x0b]));
  }
}

const patch = (bytes, at, number) => {
  for (let i = 0; i < LATER; i++) {
    bytes[at + i] = ((number / 128 ** i) & 0x7f) | (i < LATER - 1 ? 0x80 : 0);
  }
};

export const hexadecimal = (bytes) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
// A double's bytes, the lowest first.
const bytesOf = (x) => hexadecimal(new Uint8Array(Float64Array.of(x).buffer));
const doubled = (constants) =>
  [...constants].flatMap((x) => `${x}${x}`.match(/../g).map((byte) => parseInt(byte, 16)));

// A module of functions, the first of which is exported as "run", with its memory; `imports`: name
// -> how many numbers that function of JavaScript takes. `start`: where the memory is free.
export const moduleOf = (codes, imports) => {
  const given = [...imports];
  const kinds = given.map(([, arity]) => [new Array(arity).fill(F64), [F64]]);
  kinds.push(...codes.map(({ signature }) => signature));
  const names = kinds.map((kind) => kind.join(" gives ")), types = [...new Set(names)];
  const typeOf = (i) => unsigned(types.indexOf(names[i]));
  const addresses = constantsOf(codes), start = 16 * addresses.size;
  const callable = [...given.map(([name]) => `js.${name}`), ...codes.map(({ name }) => name)];
  const places = new Map(callable.map((name, i) => [name, i]));
  const sections = [
    [1, types.map((name) => signatureOf(kinds[names.indexOf(name)]))],
    [2, given.map(([name], i) => joined(named("js"), named(name), [0], typeOf(i)))],
    [3, codes.map((_, i) => typeOf(given.length + i))],
    [5, [[0x00, ...unsigned(1 + Math.floor(start / 65536))]]],
    [7, [joined(named("memory"), [2, 0]), joined(named("run"), [0], unsigned(given.length))]],
    [10, codes.map((code) => code.linked(places, addresses))],
    [11, start ? [joined([0x00, 0x41, 0x00, 0x0b], sized(doubled(addresses.keys())))] : []],
  ].filter(([, entries]) => entries.length);
  const head = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const parts = sections.map(([number, entries]) => joined([number], sized(counted(entries))));
  return { bytes: joined(head, ...parts), start };
};

// The constants of all functions, and where they lie.
const constantsOf = (codes) => {
  const found = new Map();
  for (const { loads } of codes) {
    for (const [, x] of loads) if (!found.has(x)) found.set(x, 16 * found.size);
  }
  return found;
};

const joined = (...parts) => {
  const found = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
};
const sized = (content) => joined(unsigned(content.length), content);
const counted = (entries) => joined(unsigned(entries.length), ...entries);
const named = (name) => sized([...name].map((letter) => letter.codePointAt(0)));
const signatureOf = ([takes, gives]) => joined([0x60], sized(takes), sized(gives));
