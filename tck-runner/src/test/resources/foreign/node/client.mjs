// The ws package as a client of our servers. Arguments: URIs of applications, such as ws://127.0.0.1:80/tck.
// It inflates with zlib in exactly the window that was agreed on, so a server that reaches further back is found out.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';
import { FEW_LENGTHS, LENGTHS, messages } from './messages.mjs';

const RUN = 200;
const WAIT = 20_000;

const BITS = [8, 9, 10, 11, 12, 13, 14, 15];
/** The server's policy, what is offered, and what must be in the answer. */
const CASES = [
  ['both-15-15', {}, []],
  ['both-15-15', { clientMaxWindowBits: false }, []],
  ['both-15-15', { serverNoContextTakeover: true }, ['server_no_context_takeover']],
  ['both-15-15', { clientNoContextTakeover: true }, []],
  ['both-15-15', { serverNoContextTakeover: true, clientNoContextTakeover: true }, ['server_no_context_takeover']],
  ...BITS.map(bits => ['both-15-15', { serverMaxWindowBits: bits }, [`server_max_window_bits=${bits}`]]),
  ...BITS.map(bits => ['both-15-15', { clientMaxWindowBits: bits }, []]),
  ['none-15-15', {}, ['server_no_context_takeover', 'client_no_context_takeover']],
  ['own-15-15', {}, ['client_no_context_takeover']],
  ['peer-15-15', {}, ['server_no_context_takeover']],
  ['none-8-8', {}, ['server_max_window_bits=8', 'client_max_window_bits=8', 'server_no_context_takeover']],
  ['own-10-9', {}, ['server_max_window_bits=10', 'client_max_window_bits=9']],
  ['peer-9-10', { serverMaxWindowBits: 12 }, ['server_max_window_bits=9', 'client_max_window_bits=10']],
  ...BITS.slice(0, -1).map(bits => [`both-15-${bits}`, { clientMaxWindowBits: true }, [`client_max_window_bits=${bits}`]])
];

async function connect(uri, options) {
  const socket = new WebSocket(uri, { perMessageDeflate: options, rejectUnauthorized: false, handshakeTimeout: WAIT });
  const received = [];
  let wake = () => {};
  socket.on('message', (data, isBinary) => {
    received.push(isBinary ? new Uint8Array(data) : data.toString());
    wake();
  });
  let failure;
  const fail = error => {
    failure ??= error;
    wake();
  };
  socket.on('error', fail);
  socket.on('close', code => fail(new Error(`closed ${code}`)));
  const pongs = [];
  socket.on('pong', data => pongs.push(data.toString()));
  const [response] = await once(socket, 'upgrade');
  if (socket.readyState !== WebSocket.OPEN) {
    await once(socket, 'open');
  }
  return {
    socket,
    pongs,
    extensions: response.headers['sec-websocket-extensions'] ?? '',
    async next() {
      if (received.length === 0 && failure === undefined) {
        await new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error('No message came')), WAIT);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (received.length === 0) {
        throw failure;
      }
      return received.shift();
    }
  };
}

/** Every message as soon as there are not too many under way. */
async function exchange(connection, all) {
  const window = 8;
  for (let i = 0; i < all.length + window; i++) {
    if (i < all.length) {
      connection.socket.send(all[i]);
    }
    if (i >= window) {
      assert.deepEqual(await connection.next(), all[i - window], `message ${i - window}`);
    }
  }
}

async function fragments(connection) {
  const { socket } = connection;
  socket.send('one ', { fin: false });
  socket.ping('between');
  socket.send('', { fin: false });
  socket.send('two ', { fin: false });
  socket.send('three', { fin: true });
  assert.equal(await connection.next(), 'one two three');
  socket.send('!text-fragments 5 pärt and part ');
  assert.equal(await connection.next(), 'pärt and part '.repeat(5));
  socket.send('!binary-fragments 50 ' + 'abc'.repeat(500));
  assert.deepEqual(await connection.next(), new TextEncoder().encode('abc'.repeat(25_000)));
  assert.deepEqual(connection.pongs, ['between']);
}

/** Less than a third of what is sent cannot be compressed. */
async function isCompressed(connection, all) {
  const { socket } = connection;
  const before = socket._socket.bytesRead;
  let plain = 0;
  for (const message of all) {
    socket.send(message);
    plain += (await connection.next()).length;
  }
  const wire = socket._socket.bytesRead - before;
  assert.ok(wire < plain * 0.8, `${wire} bytes came for ${plain}`);
}

const all = messages(LENGTHS, RUN);
const few = messages(FEW_LENGTHS, 5);
for (const application of process.argv.slice(2)) {
  // What was negotiated does not depend on TLS.
  const cases = application.startsWith('wss:') ? CASES.slice(0, 3) : CASES;
  for (const [policy, options, expected] of cases) {
    const what = `${application} ${policy} ${JSON.stringify(options)}`;
    try {
      const connection = await connect(`${application}/deflate/${policy}`, { threshold: 0, ...options });
      const parts = connection.extensions.split(/; */);
      assert.equal(parts[0], 'permessage-deflate', connection.extensions);
      for (const part of expected) {
        assert.ok(parts.includes(part), `${part} in ${connection.extensions}`);
      }
      await exchange(connection, policy === 'both-15-15' && Object.keys(options).length === 0 ? all : few);
      await fragments(connection);
      await isCompressed(connection, few);
      connection.socket.send('!extensions');
      assert.equal(await connection.next(), connection.extensions);
      connection.socket.close(1000);
      const [code] = await once(connection.socket, 'close');
      assert.equal(code, 1000);
    } catch (error) {
      throw new Error(`${what}: ${error.message}`, { cause: error });
    }
  }
}
console.log('done');
