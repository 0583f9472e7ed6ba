import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import WebSocket from 'ws';
import { launch, newWindow, noComplaints, screenshot } from './browser.mjs';
import { startSample } from './sample.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

let sample;
let browser;

before(async () => {
  sample = await startSample('chat');
  browser = await launch();
});
afterEach(noComplaints);
after(async () => {
  await browser?.close();
  await sample?.stop();
});

async function openTab(window, room) {
  const page = await window.newPage();
  await page.goto(sample.url + '#' + room);
  return page;
}

async function join(page, name) {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join the room' }).click();
  await connected(page);
}

const connected = page => page.locator('#state-text').filter({ hasText: /^Connected$/ }).waitFor();

const reconnecting = page => page.locator('#state-text').filter({ hasText: /^Reconnecting in \d+ s$/ }).waitFor();

async function say(page, text) {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByLabel('Message', { exact: true }).press('Enter');
}

const said = (page, text) => page.getByRole('log').locator('.text').getByText(text, { exact: true });

const noticed = (page, text) => page.getByRole('log').locator('.notice').getByText(text).waitFor();

async function visit(options, room, name) {
  const page = await openTab(await newWindow(browser, options), room);
  await join(page, name);
  return page;
}

async function closeAll(...pages) {
  await Promise.all(pages.map(page => page.context().close()));
}

test('Two tabs see each other come, talk and go', async () => {
  const window = await newWindow(browser);
  const ada = await openTab(window, 'tabs');
  await screenshot(ada, 'door');
  await join(ada, 'Ada');
  const grace = await openTab(window, 'tabs');
  assert.equal(await grace.getByLabel('Your name').inputValue(), 'Ada', 'the name is remembered');
  await join(grace, 'Grace');
  await noticed(ada, 'Grace came in');

  await say(ada, 'Hello from one tab');
  await said(grace, 'Hello from one tab').waitFor();
  await say(grace, 'And back from the other');
  await said(ada, 'And back from the other').waitFor();
  assert.deepEqual(await ada.locator('#people li').allInnerTexts().then(all => all.map(t => t.split('\n').at(-1))),
    ['you', 'Grace']);

  const middle = async (page, text) => {
    const box = await said(page, text).boundingBox();
    return box.x + box.width / 2;
  };
  assert.ok(await middle(ada, 'Hello from one tab') > await middle(ada, 'And back from the other'), 'own are right');
  assert.ok(await middle(grace, 'Hello from one tab') < await middle(grace, 'And back from the other'));

  await grace.getByLabel('Message', { exact: true }).pressSequentially('Hm');
  await ada.getByText('Grace is typing…').waitFor();
  await grace.getByRole('button', { name: 'Leave' }).click();
  await noticed(ada, 'Grace left');
  await window.close();
});

test('The same name twice gets a number', async () => {
  const one = await visit({}, 'twins', 'Ada');
  const other = await visit({}, 'twins', 'Ada');
  await noticed(other, 'You are Ada 2.');
  await closeAll(one, other);
});

test('HTML stays text, in messages and in names', async () => {
  const mallory = await visit({}, 'html', '<img src=x>');
  const ada = await visit({}, 'html', 'Ada');
  const text = '<img src=x onerror="document.title=1"><b>bold</b> &amp;';
  await say(mallory, text);
  await said(ada, text).waitFor();
  for (const page of [mallory, ada]) {
    assert.equal(await page.locator('#log img, #log b, #people img').count(), 0);
    assert.equal(await page.locator('#people').getByText('<img src=x>', { exact: true }).count(), 1);
  }
  await closeAll(mallory, ada);
});

test('A newcomer sees what was said before, and a reload stays in the room', async () => {
  const ada = await visit({}, 'history', 'Ada');
  await say(ada, 'Before you came');
  await said(ada, 'Before you came').waitFor();
  const grace = await visit({}, 'history', 'Grace');
  await said(grace, 'Before you came').waitFor();
  await grace.reload();
  await connected(grace);
  await said(grace, 'Before you came').waitFor();
  assert.equal(await said(grace, 'Before you came').count(), 1);
  await closeAll(ada, grace);
});

test('Another room is another room', async () => {
  const ada = await visit({}, 'red', 'Ada');
  const grace = await visit({}, 'blue', 'Grace');
  await say(ada, 'Only in red');
  await said(ada, 'Only in red').waitFor();
  await grace.evaluate(() => { location.hash = '#red'; });
  await noticed(ada, 'Grace came in');
  await said(grace, 'Only in red').waitFor();
  assert.equal(await grace.getByRole('heading', { name: '#red' }).count(), 1);
  await closeAll(ada, grace);
});

test('A room can also come as ?room=, with letters of any kind', async () => {
  const page = await (await newWindow(browser)).newPage();
  await page.goto(sample.url + '?room=' + encodeURIComponent('結び目'));
  await join(page, 'Ada');
  assert.equal(await page.getByRole('heading', { name: '#結び目' }).count(), 1);
  await closeAll(page);
});

test('The keyboard is enough', async () => {
  const page = await openTab(await newWindow(browser), 'keys');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await connected(page);
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await said(page, 'one\ntwo').waitFor();
  assert.equal(await page.getByLabel('Message', { exact: true }).inputValue(), '');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'draft');
  await closeAll(page);
});

test('Whoever has scrolled up stays there, and hears of new messages', async () => {
  const ada = await visit({ viewport: { width: 800, height: 500 } }, 'scroll', 'Ada');
  const grace = await visit({}, 'scroll', 'Grace');
  for (let i = 1; i <= 30; i++) {
    await say(grace, `Line ${i}`);
    await said(grace, `Line ${i}`).waitFor();
  }
  await said(ada, 'Line 30').waitFor();
  const scroller = ada.getByRole('region', { name: 'Messages' });
  const fromBottom = () => scroller.evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight);
  assert.ok(await fromBottom() < 5, 'follows the log');
  await scroller.evaluate(e => { e.scrollTop = 0; });
  await say(grace, 'Are you there?');
  await ada.getByRole('button', { name: '1 new message' }).click();
  assert.ok(await fromBottom() < 5, 'the button leads to the end');
  await ada.getByRole('button', { name: 'new message' }).waitFor({ state: 'hidden' });
  await closeAll(ada, grace);
});

test('A phone shows it all, light and dark', async () => {
  const ada = await visit({}, 'harbour', 'Ada Lovelace');
  const grace = await visit({ colorScheme: 'dark' }, 'harbour', 'Grace Hopper');
  const phone = await visit(PHONE, 'harbour', 'Linus');
  const darkPhone = await visit({ ...PHONE, colorScheme: 'dark' }, 'harbour', 'Margaret');
  const lines = [
    [ada, 'Good morning! Who is tying knots today?'],
    [grace, 'Me. The sheet bend joins two ropes of different thickness, which is rather what a bridge does.'],
    [grace, 'Have you tried <b>it</b>?'],
    [ada, 'It holds as long as both ends are under load.\nLet go of one and it falls apart, so don’t.'],
    [phone, 'On the train, hello from my phone'],
    [darkPhone, 'x'.repeat(120)]
  ];
  for (const [page, text] of lines) {
    await say(page, text);
    await Promise.all([ada, grace, phone, darkPhone].map(p => said(p, text).waitFor()));
  }
  for (const page of [phone, darkPhone]) {
    const { inner, wide } = await page.evaluate(() => ({
      inner: innerWidth,
      wide: Math.max(document.documentElement.scrollWidth, document.getElementById('scroller').scrollWidth)
    }));
    assert.equal(inner, 360);
    assert.ok(wide <= 360, 'nothing sticks out sideways');
    const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
    assert.ok(send.y + send.height <= 740 && send.width >= 44 && send.height >= 44);
  }
  const ground = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.notEqual(await ground(phone), await ground(darkPhone));
  await phone.getByLabel('Message', { exact: true }).pressSequentially('I am still');
  await ada.getByText('Linus is typing…').waitFor();
  await screenshot(ada, 'desktop-light');
  await screenshot(grace, 'desktop-dark');
  await screenshot(phone, 'phone-light');
  await screenshot(darkPhone, 'phone-dark');

  await phone.getByRole('button', { name: '4 people in the room' }).tap();
  await phone.getByRole('heading', { name: 'In the room: 4' }).waitFor();
  await screenshot(phone, 'phone-people');
  await phone.keyboard.press('Escape');
  await phone.getByRole('heading', { name: 'In the room: 4' }).waitFor({ state: 'hidden' });

  // A soft keyboard takes the lower half: the composer stays in sight, and so does the last message.
  await phone.setViewportSize({ width: 360, height: 400 });
  await phone.waitForFunction(() => document.getElementById('send').getBoundingClientRect().bottom <= 400);
  await phone.waitForFunction(() => {
    const scroller = document.getElementById('scroller');
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 5;
  });
  await screenshot(phone, 'phone-keyboard');
  await closeAll(ada, grace, phone, darkPhone);
});

test('A connection that has gone silent is found out and replaced', async () => {
  const page = await (await newWindow(browser)).newPage();
  let silent = false;
  let answered;
  const answer = new Promise(resolve => { answered = resolve; });
  await page.routeWebSocket(/chat/, socket => {
    const server = socket.connectToServer();
    socket.onMessage(message => {
      if (!silent) {
        server.send(message);
      }
    });
    server.onMessage(message => {
      socket.send(message);
      if (message === '{"type":"here"}') {
        answered();
      }
    });
  });
  const start = Date.now();
  await page.clock.install({ time: start });
  await page.goto(sample.url + '#silence');
  // From here on time stands still unless the test moves it.
  await page.clock.pauseAt(start + 60_000);
  await join(page, 'Ada');
  await page.clock.runFor(26_000);
  await answer;
  await page.clock.runFor(12_000);
  await connected(page);

  // The next question is due 50 s after the join, and its answer 10 s later.
  silent = true;
  await page.clock.runFor(22_500);
  await reconnecting(page);
  silent = false;
  await page.getByRole('button', { name: 'Try now' }).click();
  await connected(page);
  await noticed(page, 'You are back as Ada');
  await closeAll(page);
});

test('A page finds back when the server has been away', async () => {
  const ada = await visit({}, 'restart', 'Ada');
  const phone = await visit(PHONE, 'restart', 'Linus');
  await say(ada, 'Before');
  await said(phone, 'Before').waitFor();
  const code = new Promise(resolve => {
    new WebSocket(sample.webSocketUrl('chat/restart?name=Witness')).on('close', resolve);
  });
  await noticed(ada, 'Witness came in');

  await sample.stop();
  assert.equal(await code, 1001);
  for (const page of [ada, phone]) {
    await reconnecting(page);
    await page.getByRole('status').filter({ hasText: 'Connection lost. Reconnecting soon.' }).waitFor();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
  }
  await ada.getByLabel('Message', { exact: true }).fill('Written while away');
  assert.ok(await ada.getByRole('button', { name: 'Send' }).isDisabled());
  assert.ok(await phone.evaluate(() => {
    const state = document.getElementById('state-text');
    return state.scrollWidth <= state.clientWidth;
  }), 'the state fits on a phone');
  await screenshot(ada, 'reconnecting');
  await screenshot(phone, 'phone-reconnecting');

  sample = await startSample('chat', sample.port);
  await Promise.all([connected(ada), connected(phone)]);
  assert.equal(await said(ada, 'Before').count(), 1, 'what was there is still there');
  await ada.getByRole('button', { name: 'Send' }).click();
  await said(phone, 'Written while away').waitFor();
  await closeAll(ada, phone);
});
