/** The report in a real browser: Debian's Chromium. Without one, these tests say so and are left out; in CI that is a failure. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeReport } from '../../src/report/page.js';
import type { ReportData } from '../../src/report/types.js';
import { findChromium, startBrowser } from '../support/browser.js';
import { makeCandidates, makeHostileData, makeReportData } from '../support/report-data.js';

const chromium = findChromium();
let browser: Browser;
let folder: string;

interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** Opens a report as its reader would; answers the page, and what it complained of or asked for beside the file itself. */
async function open(report: ReportData, look: Look): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.html`);
  await writeFile(file, makeReport(report, 'sme 0.1.0'));
  const page = await browser.newPage({ viewport: { width: look.width, height: 800 }, colorScheme: look.colorScheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, complaints, requests: requests.filter((asked) => asked !== url) };
}

const running = (): ReportData => {
  const data = makeReportData();
  return {
    ...data,
    status: { ...data.status, status: 'InProgress', phase: 'ModelTuning' },
    times: { ...data.times, ended: undefined },
    candidates: { kind: 'known', value: [] },
    best: undefined,
  };
};

const reports: readonly (readonly [title: string, make: () => ReportData])[] = [
  ['24 candidates', () => makeReportData()],
  ['250 candidates', () => makeReportData({ candidates: { kind: 'known', value: makeCandidates(250, 3) } })],
  ['one candidate', () => makeReportData({ candidates: { kind: 'known', value: makeCandidates(1) } })],
  ['a running job', running],
  ['hostile names', makeHostileData],
];
const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 360, colorScheme: 'dark' },
];

describe.skipIf(chromium === undefined)(
  chromium === undefined ? 'in a browser (left out: no Chromium on the PATH, and no CHROMIUM_PATH)' : 'in a browser',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sme-report-'));
      browser = await startBrowser(chromium ?? '');
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test.each(reports.flatMap(([title, make]) => looks.map((look) => ({ title, make, ...look }))))(
      'a report on $title, $width wide, $colorScheme: nothing asked for, nothing run, nothing beside the page, all readable',
      async ({ make, width, colorScheme }) => {
        const { page, complaints, requests } = await open(make(), { width, colorScheme });
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('script, img, iframe, link').count()).toBe(0);
        expect(await page.title()).not.toBe('owned');
        expect(await listUnreadable(page)).toEqual([]);
        await page.close();
      },
    );

    test.each([1, 24, 250])(
      'one drawing of the objective is shown, with a mark for each of %i candidates',
      async (count) => {
        const candidates = makeCandidates(count, count === 1 ? 0 : 2);
        for (const width of [1280, 360]) {
          const report = makeReportData({ candidates: { kind: 'known', value: candidates } });
          const { page } = await open(report, { width, colorScheme: 'light' });
          for (const [section, marks] of [
            ['objective', '.points path, .missing path'],
            ['timeline', '.bars rect'],
          ]) {
            const drawings = page.locator(`#${section} svg[role=img]:visible`);
            expect(await drawings.count()).toBe(1);
            expect(
              await drawings
                .first()
                .locator(marks ?? '')
                .count(),
            ).toBe(count);
            const box = await drawings.first().boundingBox();
            expect(box?.width).toBeLessThanOrEqual(width);
            expect(box?.height).toBeGreaterThan(60);
            expect(await drawings.first().getAttribute('aria-labelledby')).toMatch(/-title \S+-text$/);
          }
          await page.close();
        }
      },
    );

    test('is printed light, in full, what was folded included', async () => {
      const { page } = await open(makeReportData(), { width: 1280, colorScheme: 'dark' });
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const shown = await page.evaluate(`({
        background: getComputedStyle(document.body).backgroundColor,
        isFoldedShown: document.querySelector('#importance details td').getBoundingClientRect().height > 0,
        cut: [...document.querySelectorAll('.scroll, pre')].filter((box) => getComputedStyle(box).overflowY !== 'visible').length,
      })`);
      expect(shown).toEqual({ background: 'rgb(255, 255, 255)', isFoldedShown: true, cut: 0 });
      // as wide as an A4 page across within its margins: no row of the leaderboard is squeezed until a name stands in letters below each other
      await page.setViewportSize({ width: 1031, height: 700 });
      const heights = await page
        .locator('#leaderboard tbody tr')
        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
      expect(Math.max(...heights)).toBeLessThan(40);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1031);
      await page.close();
    });
  },
);

/** Texts of a page that can hardly be read. The check runs in the page, where TypeScript's view of Node does not hold. */
async function listUnreadable(page: Page): Promise<unknown> {
  return await page.evaluate(await readFile(new URL('../support/in-page/list-unreadable.js', import.meta.url), 'utf8'));
}
