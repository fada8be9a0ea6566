import { join } from 'node:path';
import { locateExapumpFile, locateSettingsFile } from '../config/files.js';
import { gatherSettings, promptForMissingPassword } from '../config/load.js';
import { parseSettings, readUsable } from '../config/parse.js';
import type { ResolvedSettings } from '../config/resolve.js';
import type { Check } from '../doctor/types.js';
import { makeInterruption } from '../errors/user-error.js';
import type { ConnectionConfig } from '../exasol/types.js';
import { showChecks } from '../terminal/check-list.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { type AwsFlags, readAwsFlags } from './aws-settings.js';

export interface DoctorFlags extends AwsFlags {
  readonly only?: string | undefined;
  readonly probeWrite?: boolean | undefined;
}

/** `sme doctor`: one look at everything that has to be right, the settings themselves too. Exit 3 where something is not. */
export async function runDoctor(flags: DoctorFlags, io: CommandIo): Promise<void> {
  const [{ chooseChecks }, { prepareContexts }, { runChecks }, report] = await Promise.all([
    import('../doctor/checks.js'),
    import('../doctor/make-context.js'),
    import('../doctor/run-checks.js'),
    import('../doctor/report.js'),
  ]);
  const checks = chooseChecks(flags.only);
  const { logger, signal } = io;
  const reports = await runChecks(checks, {
    makeContext: prepareContexts({ ...(await readSubject(flags, checks, io)), logger }),
    signal,
    onReport: ({ title, state, seconds }) => logger.detail(`${title}: ${state} (${seconds} s)`),
  });
  if (signal.aborted) {
    throw makeInterruption(
      flags.probeWrite === true
        ? 'An object of the write probe may be left in the bucket, in its folder sme-doctor.'
        : 'Nothing was changed: sme doctor only looks.',
    );
  }
  const failed = report.countFailed(reports);
  const verdict = failed === 0 ? 'Nothing is wrong' : 'Something is wrong';
  printResult(
    io,
    { failed, checks: report.describeChecks(reports) },
    () => `${showChecks(report.formatChecks(reports), io)}\n${verdict}: ${report.summarize(reports)}.\n`,
    failed > 0 ? 3 : 0,
  );
}

/** What all checks look at. Settings that cannot be used are findings here, so nothing is refused. */
async function readSubject(flags: DoctorFlags, checks: readonly Check[], io: CommandIo) {
  const { reviewSettings } = await import('../doctor/review-settings.js');
  const gathered = await gatherSettings(readAwsFlags(flags), io);
  const connects = checks.some(({ id }) => id !== 'settings');
  const settings = connects ? await promptForMissingPassword(gathered, io) : gathered;
  return {
    ...readUsable(settings.raw),
    readConnection: () => readConnection(settings, io.command),
    mayWrite: flags.probeWrite === true,
    environment: io.env,
    settings: reviewSettings(settings, listSettingsFiles(flags, io), io.env),
  };
}

/** What was wrong on the way to the settings is told only where the connection cannot do without: it has a check of its own. */
function readConnection(settings: ResolvedSettings, command: string): ConnectionConfig {
  const read = (problems: readonly string[]) =>
    parseSettings(settings.raw, ['connection'] as const, command, { ...settings, problems }).connection;
  try {
    return read([]);
  } catch {
    return read(settings.problems);
  }
}

/** The files that settings come from, in the order in which they are asked. */
function listSettingsFiles({ config }: DoctorFlags, { cwd, env }: CommandIo): readonly string[] {
  const own = typeof config === 'string' ? config : locateSettingsFile(env);
  const profiles = config === false ? [] : [own, locateExapumpFile(env)];
  return [join(cwd, '.env'), ...profiles].filter((path) => path !== undefined);
}
