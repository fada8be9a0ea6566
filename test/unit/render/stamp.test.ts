import { describe, expect, test } from 'vitest';
import { renderScripts } from '../../../src/render/script.js';
import { isEdited, readStamp } from '../../../src/render/stamp.js';
import { version } from '../../../src/version.js';

const scripts = renderScripts({ schema: 'SME', languageAlias: 'PYTHON3' });

/** The text of a script in EXA_ALL_SCRIPTS: without the schema, and with the statement as Exasol rewrites it. */
const asStored = (name: string, body: string) => `CREATE LUA  SCRIPT "${name}" (json_str) RETURNS TABLE AS\n${body}`;

describe.each(scripts)('the stamp of $name', ({ name, body, sql, fingerprint }) => {
  const stamp = { version, fingerprint };

  test('is found in the script as rendered and as stored by Exasol', () => {
    expect(readStamp(body)).toEqual(stamp);
    expect(readStamp(sql)).toEqual(stamp);
    expect(readStamp(asStored(name, body))).toEqual(stamp);
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blank lines before', (text: string) => `\n\n${text}`],
    ['blank lines after', (text: string) => `${text.trimEnd()}\n\n\n`],
    ['no line end at the end', (text: string) => text.trimEnd()],
  ])('tolerates %s', (_, change) => {
    expect(readStamp(asStored(name, change(body)))).toEqual(stamp);
    expect(isEdited(asStored(name, change(body)))).toBe(false);
  });

  test('reveals a manual change', () => {
    expect(isEdited(asStored(name, `${body}-- mine\n`))).toBe(true);
    expect(isEdited(asStored(name, body.replace('return', 'return '))) || !body.includes('return')).toBe(true);
  });
});

test('a script of another origin has no stamp and does not count as edited', () => {
  const foreign = 'CREATE LUA SCRIPT "SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT" (json_str) RETURNS TABLE AS\nreturn 1';
  expect(readStamp(foreign)).toBeUndefined();
  expect(isEdited(foreign)).toBe(false);
});

test('ignores a stamp that is not in the first line', () => {
  expect(readStamp(asStored('X', `local a = 1\n${scripts[0]?.body}`))).toBeUndefined();
});
