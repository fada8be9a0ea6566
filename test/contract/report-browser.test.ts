/** The report in a real browser, Chromium. Without a browser, these tests are skipped and their title gives the reason; CI requires one. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeReport } from '../../src/report/page.js';
import type { ReportData } from '../../src/report/types.js';
import { findChromium, startBrowser } from '../support/browser.js';
import {
  makeCandidates,
  makeEvaluation,
  makeHostileData,
  makeRegressionEvaluation,
  makeReportData,
} from '../support/report-data.js';

const chromium = findChromium();
let browser: Browser;
let folder: string;

interface Viewport {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** Opens a report. Returns the page, its console messages and errors, and its requests except the one for the file itself. */
async function open(
  report: ReportData,
  { width, colorScheme }: Viewport,
): Promise<{ page: Page; messages: string[]; requests: string[] }> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.html`);
  await writeFile(file, makeReport(report, 'sme 0.1.0'));
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const messages: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, messages, requests: requests.filter((requested) => requested !== url) };
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
  ['an evaluation', () => makeReportData({ evaluation: { table: undefined, result: makeEvaluation() } })],
  ['a regression', () => makeReportData({ evaluation: { table: '"S"."T"', result: makeRegressionEvaluation() } })],
  ['hostile names', makeHostileData],
];
const viewports: readonly Viewport[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 360, colorScheme: 'dark' },
];

describe.skipIf(chromium === undefined)(
  chromium === undefined
    ? 'in a browser (skipped: no Chromium on the PATH, and CHROMIUM_PATH is not set)'
    : 'in a browser',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sme-report-'));
      browser = await startBrowser(chromium ?? '');
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test.each(reports.flatMap(([title, make]) => viewports.map((viewport) => ({ title, make, ...viewport }))))(
      'a report on $title, $width pixels wide, $colorScheme, requests and runs nothing, fits the page and is readable',
      async ({ make, width, colorScheme }) => {
        const { page, messages, requests } = await open(make(), { width, colorScheme });
        expect({ messages, requests }).toEqual({ messages: [], requests: [] });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('script, img, iframe, link').count()).toBe(0);
        expect(await page.title()).not.toBe('owned');
        expect(await listUnreadable(page)).toEqual([]);
        await page.close();
      },
    );

    test.each([1, 24, 250])('shows one drawing of each chart, with a mark for each of %i candidates', async (count) => {
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
    });

    test('is printed in light colors and in full, including collapsed sections', async () => {
      const { page } = await open(makeReportData(), { width: 1280, colorScheme: 'dark' });
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const style = await page.evaluate(`({
        background: getComputedStyle(document.body).backgroundColor,
        isCollapsedVisible: document.querySelector('#importance details td').getBoundingClientRect().height > 0,
        cut: [...document.querySelectorAll('.scroll, pre')].filter((box) => getComputedStyle(box).overflowY !== 'visible').length,
      })`);
      expect(style).toEqual({ background: 'rgb(255, 255, 255)', isCollapsedVisible: true, cut: 0 });
      // the width of a landscape A4 page without margins: names in the leaderboard must not be broken into single letters
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

/** Texts of a page with too little contrast or size. The check is a JavaScript file because it runs in the browser, without Node's types. */
async function listUnreadable(page: Page): Promise<unknown> {
  return await page.evaluate(await readFile(new URL('../support/in-page/list-unreadable.js', import.meta.url), 'utf8'));
}
