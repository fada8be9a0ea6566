import { readStamp } from '../render/stamp.js';
import type { InstalledScript } from './types.js';

/** The newest version of all scripts that are newer than `version`; undefined if there are none. */
export function findNewerVersion(scripts: readonly InstalledScript[], version: string): string | undefined {
  return scripts
    .flatMap(({ text }) => readStamp(text)?.version ?? [])
    .filter((installed) => compareVersions(installed, version) > 0)
    .sort(compareVersions)
    .at(-1);
}

/** Compares versions by their numbers as in Semantic Versioning; a pre-release precedes its release. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('+')[0] ?? '');
  const [releaseA = '', releaseB = ''] = [a, b].map((text) => text?.split('-')[0] ?? '');
  const order = releaseA.localeCompare(releaseB, 'en', { numeric: true });
  const isPreRelease = (text: string | undefined) => (text?.includes('-') === true ? 1 : 0);
  return order !== 0 ? order : isPreRelease(b) - isPreRelease(a);
}
