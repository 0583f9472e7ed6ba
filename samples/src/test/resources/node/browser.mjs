// Chromium, as the pages' tests want it: quiet, headless, and with nothing remembered.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const complaints = [];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync']
  });
}

/** A window of its own, which shares nothing with other windows; its tabs share what a page remembers. */
export async function newWindow(browser, options = {}) {
  const window = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  window.setDefaultTimeout(30_000);
  window.on('page', page => {
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('console', message => {
      // A connection refused while the server is away is what the page is there to bear.
      if (message.type() === 'error' && !message.text().includes('ERR_CONNECTION_REFUSED')) {
        complaints.push(message.text());
      }
    });
  });
  return window;
}

export function noComplaints() {
  assert.deepEqual(complaints, []);
}

export function screenshot(page, name) {
  return page.screenshot({ path: join(process.env.SCREENSHOTS, name + '.png') });
}
