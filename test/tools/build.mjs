// `npm run build`: bundles the CLI, the TypeScript API and the sandbox into dist. A bundle starts faster and installs smaller than
// 100 packages. Files are not minified, so that stack traces stay readable.
// `--types` also writes the type declarations, which only the published package needs.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const output = join(root, 'dist');

/** Packages that are not bundled: dependencies of the package, and the sandbox's engines, which users install on demand. */
function listExternalPackages() {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
}

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', sandbox: 'src/sandbox/index.ts' },
    outdir: output,
    // Every file is directly in dist: code finds the files next to it, and the package's folder one level up, as in src.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The ES modules of the AWS SDK: a lazy import of its CommonJS build has no named exports.
    mainFields: ['module', 'main'],
    external: listExternalPackages(),
    // Bundled CommonJS packages call `require` for modules of Node.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

/** Copies what the bundler leaves out: the hosts of Lua and Python, and the data of the demo. */
function copyAssets() {
  for (const folder of ['src/sandbox/lua', 'src/sandbox/udf', 'src/commands/demo']) {
    cpSync(join(root, folder), output, {
      recursive: true,
      filter: (path) => !path.endsWith('.ts') && !path.includes('__pycache__'),
    });
  }
  chmodSync(join(output, 'cli.js'), 0o755);
}

/** Collects the licenses of all bundled packages, which have to accompany the bundle. */
function writeLicenses(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  const title = 'Licenses of the packages that are bundled into this package';
  writeFileSync(join(output, 'THIRD_PARTY_LICENSES.txt'), `${[title, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

if (existsSync(output)) rmSync(output, { recursive: true });
const inputs = await bundle();
copyAssets();
writeLicenses(inputs);
if (process.argv.includes('--types')) {
  const config = join(root, 'test/config/declarations.json');
  execFileSync('npx', ['--no-install', 'dts-bundle-generator', '--silent', '--config', config], {
    cwd: root,
    stdio: 'inherit',
  });
}
