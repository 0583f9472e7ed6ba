// The pages of the sample wars, as visitors use them, in a headless Chromium.
// Arguments: the browser, a directory for screenshots, the URIs of the board and of the converter, a user in the role
// "member" and their password.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const WAIT = 30_000;

const [executablePath, screenshots, board, converter, user, password] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
});
const complaints = [];

/** A window of its own, which shares nothing with other windows. */
async function open(uri, options = {}) {
  const window = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  window.setDefaultTimeout(WAIT);
  const page = await window.newPage();
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    // The page for what is not there is a part of the test, and Chromium says of it that it is not there.
    if (message.type() === 'error' && !message.text().includes('404')) {
      complaints.push(message.text());
    }
  });
  await page.goto(uri);
  return page;
}

async function picture(page, name) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} fits`);
  await page.screenshot({ path: join(screenshots, name + '.png') });
}

const connected = (page, name) => page.getByRole('status').getByText(`Connected as ${name}`).waitFor();

const card = (page, text) => page.getByRole('listitem').filter({ hasText: text });

async function pin(page, text) {
  await page.getByLabel('New card').fill(text);
  await page.getByRole('button', { name: 'Pin it' }).click();
  await card(page, text).waitFor();
}

async function boardPages() {
  const guest = await open(board + '#kitchen');
  await connected(guest, 'Guest ');
  await guest.getByText('Nothing hangs here yet.').waitFor();
  await picture(guest, 'board-empty');
  await guest.getByLabel('Your name').fill('Zoë');
  await guest.getByRole('button', { name: 'Change' }).click();
  await connected(guest, 'Zoë');
  await pin(guest, 'There is no milk left.\nWho goes to the shop?');
  await pin(guest, '<img src=x onerror="document.title=1"><b>bold</b>');
  assert.equal(await guest.locator('#cards img, #cards b').count(), 0, 'HTML stays text');
  assert.equal(await guest.getByRole('button', { name: 'Take down' }).count(), 0, 'only members take cards down');

  const member = await open(board + '#kitchen', { colorScheme: 'dark' });
  await card(member, 'no milk').waitFor();
  await member.getByRole('link', { name: 'Log in' }).click();
  await member.getByLabel('User name').waitFor();
  await picture(member, 'login');
  await member.getByLabel('User name').fill(user);
  await member.getByLabel('Password').fill('guessed');
  await member.getByRole('button', { name: 'Log in' }).click();
  await member.getByRole('alert').getByText('The user name or the password was not right.').waitFor();
  await picture(member, 'login-failed');
  await member.getByLabel('User name').fill(user);
  await member.getByLabel('Password').fill(password);
  await member.getByRole('button', { name: 'Log in' }).click();
  await connected(member, user);
  assert.equal(new URL(member.url()).hash, '#kitchen', 'back where the visitor was');
  await pin(member, 'I go. Anything else?');
  await card(guest, 'I go.').getByText(user).waitFor();
  assert.equal(await card(guest, 'I go.').locator('.badge').textContent(), 'member');
  assert.equal(await member.getByRole('status').locator('.badge').count(), 1);

  const pretender = await open(board + '#kitchen');
  await connected(pretender, 'Guest ');
  await pretender.getByLabel('Your name').fill(`${user}, member`);
  await pretender.getByRole('button', { name: 'Change' }).click();
  await connected(pretender, `${user}, member`);
  await pin(pretender, 'I am a member, too');
  await card(guest, 'I am a member, too').waitFor();
  assert.equal(await card(guest, 'I am a member, too').locator('.badge').count(), 0, 'no name looks like a badge');
  assert.equal(await pretender.locator('#state .badge').count(), 0);

  const phone = await open(board + '#kitchen', PHONE);
  await pin(phone, 'Coffee, please: ' + 'o'.repeat(60));
  await card(member, 'Coffee').waitFor();
  // Other tests may have used other boards.
  await guest.getByText(/^\d+ cards on \d+ boards?, \d+ visitors$/).waitFor();
  await picture(guest, 'board');
  await picture(member, 'board-member-dark');
  await picture(phone, 'board-phone');

  await card(member, 'no milk').getByRole('button', { name: 'Take down' }).click();
  for (const page of [guest, member, phone]) {
    await card(page, 'no milk').waitFor({ state: 'detached' });
  }
  await guest.getByLabel('Board', { exact: true }).fill('garage');
  await guest.getByRole('button', { name: 'Open' }).click();
  await guest.getByRole('heading', { name: 'garage' }).waitFor();
  await guest.getByText('Nothing hangs here yet.').waitFor();

  // In another tab: this one hears of it by the end of its connections.
  const other = await member.context().newPage();
  await other.goto(board + '#kitchen');
  await connected(other, user);
  await other.getByRole('button', { name: 'Log out' }).click();
  await other.getByRole('link', { name: 'Log in' }).waitFor();
  await member.getByRole('link', { name: 'Log in' }).waitFor();
  await connected(member, 'Guest ');
  assert.equal(await member.getByRole('button', { name: 'Take down' }).count(), 0);
  assert.equal(await member.locator('#state .badge').count(), 0);

  const lost = await open(board + 'no/such/page');
  await lost.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await picture(lost, 'board-nothing-here');
  await lost.getByRole('link', { name: 'To the board' }).click();
  await connected(lost, 'Guest ');
}

async function converterPage() {
  const page = await open(converter + 'index.html');
  const answer = page.locator('#answer');
  await answer.getByText('100.00 °F = 37.78 °C').waitFor();
  await page.getByLabel('Unit').selectOption('miles');
  await answer.getByText('100.00 mi = 160.93 km').waitFor();
  await picture(page, 'converter');
  await page.getByLabel('Amount').fill('ten');
  await answer.getByText('That is not a number.').waitFor();
}

try {
  await boardPages();
  await converterPage();
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
}
console.log('done');
