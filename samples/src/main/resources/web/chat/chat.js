// The chat page: shows what the server says, and says what is typed. Text is only ever set as textContent.

import { Connection } from './connection.js';

const MOST_ENTRIES = 500;
const SAME_BREATH = 5 * 60_000;
const TYPING_EVERY = 2000;
const TYPING_SHOWN = 3500;
const COUNTDOWN_FROM = 200;

const byId = id => document.getElementById(id);
const door = byId('door');
const chat = byId('chat');
const log = byId('log');
const scroller = byId('scroller');
const draft = byId('draft');
const peoplePanel = byId('people-panel');
const peopleToggle = byId('people-toggle');

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

let connection = null;
let room = '';
let wantedName = '';
let myName = '';
let seen = new Set();
let last = { name: null, at: 0, day: '' };
let typists = new Map();
let lastTypingSent = 0;
let unread = 0;
let below = 0;
let toastTimer = 0;

// Door

function roomInUrl() {
  try {
    return tidyRoom(decodeURIComponent(location.hash.slice(1)) || new URLSearchParams(location.search).get('room') || '');
  } catch {
    return '';
  }
}

function tidyRoom(text) {
  return text.trim().toLowerCase().replace(/\s+/g, '-').replace(/[^\p{L}\p{M}\p{N}_-]/gu, '').slice(0, 32);
}

function stored(storage, key) {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function store(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch {
    // Private windows may refuse: then the name is not remembered.
  }
}

function showDoor(problem = '') {
  connection?.close();
  connection = null;
  chat.hidden = true;
  door.hidden = false;
  document.title = 'Sheetbend chat';
  byId('door-name').value = wantedName || stored(localStorage, 'name') || '';
  byId('door-room').value = roomInUrl() || 'lobby';
  byId('door-problem').textContent = problem;
  byId(byId('door-name').value ? 'door-room' : 'door-name').focus();
}

byId('door-form').addEventListener('submit', event => {
  event.preventDefault();
  const name = byId('door-name').value.trim();
  const wantedRoom = tidyRoom(byId('door-room').value);
  if (name === '' || wantedRoom === '') {
    byId('door-problem').textContent = name === '' ? 'Please enter a name.' : 'A room needs a letter or a digit.';
    return;
  }
  store(localStorage, 'name', name);
  enter(wantedRoom, name);
});

byId('leave').addEventListener('click', () => {
  store(sessionStorage, 'here', '');
  showDoor();
});

addEventListener('hashchange', () => {
  const wanted = roomInUrl();
  if (connection !== null && wanted !== '' && wanted !== room) {
    enter(wanted, wantedName);
  } else if (connection === null && wanted !== '') {
    byId('door-room').value = wanted;
  }
});

// Connection

function enter(newRoom, name) {
  connection?.close();
  room = newRoom;
  wantedName = name;
  myName = '';
  seen = new Set();
  last = { name: null, at: 0, day: '' };
  typists = new Map();
  log.replaceChildren();
  showPeople([]);
  showTyping();
  toast('');
  below = 0;
  byId('to-bottom').hidden = true;
  // This tab comes straight back after a reload; a new tab asks for a name.
  store(sessionStorage, 'here', name);
  if (roomInUrl() !== room) {
    history.pushState(null, '', location.pathname + '#' + encodeURIComponent(room));
  }
  byId('room-name').textContent = '#' + room;
  door.hidden = true;
  chat.hidden = false;
  showTitle();
  resizeDraft();

  const url = new URL('chat/' + encodeURIComponent(room), location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  url.search = '';
  connection = new Connection(url.href, {
    connecting: () => showState('connecting', 'Connecting…'),
    waiting: seconds => showState('waiting', `Reconnecting in ${seconds} s`),
    open: () => connection.send(JSON.stringify({ type: 'join', name: wantedName })),
    question: () => JSON.stringify({ type: 'alive' }),
    message: data => receive(JSON.parse(data)),
    refused: reason => showDoor(reason || 'The server refused.')
  });
  draft.focus();
}

function showState(state, text) {
  chat.dataset.state = state;
  byId('state-text').textContent = text;
  // The countdown is for the eye; who listens hears each change once.
  const spoken = state === 'waiting' ? 'Connection lost. Reconnecting soon.' : text;
  if (byId('state-spoken').textContent !== spoken) {
    byId('state-spoken').textContent = spoken;
  }
  byId('retry').hidden = state !== 'waiting';
  updateSend();
}

byId('retry').addEventListener('click', () => connection?.retry());

const handlers = {
  welcome(message) {
    const back = myName !== '';
    myName = message.name;
    showState('connected', 'Connected');
    showPeople(message.people);
    message.history.forEach(said => showSaid(said, false));
    if (back) {
      notice(`You are back as ${myName}`, Date.now());
    } else {
      notice(message.people.length === 1
        ? `You are ${myName}. Nobody else is here yet.`
        : `You are ${myName}. ${listOf(message.people.filter(p => p !== myName))} ${message.people.length === 2 ? 'is' : 'are'} here.`,
        Date.now());
    }
    scrollDown();
  },
  joined(message) {
    showPeople(message.people);
    notice(`${message.name} came in`, message.at);
  },
  left(message) {
    showPeople(message.people);
    stopTyping(message.name);
    notice(`${message.name} left`, message.at);
  },
  said(message) {
    stopTyping(message.name);
    showSaid(message, true);
  },
  typing(message) {
    clearTimeout(typists.get(message.name));
    typists.set(message.name, setTimeout(() => stopTyping(message.name), TYPING_SHOWN));
    showTyping();
  },
  problem(message) {
    if (myName === '') {
      showDoor(message.text);
    } else {
      toast(message.text);
    }
  }
};

function receive(message) {
  if (Object.hasOwn(handlers, message.type)) {
    handlers[message.type](message);
  }
}

// Log

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function hueOf(name) {
  let hash = 0;
  for (const char of name.toLowerCase()) {
    hash = (hash * 31 + char.codePointAt(0)) >>> 0;
  }
  // Steps of the golden angle keep the colours of similar names apart.
  return Math.round((hash * 137.508) % 360);
}

function face(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [name];
  const initials = words.length > 1
    ? [...words[0]][0] + [...words[words.length - 1]][0]
    : [...words[0]].slice(0, 2).join('');
  const made = element('span', 'face', initials.toUpperCase());
  made.style.setProperty('--hue', hueOf(name));
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function clock(at) {
  const made = element('time', '', timeFormat.format(at));
  made.dateTime = new Date(at).toISOString();
  made.title = new Date(at).toLocaleString();
  return made;
}

function append(entry, at, isNews) {
  const atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  const day = dayFormat.format(at);
  if (day !== last.day) {
    log.append(element('li', 'notice day', day === dayFormat.format(Date.now()) ? 'Today' : day));
    last.day = day;
    last.name = null;
    entry.classList.remove('next');
  }
  log.append(entry);
  while (log.children.length > MOST_ENTRIES) {
    log.firstElementChild.remove();
  }
  if (atBottom || entry.classList.contains('mine')) {
    scrollDown();
  } else if (isNews) {
    below++;
    byId('to-bottom-text').textContent = below === 1 ? '1 new message' : `${below} new messages`;
    byId('to-bottom').hidden = false;
  }
}

function showSaid(said, isNews) {
  if (seen.has(said.id)) {
    return;
  }
  seen.add(said.id);
  const mine = said.name === myName;
  const entry = element('li', 'message');
  entry.classList.toggle('mine', mine);
  entry.classList.toggle('next', last.name === said.name && said.at - last.at < SAME_BREATH);
  entry.classList.toggle('fresh', isNews);
  entry.style.setProperty('--hue', hueOf(said.name));
  const bubble = element('div', 'bubble');
  bubble.append(element('span', 'text', said.text), clock(said.at));
  const body = element('div', 'body');
  body.append(element('span', 'who', mine ? 'You' : said.name), bubble);
  entry.append(face(said.name), body);
  append(entry, said.at, isNews);
  last.name = said.name;
  last.at = said.at;
  if (isNews && !mine && document.hidden) {
    unread++;
    showTitle();
  }
}

function notice(text, at) {
  const entry = element('li', 'notice', text + ' · ');
  entry.append(clock(at));
  append(entry, at, false);
  last.name = null;
}

function scrollDown() {
  scroller.scrollTop = scroller.scrollHeight;
}

scroller.addEventListener('scroll', () => {
  if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60) {
    below = 0;
    byId('to-bottom').hidden = true;
  } else if (below === 0 && scroller.scrollHeight - scroller.scrollTop > 2 * scroller.clientHeight) {
    byId('to-bottom-text').textContent = 'Latest';
    byId('to-bottom').hidden = false;
  }
});
byId('to-bottom').addEventListener('click', () => {
  scrollDown();
  draft.focus();
});

// The keyboard of a phone makes the log smaller: what was at the bottom stays there.
let height = 0;
new ResizeObserver(() => {
  const shrunkBy = height - scroller.clientHeight;
  if (shrunkBy > 0 && scroller.scrollHeight - scroller.scrollTop - height < 60) {
    scrollDown();
  }
  height = scroller.clientHeight;
}).observe(scroller);

function showTitle() {
  document.title = (unread > 0 ? `(${unread}) ` : '') + '#' + room + ' · Sheetbend chat';
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    unread = 0;
    if (connection !== null) {
      showTitle();
    }
  }
});

// People

function listOf(names) {
  return names.length <= 3
    ? new Intl.ListFormat('en').format(names)
    : new Intl.ListFormat('en').format([...names.slice(0, 2), `${names.length - 2} others`]);
}

function showPeople(people) {
  byId('people').replaceChildren(...people.map(name => {
    const entry = element('li', '');
    entry.append(face(name), element('span', '', name));
    if (name === myName) {
      entry.append(element('small', '', 'you'));
    }
    return entry;
  }));
  byId('faces').replaceChildren(...people.slice(0, 3).map(face));
  byId('people-count').textContent = String(people.length);
  peopleToggle.setAttribute('aria-label', people.length === 1 ? '1 person in the room' : `${people.length} people in the room`);
  peopleToggle.hidden = people.length === 0;
  byId('people-title').textContent = people.length > 0 ? `In the room: ${people.length}` : 'In the room';
}

function openPeople(open) {
  peoplePanel.classList.toggle('open', open);
  peopleToggle.setAttribute('aria-expanded', String(open));
}

peopleToggle.addEventListener('click', () => openPeople(!peoplePanel.classList.contains('open')));
document.addEventListener('pointerdown', event => {
  if (!peoplePanel.contains(event.target) && !peopleToggle.contains(event.target)) {
    openPeople(false);
  }
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && peoplePanel.classList.contains('open')) {
    openPeople(false);
    peopleToggle.focus();
  }
});

byId('share').addEventListener('click', async event => {
  const button = event.currentTarget;
  const text = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = 'Copied';
  } catch {
    // Pages that came over plain HTTP from another machine have no clipboard.
    button.textContent = 'Copy it from the address bar';
  }
  setTimeout(() => {
    button.textContent = text;
  }, 2000);
});

function stopTyping(name) {
  clearTimeout(typists.get(name));
  typists.delete(name);
  showTyping();
}

function showTyping() {
  const names = [...typists.keys()];
  byId('typing').textContent = names.length === 0 ? '' : `${listOf(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

// Composer

function toast(text) {
  clearTimeout(toastTimer);
  byId('toast').textContent = text;
  toastTimer = setTimeout(() => {
    byId('toast').textContent = '';
  }, 6000);
}

function updateSend() {
  byId('send').disabled = chat.dataset.state !== 'connected' || draft.value.trim() === '';
}

function resizeDraft() {
  if (!CSS.supports('field-sizing', 'content')) {
    draft.style.height = 'auto';
    draft.style.height = draft.scrollHeight + 'px';
  }
  const left = draft.maxLength - draft.value.length;
  byId('room-left').textContent = left <= COUNTDOWN_FROM ? `${left} left` : '';
  updateSend();
}

draft.addEventListener('input', () => {
  resizeDraft();
  const now = Date.now();
  if (connection?.isOpen && myName !== '' && draft.value.trim() !== '' && now - lastTypingSent > TYPING_EVERY) {
    lastTypingSent = now;
    connection.send(JSON.stringify({ type: 'writing' }));
  }
});

draft.addEventListener('keydown', event => {
  // Input methods for Chinese, Japanese and Korean use Enter to pick a word.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId('composer').requestSubmit();
  }
});

byId('composer').addEventListener('submit', event => {
  event.preventDefault();
  const text = draft.value.trim();
  if (text === '') {
    return;
  }
  if (chat.dataset.state !== 'connected' || !connection?.isOpen) {
    toast('Not connected right now. Your message stays here until you send it.');
    return;
  }
  connection.send(JSON.stringify({ type: 'say', text }));
  draft.value = '';
  lastTypingSent = 0;
  resizeDraft();
  draft.focus();
});

// Start

const here = stored(sessionStorage, 'here');
if (here && roomInUrl() !== '') {
  enter(roomInUrl(), here);
} else {
  showDoor();
}
