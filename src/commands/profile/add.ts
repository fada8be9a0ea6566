import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SmeCommand } from '../../cli/command.js';
import { readVariable } from '../../config/environment.js';
import type { ProfileValue } from '../../config/profile-file.js';
import { readProfileOptions } from '../../config/setting-options.js';
import { settingNames, settingRows } from '../../config/settings-table.js';
import type { FlagValues } from '../../config/types.js';
import { makeError } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';

interface ProfileAddFlags {
  readonly config?: string | undefined;
  readonly default?: boolean | undefined;
  readonly awsKeys?: boolean | undefined;
  readonly passwordFile?: string | undefined;
  readonly dbPasswordFile?: string | undefined;
}

/** The container that `docker run exasol/docker-db` starts, with its documented password and self-signed certificate. */
const localContainer: Readonly<Record<string, ProfileValue>> = {
  host: 'localhost',
  port: 8563,
  user: 'sys',
  password: 'exasol',
  verify_certificate: false,
};

/** `sme profile add NAME` */
export function addProfileAdd(profile: SmeCommand): void {
  profile
    .command('add')
    .argument('<name>', 'profile name')
    .description('Add a profile from the given options; without options, one for a local Docker container')
    .option('--default', 'use this profile without --profile; the first profile is always the default')
    .settingOption('config')
    .option(
      '--aws-keys',
      'store the AWS keys of the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN)',
    )
    .settingOptions('login', 'aws')
    .profileOptions()
    .settingOptions('security')
    .examples(
      'sme profile add local',
      'sme profile add dev --host localhost --user ann --schema ML --max-runtime 2h --ttl 8h',
      'sme profile add prod --host db.example.com --user me --password-file ~/.exasol-password --schema ML --default',
    )
    .runs(runProfileAdd);
}

async function runProfileAdd(name: string, flags: ProfileAddFlags, io: CommandIo): Promise<void> {
  const [{ appendProfile }, { makeSettingsError }, store] = await Promise.all([
    import('../../config/profile-file.js'),
    import('../../config/parse.js'),
    import('../../config/profile-store.js'),
  ]);
  store.assertProfileName(name);
  const path = store.findSettingsPath(flags, io.env);
  const file = await store.readOwnFile(path, io);
  const profiles = file?.profiles ?? [];
  if (profiles.some((profile) => profile.name === name)) {
    throw makeError('E-SME-26', { name, path });
  }
  const givenValues = await readValues(flags, io);
  const isPreset = Object.keys(givenValues).length === 0;
  const isDefault = profiles.length === 0 || flags.default === true;
  const currentDefault = profiles.find((profile) => profile.isDefault);
  if (flags.default === true && currentDefault !== undefined) {
    throw makeSettingsError([`--default: '${currentDefault.name}' is already the default profile`], io.command);
  }
  const values = isPreset ? localContainer : givenValues;
  const text = file === undefined ? '' : await readFile(path, 'utf8');
  await store.writeOwnFile(
    path,
    await appendProfile(text, name, { ...(isDefault ? { default: true } : {}), ...values }),
  );

  const shown = store.maskValues({ name, isDefault, values });
  printResult<'profile.add'>(io, { name, path, default: isDefault, preset: isPreset, values: shown }, () =>
    [
      `Added profile ${name} to ${path}.\n`,
      isPreset ? 'It is for a local Docker container: user sys at localhost:8563.\n' : '',
      isDefault ? 'It is the default: commands use it without --profile.\n' : `Use it with --profile ${name}.\n`,
    ].join(''),
  );
}

/** Reads the AWS keys from the environment, because options are visible in the process list. @throws UserError E-SME-640 */
function readAwsKeys({
  env,
}: CommandIo): Pick<FlagValues, 'awsAccessKeyId' | 'awsSecretAccessKey' | 'awsSessionToken'> {
  const read = (variable: string) => [[variable, readVariable(env, variable)]] as const;
  const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter(
    (name) => readVariable(env, name) === undefined,
  );
  if (missing.length > 0) {
    throw makeError('E-SME-640', { missing: missing.join(' and ') });
  }
  return {
    awsAccessKeyId: read('AWS_ACCESS_KEY_ID'),
    awsSecretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
    awsSessionToken: read('AWS_SESSION_TOKEN'),
  };
}

/** Reads and checks the values from the options. Returns them by their keys in the settings file. */
async function readValues(flags: ProfileAddFlags, io: CommandIo): Promise<Readonly<Record<string, ProfileValue>>> {
  const [{ gatherFlags }, { findProblems, makeSettingsError }] = await Promise.all([
    import('../../config/load.js'),
    import('../../config/parse.js'),
  ]);
  const { passwordFile, dbPasswordFile, ...others } = flags;
  const keys = flags.awsKeys === true ? readAwsKeys(io) : {};
  const { raw, problems } = await gatherFlags({ ...readProfileOptions({ ...others, config: false }), ...keys }, io);
  const found = findProblems(raw, problems);
  if (found.length > 0) {
    throw makeSettingsError(found, io.command);
  }
  const values: Record<string, ProfileValue> = {};
  for (const name of settingNames) {
    const value = raw[name]?.value;
    if (value !== undefined) {
      values[settingRows[name].key] = name === 'port' ? Number(value) : value;
    }
  }
  const file = passwordFile ?? dbPasswordFile;
  return file === undefined ? values : { ...values, password_file: resolve(io.cwd, file) };
}
