import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gatherFlags } from '../../config/load.js';
import { findProblems, makeSettingsError } from '../../config/parse.js';
import type { ProfileValue } from '../../config/profile-file.js';
import { appendProfile } from '../../config/profile-file.js';
import {
  assertProfileName,
  findSettingsPath,
  maskValues,
  readOwnFile,
  writeOwnFile,
} from '../../config/profile-store.js';
import { settingNames, settingsTable } from '../../config/settings-table.js';
import { makeError } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { type AwsFlags, readAwsFlags } from '../aws-settings.js';

export interface ProfileAddFlags extends Omit<AwsFlags, 'config'> {
  readonly config?: string | undefined;
  readonly default?: boolean | undefined;
}

/** The container that `docker run exasol/docker-db` starts, with the password that everybody knows and a certificate of its own. */
const localContainer: Readonly<Record<string, ProfileValue>> = {
  host: 'localhost',
  port: 8563,
  user: 'sys',
  password: 'exasol',
  verify_certificate: false,
};

/** `sme profile add`: a profile out of the flags; without any the local container's. The first one becomes the default. */
export async function runProfileAdd(name: string, flags: ProfileAddFlags, io: CommandIo): Promise<void> {
  assertProfileName(name);
  const path = findSettingsPath(flags, io.env);
  const file = await readOwnFile(path, io);
  const profiles = file?.profiles ?? [];
  if (profiles.some((profile) => profile.name === name)) {
    throw makeError('E-SME-26', { name, path });
  }
  const given = await readValues(flags, io);
  const isPreset = Object.keys(given).length === 0;
  const isDefault = profiles.length === 0 || flags.default === true;
  const rival = profiles.find((profile) => profile.isDefault);
  if (flags.default === true && rival !== undefined) {
    throw makeSettingsError([`--default: '${rival.name}' is the default profile already`], io.command);
  }
  const values = { ...(isDefault ? { default: true } : {}), ...(isPreset ? localContainer : given) };
  const text = file === undefined ? '' : await readFile(path, 'utf8');
  await writeOwnFile(path, await appendProfile(text, name, values));

  const shown = maskValues({ name, isDefault, values: isPreset ? localContainer : given });
  const data = { name, path, default: isDefault, preset: isPreset, values: shown };
  printResult(io, data, () =>
    [
      `Added profile ${name} to ${path}.\n`,
      isPreset ? 'No flags were given, so it leads to a local Docker container: sys at localhost:8563.\n' : '',
      isDefault
        ? 'It is the default: commands use it where --profile names no other.\n'
        : `Use it with --profile ${name}.\n`,
    ].join(''),
  );
}

/** What the flags give, by the keys of the file, checked. */
async function readValues(flags: ProfileAddFlags, io: CommandIo): Promise<Readonly<Record<string, ProfileValue>>> {
  const { passwordFile, dbPasswordFile, ...others } = flags;
  const { raw, problems } = await gatherFlags(readAwsFlags({ ...others, config: false }), io);
  const found = findProblems(raw, problems);
  if (found.length > 0) {
    throw makeSettingsError(found, io.command);
  }
  const values: Record<string, ProfileValue> = {};
  for (const name of settingNames) {
    const value = raw[name]?.value;
    if (value !== undefined) {
      values[settingsTable[name].key] = name === 'port' ? Number(value) : value;
    }
  }
  const file = passwordFile ?? dbPasswordFile;
  return file === undefined ? values : { ...values, password_file: resolve(io.cwd, file) };
}
