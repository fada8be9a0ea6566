import { join } from 'node:path';
import { locateExapumpFile, locateSettingsFile } from '../config/places.js';
import { makeInterruption } from '../errors/user-error.js';
import { type AwsFlags, loadAwsSettings } from './aws-settings.js';
import type { CommandIo } from './io.js';
import { printResult } from './output.js';

export interface DoctorFlags extends AwsFlags {
  readonly only?: string | undefined;
}

/** `sme doctor`: one look at everything that has to be right. Exit 3 where something is not. */
export async function runDoctor(flags: DoctorFlags, io: CommandIo): Promise<void> {
  const [{ chooseChecks }, { prepareContexts }, { runChecks }, report] = await Promise.all([
    import('../doctor/checks.js'),
    import('../doctor/make-context.js'),
    import('../doctor/run-checks.js'),
    import('../doctor/report.js'),
  ]);
  const checks = chooseChecks(flags.only);
  const settings = await loadAwsSettings(flags, ['connection', 'deployment', 'awsDefaults'] as const, io);
  const { connection, deployment, awsDefaults: aws } = settings;
  const { env: environment, logger, signal } = io;
  const settingsFiles = listSettingsFiles(flags, io);
  const reports = await runChecks(checks, {
    makeContext: prepareContexts({ connection, deployment, aws, environment, settingsFiles, logger }),
    signal,
    onReport: ({ title, state, seconds }) => logger.detail(`${title}: ${state} (${seconds} s)`),
  });
  if (signal.aborted) {
    throw makeInterruption('Nothing was changed: sme doctor only looks.');
  }
  const failed = report.countFailed(reports);
  const verdict = failed === 0 ? 'Nothing is wrong' : 'Something is wrong';
  printResult(
    io,
    { failed, checks: report.describeChecks(reports) },
    () => `${report.formatChecks(reports)}\n${verdict}: ${report.summarize(reports)}.\n`,
  );
  if (failed > 0) {
    io.setExitCode(3);
  }
}

/** The files that settings come from, in the order in which they are asked. */
function listSettingsFiles({ config }: DoctorFlags, { cwd, env }: CommandIo): readonly string[] {
  const own = typeof config === 'string' ? config : locateSettingsFile(env);
  const profiles = config === false ? [] : [own, locateExapumpFile(env)];
  return [join(cwd, '.env'), ...profiles].filter((path) => path !== undefined);
}
