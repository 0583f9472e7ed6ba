import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, newWindow, noComplaints, screenshot } from './browser.mjs';
import { startSample } from './sample.mjs';

let sample;
let browser;

before(async () => {
  sample = await startSample('echo');
  browser = await launch();
});
afterEach(noComplaints);
after(async () => {
  await browser?.close();
  await sample?.stop();
});

for (const path of ['echo', 'echo/partial']) {
  test(`The page shows what /${path} sends back, and the close code`, async () => {
    const page = await (await newWindow(browser, { viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(sample.url);
    await page.getByLabel('Endpoint').selectOption(path);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('status').getByText(`Connected to /${path}`).waitFor();
    const log = page.getByRole('log');

    await page.getByLabel('Text').fill('Grüße 🪢');
    await page.getByRole('button', { name: 'Send text' }).click();
    await log.locator('.in').getByText('“Grüße 🪢” (8 characters)').waitFor();
    for (const size of ['0', '16', '126', '65536', '1048576']) {
      await page.getByLabel('Random bytes').selectOption(size);
      await page.getByRole('button', { name: 'Send binary' }).click();
      await log.locator('.in').getByText(new RegExp(`^${size} bytes`)).waitFor();
    }
    assert.equal(await log.locator('.bad').count(), 0);

    await page.getByLabel('Close code').fill('4321');
    await page.getByLabel('Reason').fill('enough');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('status').getByText('Closed: 4321').waitFor();
    await screenshot(page, path.replace('/', '-'));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
    await page.context().close();
  });
}
