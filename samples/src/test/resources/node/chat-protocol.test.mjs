import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { startSample, within } from './sample.mjs';

let sample;
let rooms = 0;

before(async () => {
  sample = await startSample('chat');
});
after(() => sample?.stop());

const newRoom = () => `room-${++rooms}`;

/** A visitor whose messages wait in a queue until they are asked for. */
async function visit(room, name) {
  const query = name === undefined ? '' : '?name=' + encodeURIComponent(name);
  const socket = new WebSocket(sample.webSocketUrl('chat/' + encodeURIComponent(room) + query));
  const waiting = [];
  const arrived = [];
  socket.on('message', data => {
    const message = JSON.parse(data);
    waiting.length > 0 ? waiting.shift()(message) : arrived.push(message);
  });
  const closed = once(socket, 'close');
  await within(20, 'open', once(socket, 'open'));
  const visitor = {
    socket,
    closed: () => within(20, 'close', closed),
    next: () => within(20, 'a message',
      arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise(resolve => waiting.push(resolve))),
    async nextOf(type) {
      for (;;) {
        const message = await visitor.next();
        if (message.type === type) {
          return message;
        }
      }
    },
    send: message => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async leave() {
      socket.close(1000);
      await visitor.closed();
    }
  };
  return visitor;
}

/** A visitor who has been let in: the order of two of them is the order of the calls. */
async function enter(room, name) {
  const visitor = await visit(room, name);
  visitor.welcome = await visitor.nextOf('welcome');
  return visitor;
}

test('A name in the query lets a visitor in', async () => {
  const room = newRoom();
  const ada = await enter(room, 'Ada Löve');
  assert.deepEqual(ada.welcome, { type: 'welcome', room, name: 'Ada Löve', people: ['Ada Löve'], history: [] });
  await ada.leave();
});

test('Names that differ only in case collide', async () => {
  const room = newRoom();
  const first = await enter(room, 'Ada');
  const second = await enter(room, 'ADA');
  assert.equal(second.welcome.name, 'ADA 2');
  assert.deepEqual((await first.nextOf('joined')).people, ['Ada', 'ADA 2']);
  await second.leave();
  assert.deepEqual((await first.nextOf('left')).people, ['Ada']);
  await first.leave();
});

test('A room name that is not ASCII works', async () => {
  const ada = await enter('結び目', 'Ada');
  assert.equal(ada.welcome.room, '結び目');
  await ada.leave();
});

test('A bad room name is refused with 1008', async () => {
  const ada = await visit('no spaces', 'Ada');
  assert.equal((await ada.closed())[0], 1008);
});

test('Whoever has not said who they are cannot speak', async () => {
  const nobody = await visit(newRoom());
  nobody.send({ type: 'say', text: 'boo' });
  assert.equal((await nobody.next()).type, 'problem');
  nobody.send({ type: 'join', name: ' \t ' });
  assert.equal((await nobody.next()).type, 'problem');
  nobody.send({ type: 'join', name: 'Grace' });
  assert.equal((await nobody.next()).name, 'Grace');
  await nobody.leave();
});

test('What is no message is answered to its sender only, and the connection stays', async () => {
  const room = newRoom();
  const ada = await enter(room, 'Ada');
  const grace = await enter(room, 'Grace');
  const bad = ['', '{', 'null', '[]', '"say"', '{"type":"dance"}', '{"text":"no type"}', '{"type":"say"}',
    '{"type":"say","text":null}', '{"type":"say","text":"a"} trailing', '{"type":"say","text":{"a":1}}'];
  for (const text of bad) {
    grace.send(text);
    assert.equal((await grace.next()).type, 'problem', text);
  }
  grace.send({ type: 'say', text: 'still here', extra: 1 });
  assert.equal((await grace.next()).text, 'still here');
  const heard = [await ada.next(), await ada.next()];
  assert.deepEqual(heard.map(m => m.type), ['joined', 'said']);
  await Promise.all([ada.leave(), grace.leave()]);
});

test('Texts that are empty or too long are refused, the longest is not', async () => {
  const ada = await enter(newRoom(), 'Ada');
  for (const text of ['', ' \n ', 'x'.repeat(2001)]) {
    ada.send({ type: 'say', text });
    assert.equal((await ada.next()).type, 'problem');
  }
  ada.send({ type: 'say', text: '結'.repeat(2000) });
  assert.equal((await ada.next()).text.length, 2000);
  await ada.leave();
});

test('Half a surrogate pair hurts nobody', async () => {
  const room = newRoom();
  const ada = await enter(room, 'Ada');
  const grace = await enter(room, 'Grace');
  grace.send('{"type":"say","text":"half \\ud83e"}');
  assert.equal((await ada.nextOf('said')).text, 'half \ufffd');
  assert.equal((await grace.nextOf('said')).text, 'half \ufffd');
  await Promise.all([ada.leave(), grace.leave()]);
});

test('A message over the size limit closes with 1009', async () => {
  const ada = await enter(newRoom(), 'Ada');
  ada.send({ type: 'say', text: 'x'.repeat(20_000) });
  assert.equal((await ada.closed())[0], 1009);
});

test('A sign of life is answered, and nobody else hears of it', async () => {
  const room = newRoom();
  const ada = await enter(room, 'Ada');
  const grace = await enter(room, 'Grace');
  grace.send({ type: 'alive' });
  assert.deepEqual(await grace.next(), { type: 'here' });
  grace.send({ type: 'writing' });
  assert.deepEqual([await ada.next(), await ada.next()].map(m => m.type), ['joined', 'typing']);
  await Promise.all([ada.leave(), grace.leave()]);
});

test('Everybody hears everything in the same order', async () => {
  const room = newRoom();
  const visitors = await Promise.all(['Ada', 'Grace', 'Linus'].map(name => enter(room, name)));
  const each = 100;
  for (let i = 0; i < each; i++) {
    visitors.forEach((v, who) => v.send({ type: 'say', text: `${who}:${i}` }));
  }
  const heard = await Promise.all(visitors.map(async v => {
    const texts = [];
    while (texts.length < each * visitors.length) {
      texts.push((await v.nextOf('said')).text);
    }
    return texts;
  }));
  assert.deepEqual(heard[1], heard[0]);
  assert.deepEqual(heard[2], heard[0]);
  assert.equal(new Set(heard[0]).size, each * visitors.length);
  const newcomer = await enter(room, 'Late');
  assert.deepEqual(newcomer.welcome.history.map(said => said.text), heard[0].slice(-50));
  await Promise.all([...visitors, newcomer].map(v => v.leave()));
});

test('A visitor who does not read does not stall the room, and is let go', { timeout: 120_000 }, async () => {
  const room = newRoom();
  const talker = await enter(room, 'Talker');
  const stuck = await connectAndNeverRead(sample.port, `/chat/${room}?name=Stuck`);
  await talker.nextOf('joined');
  let left = false;
  const text = '結'.repeat(2000);
  for (let round = 0; round < 400 && !left; round++) {
    for (let i = 0; i < 25; i++) {
      talker.send({ type: 'say', text });
    }
    for (let heard = 0; heard < 25;) {
      const message = await talker.next();
      heard += message.type === 'said' ? 1 : 0;
      left ||= message.type === 'left';
    }
  }
  if (!left) {
    await talker.nextOf('left');
  }
  stuck.destroy();
  await talker.leave();
});

async function connectAndNeverRead(port, path) {
  const socket = net.connect(port, 'localhost');
  socket.on('error', () => {});
  await once(socket, 'connect');
  const key = randomBytes(16).toString('base64');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
    + `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
  const [head] = await once(socket, 'data');
  const accept = createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  assert.ok(head.toString('latin1').includes(accept));
  socket.pause();
  return socket;
}

test('Ctrl-C closes with 1001', async () => {
  const visitors = await Promise.all(['Ada', 'Grace'].map(name => enter(newRoom(), name)));
  await sample.stop();
  for (const visitor of visitors) {
    assert.equal((await visitor.closed())[0], 1001);
  }
});
