// The page of a board: three connections, of which each knows what to do with what it hears.

import { Connection } from './connection.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
// Policy violation. Where there was no welcome, the server will not have us, and asking again would not change that. Later
// it means that the login has ended.
const REFUSED = 1008;

const byId = id => document.getElementById(id);
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

const cards = byId('cards');
const text = byId('text');
const pinIt = byId('composer').querySelector('button');

let board = null;
let members = null;
let status = null;
let attempts = 0;
let failures = 0;
let welcomed = false;
let timer = 0;

/** The board that the address names: #kitchen. */
function boardInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || 'lobby';
  } catch {
    return 'lobby';
  }
}

function element(name, className, content) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

function showProblem(problem) {
  byId('problem').textContent = problem;
}

/** Beside a name and never in it: a guest can have any name. */
function badge() {
  return element('span', 'badge', 'member');
}

function showState(state, isOpen, member = false) {
  byId('state').replaceChildren(state, ...(member ? [' ', badge()] : []));
  pinIt.disabled = !isOpen;
}

// Cards

function show(card) {
  const entry = document.createElement('li');
  entry.id = 'card-' + card.number;
  entry.classList.toggle('member', card.member);
  const signature = element('p', 'signature', card.author);
  if (card.member) {
    signature.append(' ', badge());
  }
  const at = element('time', '', time.format(card.at));
  at.dateTime = new Date(card.at).toISOString();
  signature.append(at);
  const foot = element('div', 'foot', '');
  foot.append(signature);
  if (members !== null) {
    const takeDown = element('button', '', 'Take down');
    takeDown.type = 'button';
    takeDown.addEventListener('click', () => {
      showProblem(members.send({ card: card.number }) ? '' : 'Not connected right now.');
    });
    foot.append(takeDown);
  }
  entry.append(element('p', 'text', card.text), foot);
  cards.prepend(entry);
}

function showWhetherEmpty() {
  byId('empty').hidden = cards.children.length > 0;
}

const onBoard = {
  welcome(event) {
    byId('board-name').textContent = event.board;
    document.title = event.board + ' · Board';
    cards.replaceChildren();
    event.cards.forEach(show);
    showWhetherEmpty();
    // Only a server that talks is well again; one that accepts and drops must not be asked again and again.
    failures = 0;
    showState(`Connected as ${event.you}`, true, event.member);
    welcomed = true;
  },
  pinned(event) {
    show(event.card);
    showWhetherEmpty();
  },
  taken(event) {
    byId('card-' + event.card)?.remove();
    showWhetherEmpty();
  },
  problem: event => showProblem(event.text)
};

const onMembers = {
  hello() {},
  problem: event => showProblem(event.text)
};

const onStatus = {
  status(event) {
    const many = (count, one) => `${count} ${count === 1 ? one : one + 's'}`;
    byId('status').textContent =
      `${many(event.cards, 'card')} on ${many(event.boards, 'board')}, ${many(event.visitors, 'visitor')}`;
  }
};

// Connections

/** Who the visitor is; as a side effect, there is an HTTP session that the connections will be opened with. */
async function visitor() {
  const answer = await fetch('visitor');
  if (!answer.ok) {
    throw new Error(`The server answers ${answer.status}`);
  }
  return answer.json();
}

/** Opens everything, again if need be: for another board, because the visitor is somebody else, or after a loss. */
async function open() {
  const attempt = ++attempts;
  closeAll();
  const name = boardInAddress();
  byId('other').value = name;
  byId('login').search = new URLSearchParams({ board: name });
  showProblem('');
  showState('Connecting…', false);
  welcomed = false;

  let me;
  try {
    me = await visitor();
  } catch {
    if (attempt === attempts) {
      openLater();
    }
    return;
  }
  if (attempt !== attempts) {
    return;
  }
  byId('name').value = me.name;
  byId('rename').hidden = !me.guest;
  byId('login').hidden = !me.guest;
  byId('logout').hidden = me.guest;

  const path = encodeURIComponent(name);
  board = new Connection('boards/' + path, onBoard, (code, reason) => {
    if (code === REFUSED && !welcomed) {
      showState(`Not connected: ${reason}`, false);
    } else {
      openLater();
    }
  });
  members = me.member ? new Connection('members/' + path, onMembers, openLater) : null;
  status = new Connection('status', onStatus, openLater);
}

function closeAll() {
  clearTimeout(timer);
  board?.close();
  members?.close();
  status?.close();
}

function openLater() {
  closeAll();
  showState('Connection lost. It will be back.', false);
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++);
  // A random part, so that the pages of a server that restarts do not all come back in the same moment.
  timer = setTimeout(open, wait * (1 + Math.random()));
}

addEventListener('hashchange', open);

byId('composer').addEventListener('submit', event => {
  event.preventDefault();
  if (board?.send({ text: text.value })) {
    showProblem('');
    text.value = '';
    text.focus();
  } else {
    showProblem('Not connected right now. Your card stays here until you pin it.');
  }
});

text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    byId('composer').requestSubmit();
  }
});

byId('switch').addEventListener('submit', event => {
  event.preventDefault();
  location.hash = '#' + encodeURIComponent(byId('other').value);
});

byId('rename').addEventListener('submit', async event => {
  event.preventDefault();
  const answer = await fetch('visitor', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
  if (answer.ok) {
    // The name of a visitor is looked at when a connection opens.
    open();
  } else {
    showProblem('That cannot be a name.');
  }
});

open();
