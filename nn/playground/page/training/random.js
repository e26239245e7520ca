// Python's random.Random, number for number: the Mersenne Twister of Matsumoto and Nishimura 1998
// (MT19937), seeded by an array as CPython does it, and what CPython makes of its 32-bit words.
//
//   const source = new Random(7);              // a whole number, or its digits as a text
//   source.random(); source.gauss(0, 1); source.shuffle(rows);

import { exactLog, sinCos } from "./rounded.js";

const WORDS = 624;
const MIDDLE = 397;

// |seed| as 32-bit words, the lowest first; 0 is one word
const wordsOf = (seed) => {
  let rest = BigInt(seed);
  if (rest < 0n) rest = -rest;
  const words = [];
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest);
  return words;
};

export class Random {
  constructor(seed) {
    this.words = new Uint32Array(WORDS);
    this.next = WORDS;
    this.spare = null; // of two normal numbers that are made together the second
    this.seed(wordsOf(seed));
  }

  // init_by_array of the authors' program
  seed(key) {
    const mt = this.words;
    mt[0] = 19650218;
    const before = (i) => mt[i - 1] ^ (mt[i - 1] >>> 30);
    for (let i = 1; i < WORDS; i++) mt[i] = Math.imul(1812433253, before(i)) + i;
    let i = 1;
    const mixed = (factor) => mt[i] ^ Math.imul(before(i), factor);
    const advance = () => {
      if (++i < WORDS) return;
      mt[0] = mt[WORDS - 1];
      i = 1;
    };
    for (let k = 0, j = 0; k < Math.max(WORDS, key.length); k++, j = (j + 1) % key.length) {
      mt[i] = mixed(1664525) + key[j] + j;
      advance();
    }
    for (let k = 1; k < WORDS; k++) {
      mt[i] = mixed(1566083941) - i;
      advance();
    }
    mt[0] = 0x80000000;
  }

  // all words anew
  twist() {
    const mt = this.words;
    for (let i = 0; i < WORDS; i++) {
      const y = (mt[i] & 0x80000000) | (mt[(i + 1) % WORDS] & 0x7fffffff);
      mt[i] = mt[(i + MIDDLE) % WORDS] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }

  // 32 random bits
  word() {
    if (this.next >= WORDS) this.twist();
    let y = this.words[this.next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  // from 0 to just below 1, in steps of 2⁻⁵³
  random() {
    const high = this.word() >>> 5;
    return (high * 67108864 + (this.word() >>> 6)) / 9007199254740992;
  }

  uniform(low, high) {
    return low + (high - low) * this.random();
  }

  // Box and Muller 1958: two at a time
  gauss(mean, deviation) {
    let z = this.spare;
    this.spare = null;
    if (z === null) {
      const [sin, cos] = sinCos(this.random() * (2 * Math.PI));
      const radius = Math.sqrt(-2 * exactLog(1 - this.random()));
      z = cos * radius;
      this.spare = sin * radius;
    }
    return mean + z * deviation;
  }

  // so many random bits, at most 32, as a number
  getrandbits(count) {
    return count ? this.word() >>> (32 - count) : 0;
  }

  // a whole number from 0 to below n
  below(n) {
    const bits = 32 - Math.clz32(n);
    let found = this.getrandbits(bits);
    while (found >= n) found = this.getrandbits(bits);
    return found;
  }

  // Fisher and Yates, in place
  shuffle(list) {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
  }

  state() {
    return { words: this.words.slice(), next: this.next, spare: this.spare };
  }

  restore({ words, next, spare }) {
    this.words.set(words);
    this.next = next;
    this.spare = spare;
  }
}
