// `npm run test:nodes`: the test suite on other versions of Node, which the npm package `node` provides. Arguments replace the versions.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

const defaultVersions = ['22', '24'];
const [, , ...given] = process.argv;
const versions = given.length > 0 ? given : defaultVersions;

/** The path of Node's executable in the npm package `node` of a version. npx downloads it once. */
function findNode(version) {
  const args = ['--yes', '--package', `node@${version}`, 'node', '-p', 'process.execPath'];
  const { status, stdout, stderr } = spawnSync('npx', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npx cannot run node@${version}: ${stderr}`);
  return stdout.trim();
}

for (const version of versions) {
  const node = findNode(version);
  console.log(`\nNode ${version}: ${node}`);
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  const { status } = spawnSync(node, ['test/tools/bootstrap.mjs', 'node', 'test/tools/run-tests.mjs'], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exitCode = 1;
}
