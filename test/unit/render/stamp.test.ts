import { describe, expect, test } from 'vitest';
import { renderScripts } from '../../../src/render/script.js';
import { isEdited, readStamp } from '../../../src/render/stamp.js';
import { version } from '../../../src/version.js';

const scripts = renderScripts({ schema: 'SME', languageAlias: 'PYTHON3' });

/** As EXA_ALL_SCRIPTS shows a script: schema gone, header in Exasol's own form. */
const asStored = (name: string, body: string) => `CREATE LUA  SCRIPT "${name}" (json_str) RETURNS TABLE AS\n${body}`;

describe.each(scripts)('the stamp of $name', ({ name, body, sql, fingerprint }) => {
  const stamp = { version, fingerprint };

  test('is read from what was sent and from what Exasol stores', () => {
    expect(readStamp(body)).toEqual(stamp);
    expect(readStamp(sql)).toEqual(stamp);
    expect(readStamp(asStored(name, body))).toEqual(stamp);
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blank lines in front', (text: string) => `\n\n${text}`],
    ['blank lines at the end', (text: string) => `${text.trimEnd()}\n\n\n`],
    ['none at the end', (text: string) => text.trimEnd()],
  ])('bears %s', (_, change) => {
    expect(readStamp(asStored(name, change(body)))).toEqual(stamp);
    expect(isEdited(asStored(name, change(body)))).toBe(false);
  });

  test('shows an edit by hand', () => {
    expect(isEdited(asStored(name, `${body}-- mine\n`))).toBe(true);
    expect(isEdited(asStored(name, body.replace('return', 'return '))) || !body.includes('return')).toBe(true);
  });
});

test('a script of someone else has no stamp and is not edited', () => {
  const foreign = 'CREATE LUA SCRIPT "SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT" (json_str) RETURNS TABLE AS\nreturn 1';
  expect(readStamp(foreign)).toBeUndefined();
  expect(isEdited(foreign)).toBe(false);
});

test('a stamp further down is none', () => {
  expect(readStamp(asStored('X', `local a = 1\n${scripts[0]?.body}`))).toBeUndefined();
});
