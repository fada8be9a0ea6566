import { expect, test } from 'vitest';
import { bundleLua } from '../../src/render/lua-bundle.js';
import { refusal, runBody } from './run-lua.js';

test('an error about a rejected statement shows its first 200 characters', async () => {
  const text = `require('sme.database').new(pquery).run('SELECT ' .. ('x'):rep(5000))`;
  const constants = { languageAlias: 'PYTHON3', optionLines: '', extensionVersion: '1.2.3' };
  const body = bundleLua({ path: 'test.lua', text }, { constants });
  const { error = '' } = await runBody(body, [[/^SELECT/, refusal('syntax error')]]);
  expect(error).toContain(
    'F-SME-89: Exasol rejected a statement of the script: syntax error. Report this message with the statement: SELECT x',
  );
  expect(/SELECT (x+)…/.exec(error)?.[1]).toHaveLength(193);
});
