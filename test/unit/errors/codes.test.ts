import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ErrorDefinition, errorCodes } from '../../../src/errors/codes.js';
import { awsCodes } from '../../../src/errors/codes-aws.js';
import { checksCodes } from '../../../src/errors/codes-checks.js';
import { cliCodes } from '../../../src/errors/codes-cli.js';
import { clusterCodes } from '../../../src/errors/codes-cluster.js';
import { demoCodes } from '../../../src/errors/codes-demo.js';
import { honestyCodes } from '../../../src/errors/codes-honesty.js';
import { hostingCodes } from '../../../src/errors/codes-hosting.js';
import { jobsCodes } from '../../../src/errors/codes-jobs.js';
import { luaCodes } from '../../../src/errors/codes-lua.js';
import { predictCodes } from '../../../src/errors/codes-predict.js';
import { pythonCodes } from '../../../src/errors/codes-python.js';
import { runCodes } from '../../../src/errors/codes-run.js';
import { servingCodes } from '../../../src/errors/codes-serving.js';
import { makeError } from '../../../src/errors/user-error.js';

const sources = ['src', 'templates']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
  .filter((path) => /\.(ts|lua|py|sql)$/.test(path) && !/^src\/errors\/codes/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Code → files that name it; `quoted` finds those that raise it and leaves out comments. */
function findCodes(pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, text } of sources) {
    for (const [, code = ''] of text.matchAll(pattern)) {
      found.set(code, [...(found.get(code) ?? []), path]);
    }
  }
  return found;
}

const mentioned = findCodes(/\b([EF]-SME-\d+)\b/g);
const raised = findCodes(/['"`]([EF]-SME-\d+)\b/g);
const table: Readonly<Record<string, ErrorDefinition>> = errorCodes;
const numberOf = (code: string) => Number(code.replace(/^[EF]-SME-/, ''));

describe('the table of errors', () => {
  test('lists every code that a source names', () => {
    const unlisted = [...mentioned]
      .filter(([code]) => !(code in table))
      .map(([code, paths]) => `${code} in ${paths[0]}`);
    expect(unlisted).toEqual([]);
  });

  test('lists no code that nothing raises', () => {
    expect(Object.keys(table).filter((code) => !raised.has(code))).toEqual([]);
  });

  test('says truly where a code is raised', () => {
    const wrong = Object.entries(table)
      .filter(([code, { where }]) => raised.has(code) && !raised.get(code)?.includes(where))
      .map(([code, { where }]) => `${code} is raised in ${raised.get(code)?.join(', ')}, not in ${where}`);
    expect(wrong).toEqual([]);
  });

  test('uses a number once, over all languages and both letters', () => {
    const parts = [
      cliCodes,
      luaCodes,
      servingCodes,
      pythonCodes,
      demoCodes,
      awsCodes,
      jobsCodes,
      hostingCodes,
      predictCodes,
      checksCodes,
      runCodes,
      honestyCodes,
      clusterCodes,
    ].flatMap((part) => Object.keys(part).map(numberOf));
    expect(parts.filter((number, index) => parts.indexOf(number) !== index)).toEqual([]);
  });

  test.each([
    { name: 'TypeScript', part: cliCodes, ranges: [[1, 49]] },
    { name: 'Lua', part: luaCodes, ranges: [[50, 89]] },
    { name: 'Lua around jobs and endpoints', part: servingCodes, ranges: [[140, 169]] },
    {
      name: 'Python',
      part: pythonCodes,
      ranges: [
        [90, 119],
        [170, 209],
      ],
    },
    { name: 'sandbox and demo', part: demoCodes, ranges: [[120, 139]] },
    { name: 'jobs and endpoints', part: jobsCodes, ranges: [[230, 259]] },
    { name: 'requests for what is not ours', part: hostingCodes, ranges: [[270, 279]] },
    { name: 'predictions', part: predictCodes, ranges: [[280, 289]] },
    { name: 'the checks before an export', part: checksCodes, ranges: [[290, 299]] },
    { name: 'runs of trainings', part: runCodes, ranges: [[260, 269]] },
    { name: 'honest answers', part: honestyCodes, ranges: [[300, 309]] },
    { name: 'the commands around AWS', part: awsCodes, ranges: [[210, 229]] },
  ])('keeps the numbers of $name within $ranges', ({ part, ranges }) => {
    const isWithin = (number: number) => ranges.some(([first = 0, last = 0]) => number >= first && number <= last);
    expect(Object.keys(part).filter((code) => !isWithin(numberOf(code)))).toEqual([]);
  });
});

describe('an error of the table', () => {
  test('has its slots filled and its exit code', () => {
    const error = makeError('E-SME-5', { host: 'nowhere' });
    expect(error.message).toBe("The host 'nowhere' is not known.");
    expect(error.exitCode).toBe(5);
  });

  test('keeps values as they are, also those that look like replacement patterns', () => {
    expect(makeError('E-SME-5', { host: '$& {{host}}' }).message).toBe("The host '$& {{host}}' is not known.");
  });
});
