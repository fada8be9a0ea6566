import type { SmeCommand } from '../../cli/command.js';
import { readSettingOptions } from '../../config/setting-options.js';
import { settingNames, settingRows } from '../../config/settings-table.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatTable } from '../../terminal/table.js';

interface ConfigShowFlags {
  readonly origin?: boolean | undefined;
}

/** `sme config show` */
export function addConfigShow(config: SmeCommand): void {
  config
    .command('show')
    .description('Show every setting, with secrets masked (exit code 2 if one is invalid)')
    .option('--origin', 'show where each value comes from')
    .settingOptions('aws', 'security')
    .connectionOptions()
    .examples('sme config show --origin', 'sme config show --profile prod --json')
    .runs(runConfigShow);
}

async function runConfigShow(flags: ConfigShowFlags, io: CommandIo): Promise<void> {
  const [{ gatherSettings }, { maskSetting }, { findProblems }] = await Promise.all([
    import('../../config/load.js'),
    import('../../config/mask-setting.js'),
    import('../../config/parse.js'),
  ]);
  const { raw, problems, warnings, profile } = await gatherSettings(readSettingOptions(flags), io);
  const found = findProblems(raw, problems);
  for (const text of [...warnings, ...found]) {
    io.warn(text);
  }
  const settings = settingNames.map((name) => {
    const { key, default: defaultValue } = settingRows[name];
    const value = raw[name]?.value ?? defaultValue;
    const shown = value === undefined ? undefined : maskSetting(name, value);
    const defaultOrigin = defaultValue === undefined ? null : 'default';
    return { name: key, value: shown ?? null, origin: raw[name]?.origin ?? defaultOrigin };
  });
  const data = { profile: profile.name ?? null, file: profile.path ?? null, settings };
  printResult<'config.show'>(
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
