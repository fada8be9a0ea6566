// `npm run check`: runs every static check and prints one line for each, and the output of those that fail.
import { spawnSync } from 'node:child_process';

const inRepository = (command, ...args) => ({ command, args });
const npx = (tool, ...args) => inRepository('npx', '--no-install', tool, ...args);

const checks = {
  'biome (TypeScript lint and format)': npx(
    'biome',
    'check',
    '--error-on-warnings',
    '--config-path',
    'test/config/lint.json',
    '.',
  ),
  'tsc (types)': npx('tsc', '--noEmit'),
  'knip (dead files, exports, dependencies)': npx('knip'),
  'publint (package shape)': inRepository('npm', 'run', '--silent', 'check:package'),
  'stylua (Lua format)': npx('stylua', '--check', '--config-path', 'test/config/stylua.toml', 'templates', 'test/lua'),
  'luacheck (Lua lint)': inRepository('luacheck', '--quiet', '--config', 'test/config/luacheckrc', 'templates/lua'),
  'ruff (Python lint and format)': inRepository('node', 'test/tools/lint-python.mjs'),
  'pyright (Python types)': npx('pyright', '--project', 'test/config/pyrightconfig.json'),
};

let failed = 0;
for (const [title, { command, args }] of Object.entries(checks)) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const ok = status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}`);
  if (ok) continue;
  failed += 1;
  if (error?.code === 'ENOENT') console.log(`     '${command}' is not installed. On Debian: apt-get install lua-check`);
  else console.log(`${stdout}${stderr}`.trimEnd());
}
process.exitCode = failed === 0 ? 0 : 1;
