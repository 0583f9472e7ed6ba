// The echo page: sends text and bytes, and tells what came back, how large, how fast, and how the connection ended.

const LONGEST_SHOWN = 200;
const MOST_ENTRIES = 200;

const byId = id => document.getElementById(id);
const log = byId('log');
let socket = null;
const sent = [];

function tell(kind, what, detail) {
  const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const entry = document.createElement('li');
  entry.className = kind;
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const whatElement = document.createElement('span');
  whatElement.className = 'what';
  whatElement.textContent = what;
  const detailElement = document.createElement('span');
  detailElement.className = 'detail';
  detailElement.textContent = detail;
  entry.append(time, whatElement, detailElement);
  log.append(entry);
  while (log.children.length > MOST_ENTRIES) {
    log.firstElementChild.remove();
  }
  if (atBottom) {
    log.scrollTop = log.scrollHeight;
  }
}

function describe(data) {
  if (typeof data === 'string') {
    const shown = data.length > LONGEST_SHOWN ? data.slice(0, LONGEST_SHOWN) + '…' : data;
    return `“${shown}” (${data.length} characters)`;
  }
  const bytes = new Uint8Array(data);
  const hex = [...bytes.subarray(0, 16)].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  return `${bytes.length} bytes${bytes.length > 0 ? ': ' + hex : ''}${bytes.length > 16 ? ' …' : ''}`;
}

function same(a, b) {
  if (typeof a === 'string' || typeof b === 'string') {
    return a === b;
  }
  const one = new Uint8Array(a);
  const other = new Uint8Array(b);
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function showState(text, open) {
  byId('state').textContent = text;
  byId('state').classList.toggle('open', open);
  byId('connect').disabled = socket !== null;
  byId('path').disabled = socket !== null;
  document.querySelectorAll('#close, #send-text button, #send-binary button').forEach(button => {
    button.disabled = !open;
  });
}

byId('connection').addEventListener('submit', event => {
  event.preventDefault();
  const url = new URL(byId('path').value, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  url.search = '';
  sent.length = 0;
  socket = new WebSocket(url.href);
  socket.binaryType = 'arraybuffer';
  showState('Connecting…', false);
  socket.onopen = () => {
    showState('Connected to ' + url.pathname, true);
    tell('', 'open', url.href);
  };
  socket.onmessage = ({ data }) => {
    const original = sent.shift();
    if (original === undefined || !same(original.data, data)) {
      tell('bad', 'differs', describe(data));
    } else {
      tell('in', 'echo', `${describe(data)}, ${(performance.now() - original.at).toFixed(1)} ms`);
    }
  };
  socket.onclose = ({ code, reason, wasClean }) => {
    socket = null;
    const text = `${code}${reason ? ' ' + reason : ''}${wasClean ? '' : ', without a closing handshake'}`;
    tell(wasClean ? '' : 'bad', 'closed', text);
    showState('Closed: ' + text, false);
  };
});

byId('closing').addEventListener('submit', event => {
  event.preventDefault();
  socket?.close(Number(byId('code').value), byId('reason').value);
});

function send(data) {
  sent.push({ data, at: performance.now() });
  tell('', 'sent', describe(data));
  socket.send(data);
}

byId('send-text').addEventListener('submit', event => {
  event.preventDefault();
  if (socket?.readyState === WebSocket.OPEN) {
    send(byId('text').value);
  }
});

byId('send-binary').addEventListener('submit', event => {
  event.preventDefault();
  if (socket?.readyState === WebSocket.OPEN) {
    const bytes = new Uint8Array(Number(byId('size').value));
    // The generator fills no more than this at a time.
    for (let at = 0; at < bytes.length; at += 65_536) {
      crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    }
    send(bytes.buffer);
  }
});

byId('clear').addEventListener('click', () => log.replaceChildren());
