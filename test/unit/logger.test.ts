import { expect, test } from 'vitest';
import { makeLogger } from '../../src/logger.js';

test('a warning quotes the first 200 characters of a value', () => {
  const lines: string[] = [];
  const logger = makeLogger({ write: (text) => lines.push(text) }, 'quiet');
  logger.warn(`Profile '${'x'.repeat(5000)}' is unknown.`);
  expect(lines).toEqual([`Warning: Profile '${'x'.repeat(200)}…' is unknown.\n`]);
});
