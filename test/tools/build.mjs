// `npm run build`: bundles the CLI, the TypeScript API and the sandbox into dist. A bundle starts faster and installs smaller than
// 100 packages. Files are not minified, so that stack traces stay readable.
// `--types` also writes the type declarations, which only the published package needs.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dist = join(root, 'dist');
const read = (...path) => readFileSync(join(root, ...path));
const readJson = (...path) => JSON.parse(read(...path).toString());

/** Packages that are not bundled: dependencies of the package, and the sandbox's engines, which users install on demand. */
function listExternalPackages() {
  const { dependencies = {}, peerDependencies = {} } = readJson('package.json');
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
}

async function bundle() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', sandbox: 'src/sandbox/index.ts' },
    outdir: dist,
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
    write: false,
    logLevel: 'warning',
  });
  return { files: outputFiles.map(({ path, contents }) => [path, contents]), inputs: Object.keys(metafile.inputs) };
}

/** What the bundler leaves out: the hosts of Lua and Python, and the data of the demo. */
function listAssets() {
  return ['src/sandbox/lua', 'src/sandbox/udf', 'src/commands/demo'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(?:m?ts|pyc)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.replace(join(root, folder), dist), readFileSync(path)]),
  );
}

/** The licenses of all bundled packages, which have to accompany the bundle. */
function collectLicenses(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = readJson(folder, 'package.json');
    const file = readdirSync(join(root, folder)).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
    return `${name} ${version} (${license})\n\n${file === undefined ? '' : read(folder, file)}`.trim();
  });
  const title = 'Licenses of the packages that are bundled into this package';
  return Buffer.from(`${[title, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

/** Leaves files alone that are up to date, and replaces the others at once: a program may run from dist meanwhile. */
function writeFile(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, contents);
  if (path === join(dist, 'cli.js')) chmodSync(`${path}.new`, 0o755);
  renameSync(`${path}.new`, path);
}

const { files, inputs } = await bundle();
const contents = new Map([
  ...files,
  ...listAssets(),
  [join(dist, 'THIRD_PARTY_LICENSES.txt'), collectLicenses(inputs)],
]);
for (const [path, text] of contents) writeFile(path, Buffer.from(text));
for (const name of readdirSync(dist)) {
  const path = join(dist, name);
  if (/\.(?:js|mjs|py)$/.test(name) && !contents.has(path)) rmSync(path);
}
if (process.argv.includes('--types')) {
  const config = join(root, 'test/config/declarations.json');
  execFileSync('npx', ['--no-install', 'dts-bundle-generator', '--silent', '--config', config], {
    cwd: root,
    stdio: 'inherit',
  });
}
