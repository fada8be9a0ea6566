import { gatherSettings } from '../../config/load.js';
import { maskSetting } from '../../config/mask-setting.js';
import { findProblems } from '../../config/parse.js';
import { settingNames, settingRows, settingsTable } from '../../config/settings-table.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatTable, printResult } from '../../terminal/output.js';
import { type AwsFlags, readAwsFlags } from '../aws-settings.js';

export interface ConfigShowFlags extends AwsFlags {
  readonly origin?: boolean | undefined;
}

/** `sme config show`: every setting as a command would see it, with --origin where it came from. Secrets are masked. */
export async function runConfigShow(flags: ConfigShowFlags, io: CommandIo): Promise<void> {
  const { raw, problems, warnings, profile } = await gatherSettings(readAwsFlags(flags), io);
  const found = findProblems(raw, problems);
  for (const text of [...warnings, ...found]) {
    io.warn(text);
  }
  const settings = settingNames.map((name) => {
    const { default: standard } = settingRows[name];
    const value = raw[name]?.value ?? standard;
    const shown = value === undefined ? undefined : maskSetting(name, value);
    const fallback = standard === undefined ? null : 'default';
    return { name: settingsTable[name].key, value: shown ?? null, origin: raw[name]?.origin ?? fallback };
  });
  const data = { profile: profile.name ?? null, file: profile.path ?? null, settings };
  printResult(
    io,
    data,
    () => {
      const rows = settings.map(({ name, value, origin }) => [
        name,
        value ?? '-',
        ...(flags.origin === true ? [origin ?? 'not set'] : []),
      ]);
      const source = profile.name === undefined ? 'No profile is used.' : `Profile ${profile.name} of ${profile.path}.`;
      return `${formatTable(rows)}\n${source}\n`;
    },
    found.length > 0 ? 2 : 0,
  );
}
