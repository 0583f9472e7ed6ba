// The ws package as a server: the same commands as ForeignEndpoint, until standard input ends.
// Arguments: the key store and its password.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { WebSocketServer } from 'ws';

const [keyStore, passphrase] = process.argv.slice(2);
const journal = new Map();

function note(key, line) {
  journal.set(key, [...(journal.get(key) ?? []), line]);
}

function fragments(socket, count, part) {
  for (let i = 0; i < count; i++) {
    socket.send(part, { fin: i === count - 1 });
  }
}

function obey(socket, key, request, text) {
  const [command, first, ...rest] = text.split(' ');
  const second = rest.join(' ');
  switch (command) {
    case '!close':
      socket.close(Number(first), second);
      break;
    case '!ping':
      socket.ping(first);
      break;
    case '!text-fragments':
      fragments(socket, Number(first), second);
      break;
    case '!binary-fragments':
      fragments(socket, Number(first), Buffer.from(second));
      break;
    case '!subprotocol':
      socket.send(socket.protocol);
      break;
    case '!greeting':
      socket.send(request.headers['x-greeting'] ?? '');
      break;
    case '!seen':
      socket.send((journal.get(first) ?? []).join('|'));
      break;
    default:
      socket.send(text);
  }
}

function accept(socket, request) {
  const key = new URL(request.url, 'http://localhost').searchParams.get('key');
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      socket.send(data);
    } else {
      obey(socket, key, request, data.toString());
    }
  });
  socket.on('pong', (data) => note(key, `pong ${data}`));
  socket.on('close', (code, reason) => note(key, `close ${code} ${reason}`));
  socket.on('error', (error) => note(key, `error ${error.message}`));
}

/** Each connection has a server of its own: the query's deflate has its options for permessage-deflate, as JSON. */
function serve(server) {
  server.on('upgrade', (request, socket, head) => {
    const deflate = new URL(request.url, 'http://localhost').searchParams.get('deflate');
    const webSockets = new WebSocketServer({
      noServer: true,
      path: '/tck/foreign',
      perMessageDeflate: deflate === null ? false : { threshold: 0, ...JSON.parse(deflate) }
    });
    webSockets.on('headers', (headers) => headers.push('X-Answer: one', 'X-Answer: two'));
    webSockets.handleUpgrade(request, socket, head, accept);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

const plain = await serve(createServer());
const secure = await serve(createSecureServer({ pfx: readFileSync(keyStore), passphrase }));
console.log(`READY http=${plain} https=${secure}`);
process.stdin.on('end', () => process.exit(0)).resume();
