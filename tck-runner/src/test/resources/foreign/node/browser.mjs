// Chromium as a client of our servers: pages of the servers themselves, at ports of 127.0.0.1, in one headless browser.
// Arguments: the browser, then URIs of applications, such as http://127.0.0.1:80/tck.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { FEW_LENGTHS, json, LENGTHS, messages, newRandom, randomBytes, repeating } from './messages.mjs';

const RUN = 100;
const WAIT = 30_000;
const DEFLATE = 'permessage-deflate';

/** Chromium offers client_max_window_bits and nothing else. The server's policy, and what the page sees. */
const CASES = [
  ['both-15-15', []],
  ['own-15-15', ['client_no_context_takeover']],
  ['peer-15-15', ['server_no_context_takeover']],
  ['none-15-15', ['server_no_context_takeover', 'client_no_context_takeover']],
  ...[8, 9, 10, 11, 12, 13, 14].flatMap(bits => [
    [`both-${bits}-15`, [`server_max_window_bits=${bits}`]],
    [`both-15-${bits}`, [`client_max_window_bits=${bits}`]]
  ]),
  ['none-8-8', ['server_max_window_bits=8', 'client_max_window_bits=8', 'server_no_context_takeover']],
  ['own-10-9', ['server_max_window_bits=10', 'client_max_window_bits=9', 'client_no_context_takeover']]
];

/** Runs in the page: gives what was negotiated, or throws. */
async function exchange({ uri, lengths, runs, wait }) {
  const socket = new WebSocket(uri);
  socket.binaryType = 'arraybuffer';
  const received = [];
  let failure;
  let wake = () => {};
  socket.onmessage = event => {
    received.push(event.data);
    wake();
  };
  socket.onclose = event => {
    failure = new Error(`closed ${event.code} ${event.reason}`);
    wake();
  };
  const until = async condition => {
    const end = Date.now() + wait;
    while (!condition()) {
      if (failure) {
        throw failure;
      }
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('nothing came')), end - Date.now());
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const next = async () => {
    await until(() => received.length > 0);
    return received.shift();
  };
  const check = (actual, expected, what) => {
    const same = typeof expected === 'string'
      ? actual === expected
      : actual instanceof ArrayBuffer && actual.byteLength === expected.length
        && new Uint8Array(actual).every((byte, i) => byte === expected[i]);
    if (!same) {
      throw new Error(`${what} came back changed`);
    }
  };
  socket.onopen = () => wake();
  await until(() => socket.readyState === WebSocket.OPEN);
  const { extensions } = socket;
  const all = messages(lengths, runs);
  const window = 8;
  for (let i = 0; i < all.length + window; i++) {
    if (i < all.length) {
      socket.send(all[i]);
    }
    if (i >= window) {
      check(await next(), all[i - window], `message ${i - window}`);
    }
  }
  // With a Ping of the server behind each fragment, which the browser answers by itself.
  socket.send('!text-fragments 5 pärt and part ');
  check(await next(), 'pärt and part '.repeat(5), 'text in fragments');
  socket.send('!binary-fragments 50 ' + 'abc'.repeat(500));
  check(await next(), new TextEncoder().encode('abc'.repeat(25_000)), 'binary in fragments');
  socket.send('!extensions');
  const seenByServer = await next();
  const closed = new Promise(resolve => {
    socket.onclose = event => resolve(event.code);
  });
  socket.close(1000);
  return { extensions, seenByServer, code: await closed };
}

const SOURCE = [newRandom, json, randomBytes, repeating, messages, exchange].map(String).join('\n')
  + '\nglobalThis.exchange = exchange;';

const [executablePath, ...applications] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--ignore-certificate-errors']
});
try {
  for (const application of applications) {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    await page.goto(`${application}/index.html`);
    await page.addScriptTag({ content: SOURCE });
    // What was negotiated does not depend on TLS.
    const cases = application.startsWith('https:') ? CASES.slice(0, 4) : CASES;
    for (const [policy, expected] of cases) {
      const what = `${application} ${policy}`;
      try {
        const uri = `${application.replace(/^http/, 'ws')}/deflate/${policy}`;
        const [lengths, runs] = policy === 'both-15-15' ? [LENGTHS, RUN] : [FEW_LENGTHS, 5];
        const result = await page.evaluate(args => globalThis.exchange(args), { uri, lengths, runs, wait: WAIT });
        const parts = result.extensions.split(/; */);
        assert.equal(parts[0], DEFLATE, result.extensions);
        assert.ok(parts.every(part => part === DEFLATE || /^(client|server)_/.test(part)), result.extensions);
        for (const part of expected) {
          assert.ok(parts.includes(part), `${part} in ${result.extensions}`);
        }
        assert.equal(result.seenByServer, result.extensions);
        assert.equal(result.code, 1000);
      } catch (error) {
        throw new Error(`${what}: ${error.message}`, { cause: error });
      }
    }
    await page.context().close();
  }
} finally {
  await browser.close();
}
console.log('done');
