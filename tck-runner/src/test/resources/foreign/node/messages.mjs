// What the clients send. It also runs in a page, as the text of its functions.

export const LENGTHS = [0, 1, 125, 126, 127, 1024, 65535, 65536, 65537];
export const FEW_LENGTHS = [0, 1, 126, 1024, 65536];

/** A number from 0 to 1, the same ones each time. */
export function newRandom(seed) {
  let state = seed + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export function json(number) {
  const random = newRandom(number);
  return JSON.stringify({
    type: 'price', sequence: number, instrument: { name: 'Sheetbend', currency: 'EUR', venue: 'Öst' },
    bid: Math.floor(random() * 1e6), ask: Math.floor(random() * 1e6), flags: [true, false, null],
    note: random().toString(36) + random().toString(36)
  });
}

export function randomBytes(length) {
  const random = newRandom(length);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** ASCII that repeats itself at growing distances, up to what the largest window reaches. */
export function repeating(length) {
  const random = newRandom(length);
  let text = '';
  for (let period = 200; text.length < length; period = period > 20000 ? 200 : Math.floor(period * 1.25)) {
    let block = '';
    for (let i = 0; i < period; i++) {
      block += String.fromCharCode(48 + Math.floor(random() * 64));
    }
    text += block + block;
  }
  return text.slice(0, length);
}

/** Texts, and binary messages as Uint8Array. */
export function messages(lengths, runs) {
  const all = [];
  for (const length of lengths) {
    all.push('x'.repeat(length), repeating(length), randomBytes(length));
  }
  for (let i = 0; i < runs; i++) {
    all.push(json(i));
  }
  return all;
}
