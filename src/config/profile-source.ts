import { suggestNearest } from '../text/nearest.js';
import type { Profile } from './profile-file.js';
import { settingRows, type ValueName, valueNames } from './settings-table.js';
import type { SettingsSource } from './sources.js';

/** Both tools' keys are accepted in both files. */
const settingOfKey: ReadonlyMap<string, ValueName> = new Map(
  valueNames.flatMap((name) => {
    const { key = '', exapumpKeys = [] } = settingRows[name];
    return [key, ...exapumpKeys].map((spelling): [string, ValueName] => [spelling, name]);
  }),
);

/** Every key that a profile may have. */
const profileKeys: readonly string[] = [...settingOfKey.keys(), 'tls', 'default'];

/** Tells secrets from the rest, for whoever shows a profile. */
export function findSettingOfKey(key: string): ValueName | undefined {
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
  const given = new Map<ValueName, { value: string; origin: string }>();
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
