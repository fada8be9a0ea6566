// tsc leaves out what is not TypeScript: copy the sandbox's Lua and Python hosts beside their compiled runners, and let npm link the bin.
import { chmodSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

for (const room of ['lua', 'udf']) {
  cpSync(join(root, 'src/sandbox', room), join(root, 'dist/sandbox', room), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts') && !path.includes('__pycache__'),
  });
}
chmodSync(join(root, 'dist/cli.js'), 0o755);
