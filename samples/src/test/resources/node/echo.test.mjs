import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { startSample, within } from './sample.mjs';

let sample;

before(async () => {
  sample = await startSample('echo');
});
after(() => sample?.stop());

async function connect(path = 'echo', options = {}) {
  const socket = new WebSocket(sample.webSocketUrl(path), options);
  await within(20, 'open', once(socket, 'open'));
  return socket;
}

// The ws client puts fragments together, so a partial echo is one message here too.
async function message(socket) {
  const [data, isBinary] = await within(20, 'a message', once(socket, 'message'));
  return isBinary ? data : data.toString('utf8');
}

function closed(socket) {
  return within(20, 'close', once(socket, 'close'));
}

async function close(socket, code = 1000, reason = '') {
  socket.close(code, reason);
  const [answer, answerReason] = await closed(socket);
  return [answer, answerReason.toString('utf8')];
}

for (const path of ['echo', 'echo/partial']) {
  test(`${path} sends text back`, async () => {
    const socket = await connect(path);
    for (const text of ['knot', '', 'Grüße, 結び目, 🪢', 'x'.repeat(125), 'x'.repeat(126), 'ü'.repeat(40_000)]) {
      socket.send(text);
      assert.equal(await message(socket), text);
    }
    assert.deepEqual(await close(socket), [1000, '']);
  });

  test(`${path} sends binary back`, async () => {
    const socket = await connect(path);
    for (const size of [0, 1, 125, 126, 65_535, 65_536]) {
      const bytes = Buffer.alloc(size, i => i);
      socket.send(bytes);
      assert.deepEqual(await message(socket), bytes);
    }
    await close(socket);
  });

  test(`${path} sends 1 MiB back`, async () => {
    const socket = await connect(path);
    const bytes = Buffer.alloc(1024 * 1024);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = (i * 31) >> 3;
    }
    socket.send(bytes);
    assert.ok(bytes.equals(await message(socket)));
    const text = '€uro '.repeat(1024 * 1024 / 8);
    socket.send(text);
    assert.ok(text === await message(socket));
    await close(socket);
  });

  test(`${path} puts fragments together, with a ping between them`, async () => {
    const socket = await connect(path);
    const pong = within(20, 'a pong', once(socket, 'pong'));
    const echo = message(socket);
    socket.send('one ', { fin: false });
    socket.send('', { fin: false });
    socket.ping('between');
    socket.send('two', { fin: true });
    assert.equal((await pong)[0].toString(), 'between');
    assert.equal(await echo, 'one two');
    await close(socket);
  });
}

test('A ping is answered with its own bytes', async () => {
  const socket = await connect();
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(125, 7)]) {
    socket.ping(bytes);
    assert.deepEqual((await within(20, 'a pong', once(socket, 'pong')))[0], bytes);
  }
  await close(socket);
});

test('A close code comes back', async () => {
  for (const [code, reason] of [[1000, 'done'], [1001, ''], [3000, 'mine'], [4999, 'Grüße']]) {
    const socket = await connect();
    assert.equal((await close(socket, code, reason))[0], code);
  }
});

test('A close without a code comes back without one', async () => {
  const socket = await connect();
  socket.close();
  // 1005 is how a client says that there was no code on the wire.
  assert.equal((await closed(socket))[0], 1005);
});

test('A message over the limit closes with 1009', async () => {
  const socket = await connect();
  socket.send(Buffer.alloc(4 * 1024 * 1024 + 1));
  assert.equal((await closed(socket))[0], 1009);
});

test('permessage-deflate is offered and accepted', async () => {
  const socket = await connect('echo', { perMessageDeflate: { threshold: 0 } });
  assert.equal(socket.extensions, 'permessage-deflate');
  for (const text of ['', 'short', 'again and '.repeat(1000)]) {
    socket.send(text);
    assert.equal(await message(socket), text);
  }
  await close(socket);
});

test('Many clients at once each get their own back', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
    const socket = await connect();
    socket.send(`client ${i}`);
    const answer = await message(socket);
    await close(socket);
    return answer;
  }));
  assert.deepEqual(answers, Array.from({ length: 50 }, (_, i) => `client ${i}`));
});

test('Ctrl-C closes with 1001', async () => {
  const socket = await connect();
  const end = closed(socket);
  await sample.stop();
  assert.equal((await end)[0], 1001);
});
