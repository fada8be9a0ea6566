// tsc leaves out what is not TypeScript: copy the sandbox's Lua and Python hosts beside their compiled runners, and let npm link the bin.
import { chmodSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

for (const room of ['sandbox/lua', 'sandbox/udf', 'commands/demo/data']) {
  cpSync(join(root, 'src', room), join(root, 'dist', room), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts') && !path.includes('__pycache__'),
  });
}
chmodSync(join(root, 'dist/cli.js'), 0o755);
