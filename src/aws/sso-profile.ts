import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Finds the profile that `aws sso login` accepts: a profile that assumes a role may take its keys from an SSO profile.
 * @returns the given profile if the configuration file of the AWS CLI does not say more
 */
export async function findSsoProfile(profile: string): Promise<string> {
  const path = process.env['AWS_CONFIG_FILE'] || join(homedir(), '.aws', 'config');
  const sections = readSections(await readFile(path, 'utf8').catch(() => ''));
  let name = profile;
  for (const seen = new Set<string>(); !seen.has(name); ) {
    seen.add(name);
    name = sections.get(name)?.get('source_profile') ?? name;
  }
  return name;
}

/** The profiles of the file, with their settings. Nested settings are ignored. */
function readSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*(?:profile\s+)?["']?([^\]]*?)["']?\s*\]/.exec(line) ?? [];
    const [, key, value = ''] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (header !== undefined) {
      current = sections.get(header) ?? new Map();
      sections.set(header, current);
    } else if (key !== undefined) {
      current.set(key, value);
    }
  }
  return sections;
}
