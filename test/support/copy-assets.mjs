// tsc leaves out what is not TypeScript: copy the sandbox's Python host beside its compiled runner, and let npm link the bin.
import { chmodSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

cpSync(join(root, 'src/sandbox/udf'), join(root, 'dist/sandbox/udf'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts') && !path.includes('__pycache__'),
});
chmodSync(join(root, 'dist/cli.js'), 0o755);
