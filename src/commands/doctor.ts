import { join } from 'node:path';
import type { SmeCommand } from '../cli/command.js';
import type { ResolvedSettings } from '../config/resolve.js';
import { readSettingOptions } from '../config/setting-options.js';
import type { Check } from '../doctor/types.js';
import { makeInterruption } from '../errors/user-error.js';
import type { ConnectionConfig } from '../exasol/types.js';
import { formatCheckList } from '../terminal/check-list.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';

interface DoctorFlags {
  readonly only?: string | undefined;
  readonly probeWrite?: boolean | undefined;
  /** False with --no-config. */
  readonly config?: string | boolean | undefined;
}

/** `sme doctor` */
export function addDoctor(program: SmeCommand): void {
  program
    .command('doctor')
    .description('Check settings, database and AWS, and print a fix for each problem (exit code 3 if a check fails)')
    .option('--only <checks>', 'run only these checks, separated by commas')
    .option('--probe-write', 'also write a small object to the bucket, read it and delete it')
    .settingOptions('aws')
    .connectionOptions()
    .examples(
      'sme doctor --connection AWS',
      'sme doctor --only database,tls,login --json',
      'sme doctor --connection AWS --only bucket-write --probe-write',
    )
    .runs(runDoctor);
}

async function runDoctor(flags: DoctorFlags, io: CommandIo): Promise<void> {
  const [{ chooseChecks }, { prepareContexts }, { runChecks }, report] = await Promise.all([
    import('../doctor/checks.js'),
    import('../doctor/make-context.js'),
    import('../doctor/run-checks.js'),
    import('../doctor/report.js'),
  ]);
  const checks = chooseChecks(flags.only);
  const { logger, signal } = io;
  const reports = await runChecks(checks, {
    makeContext: prepareContexts({ ...(await gatherSubject(flags, checks, io)), logger }),
    signal,
    onReport: ({ title, state, seconds }) => logger.detail(`${title}: ${state} (${seconds} s)`),
  });
  if (signal.aborted) {
    throw makeInterruption(
      flags.probeWrite === true
        ? 'The write probe may have left an object in the bucket, in its folder sme-doctor.'
        : 'Nothing was changed: sme doctor only reads.',
    );
  }
  const failed = report.countFailed(reports);
  const verdict = failed === 0 ? 'No problems found' : 'Problems found';
  printResult<'doctor'>(
    io,
    { failed, checks: report.describeChecks(reports) },
    () => `${formatCheckList(report.formatChecks(reports), io)}\n${verdict}: ${report.summarize(reports)}.\n`,
    failed > 0 ? 3 : 0,
  );
}

/** Gathers what the checks inspect. Invalid settings are not errors here, because a check reports them. */
async function gatherSubject(flags: DoctorFlags, checks: readonly Check[], io: CommandIo) {
  const [{ reviewSettings }, { gatherSettings, promptForMissingPassword }, { parseSettings, readUsable }] =
    await Promise.all([
      import('../doctor/review-settings.js'),
      import('../config/load.js'),
      import('../config/parse.js'),
    ]);
  const gathered = await gatherSettings(readSettingOptions(flags), io);
  const needsLogin = checks.some(({ id }) => id !== 'settings');
  const settings = needsLogin ? await promptForMissingPassword(gathered, io) : gathered;
  /** The check of the settings reports all problems, so they are repeated here only if they make the connection unusable. */
  const readConnection = (): ConnectionConfig => {
    const read = (problems: ResolvedSettings['problems']) =>
      parseSettings(settings.raw, ['connection'] as const, io.command, { ...settings, problems }).connection;
    try {
      return read([]);
    } catch {
      return read(settings.problems);
    }
  };
  return {
    ...readUsable(settings.raw),
    readConnection,
    mayWrite: flags.probeWrite === true,
    environment: io.env,
    settings: reviewSettings(settings, await listSettingsFiles(flags, io), io.env),
  };
}

/** The files that settings come from, in order of precedence. */
async function listSettingsFiles({ config }: DoctorFlags, { cwd, env }: CommandIo): Promise<readonly string[]> {
  const { locateExapumpFile, locateSettingsFile } = await import('../config/files.js');
  const own = typeof config === 'string' ? config : locateSettingsFile(env);
  const profiles = config === false ? [] : [own, locateExapumpFile(env)];
  return [join(cwd, '.env'), ...profiles].filter((path) => path !== undefined);
}
