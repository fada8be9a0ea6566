import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bundleLua } from '../../../src/render/lua-bundle.js';

const lua = 'lua5.4';

test.skipIf(spawnSync(lua, ['-v']).error !== undefined)('a Lua bundle runs in Lua 5.4 without access to files', () => {
  const fileSearcher = `table.insert(_G.package.searchers, 1, function(name)
    if name:find('^sme') then error('file access is not allowed') end
end)`;

  const noFiles = `for _, name in ipairs({ 'open', 'lines', 'popen', 'input', 'output' }) do
    io[name] = function() error('file access is not allowed') end
end
package.searchpath = function() error('file access is not allowed') end\n`;
  const bundle = bundleLua({ path: 'x.lua', text: `local sql = require('sme.sql')\nprint(sql.literal("it's"))` }, {});
  const input = `${noFiles}${fileSearcher}\n${bundle}`;
  const { stdout, stderr } = spawnSync(lua, ['-'], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe("'it''s'\n");
});
