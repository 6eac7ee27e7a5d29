// The report in a browser: node tests/browser/report.mjs PAGE [SHOTS]
//
// Plays, follows, searches and filters as a producer does, by mouse and by keyboard, in both lights and on a telephone.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page_path, shots = 'target/browser'] = process.argv.slice(2);
const address = pathToFileURL(resolve(page_path)).href;
mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--mute-audio', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function opened(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('request', request => !request.url().startsWith('file:') && complaints.push('asked for ' + request.url()));
  await page.goto(address);
  return { page, complaints };
}
const shot = (page, name) => page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
const sound = page => page.$eval('#sound', sound => ({ src: sound.getAttribute('src'), time: sound.currentTime, paused: sound.paused, rate: sound.playbackRate }));

const tests = {
  async 'a line is heard from its beginning, and its words follow'() {
    const { page, complaints } = await opened();
    const chapter = page.locator('.chapter').nth(1);
    await chapter.locator('summary').click();
    const row = chapter.locator('li[data-at]').nth(2);
    const [from, to] = (await row.getAttribute('data-at')).split(' ').map(Number);
    await row.locator('button').click();
    await page.waitForFunction(from => document.getElementById('sound').currentTime > from + 0.2, from);
    const now = await sound(page);
    assert.ok(now.time < to && !now.paused, JSON.stringify(now));
    assert.equal(await row.getAttribute('aria-current'), 'true');
    assert.equal(await page.textContent('#words'), await row.locator('p').textContent());
    await shot(page, 'playing');
    await page.waitForFunction(to => document.getElementById('sound').currentTime > to + 1.2, to, { timeout: 20000 });
    assert.equal(await chapter.locator('li[data-at]').nth(3).getAttribute('aria-current'), 'true', 'the next line');
    assert.equal(await page.locator('[aria-current]').count(), 1);
    assert.deepEqual(complaints, []);
  },

  async 'everything works by keyboard'() {
    const { page } = await opened();
    const wave = page.locator('.wave').first();
    await wave.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.getElementById('sound').currentTime >= 5);
    assert.match(await wave.getAttribute('aria-valuetext'), /^0:0[5-9], line /);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press(' ');
    assert.equal((await sound(page)).paused, true);
    const first = await page.textContent('#where');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await page.textContent('#where'), first, 'the next line');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
    await page.selectOption('#speed', '1.5');
    assert.equal((await sound(page)).rate, 1.5);
  },

  async 'what is looked for is shown and nothing else'() {
    const { page } = await opened();
    const row = page.locator('.lines li p').nth(5);
    const words = (await row.textContent()).split(' ').slice(0, 4).join(' ');
    await page.fill('#search', words.toUpperCase());
    await page.waitForFunction(() => document.getElementById('found').textContent !== '');
    const shown = await page.locator('.lines li:visible').allTextContents();
    assert.ok(shown.length >= 1 && shown.every(text => text.includes(words)), shown.join('\n'));
    await page.fill('#search', 'no book says this 9753');
    await page.waitForFunction(() => document.getElementById('found').textContent === '0 places');
    await page.fill('#search', '');
    await page.waitForFunction(() => document.getElementById('found').textContent === '');
    assert.ok(await page.locator('.chapter:visible').count() > 1);
  },

  async 'findings are filtered by how much they weigh'() {
    const { page } = await opened();
    const rules = page.locator('.rule');
    const weights = await rules.evaluateAll(rules => rules.map(rule => rule.dataset.severity));
    for (const severity of new Set(weights)) {
      await page.uncheck(`input[value=${severity}]`);
      assert.equal(await page.locator(`.rule[data-severity=${severity}]:visible`).count(), 0);
      await page.check(`input[value=${severity}]`);
    }
    assert.equal(await page.locator('.rule:visible').count(), weights.length);
  },

  async 'a link to a line opens its chapter'() {
    const { page } = await opened();
    const id = await page.locator('.lines li').nth(8).getAttribute('id');
    await page.goto(`${address}#${id}`);
    await page.waitForFunction(id => document.getElementById(id).closest('details').open, id);
  },

  async 'waveforms are drawn'() {
    const { page } = await opened();
    await page.waitForTimeout(300);
    const drawn = await page.locator('.wave canvas').first().evaluate(canvas => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length / (data.length / 4);
    });
    assert.ok(drawn > 0.02, `${drawn} of the canvas`);
  },

  async 'it fits on a telephone and is read in the dark'() {
    for (const [name, options] of Object.entries({
      light: {}, dark: { colorScheme: 'dark' }, telephone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
    })) {
      const { page, complaints } = await opened(options);
      await page.locator('.chapter summary').first().click();
      await page.waitForTimeout(200);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: ${wide} pixels too wide`);
      await shot(page, name);
      assert.deepEqual(complaints, []);
    }
    const { page } = await opened({ viewport: { width: 320, height: 600 } });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
  },

  async 'it is open within two seconds'() {
    const { page } = await opened();
    const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
    assert.ok(took < 2000, `${took} ms`);
    console.log(`  open after ${Math.round(took)} ms`);
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
