import { suggestNearest } from '../text/nearest.js';
import type { Profile } from './profile-file.js';
import type { SettingsSource, SourceName } from './sources.js';
import { settingSpellings } from './types.js';

/** Keys as exapump spells them, which our own file may use, too. */
const otherKeys: Readonly<Record<string, SourceName>> = {
  validate_certificate: 'verifyCertificate',
  certificate_fingerprint: 'fingerprint',
};

const settingOfKey: ReadonlyMap<string, SourceName> = new Map([
  ...Object.keys(settingSpellings)
    .filter(isSourceName)
    .map((name): [string, SourceName] => [settingSpellings[name].key, name]),
  ...Object.entries(otherKeys),
]);

/** Every key that a profile may have. */
const profileKeys: readonly string[] = [...settingOfKey.keys(), 'tls', 'default'];

/** Tells secrets from the rest, for whoever shows a profile. */
export function findSettingOfKey(key: string): SourceName | undefined {
  return settingOfKey.get(key);
}

/**
 * A profile as a source of settings, and what is wrong with its keys.
 * @param place said after the key's name, such as ` of profile 'dev'`
 * @param isOurs false for a file of another tool, whose further keys are none of our business
 */
export function readProfileSource(
  profile: Profile,
  place: string,
  isOurs: boolean,
): { readonly source: SettingsSource; readonly problems: readonly string[] } {
  const given = new Map<SourceName, { value: string; origin: string }>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(profile.values)) {
    const name = settingOfKey.get(key);
    if (name !== undefined) {
      if (value !== '' && !given.has(name)) {
        given.set(name, { value: String(value), origin: `${key}${place}` });
      }
    } else if (key === 'tls') {
      if (value === false) {
        problems.push(`tls${place} cannot be false: Exasol takes encrypted connections only`);
      }
    } else if (isOurs) {
      problems.push(`'${key}'${place} is no setting${suggestNearest(key, profileKeys)}`);
    }
  }
  return { source: { read: (name) => given.get(name) }, problems };
}

function isSourceName(name: string): name is SourceName {
  return Object.hasOwn(settingSpellings, name);
}
