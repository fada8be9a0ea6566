import { existsSync, readFileSync } from 'node:fs';
import { packageFolder } from '../package-folder.js';

/**
 * Returns the npm command that installs engines of the sandbox where this package finds them, in the tested versions.
 * @param engines names of npm packages, all of them peer dependencies of this package
 * @param folder the folder of this package
 */
export function engineInstallCommand(engines: readonly string[], folder: URL = packageFolder): string {
  if (!folder.pathname.includes('/node_modules/')) {
    return 'npm ci';
  }
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  const packages = engines.map((engine) => `${engine}@${manifest.peerDependencies[engine]}`);
  // a project has a package.json next to its node_modules; npm's global folder does not
  const isGlobal = !existsSync(new URL('../../package.json', folder));
  return ['npm install', ...(isGlobal ? ['--global'] : []), ...packages].join(' ');
}
