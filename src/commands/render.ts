import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SmeCommand } from '../cli/command.js';
import { loadCommandSettings } from '../cli/load-settings.js';
import type { SqlFile } from '../deploy/sql-text.js';
import { describeThrown, makeError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';

interface RenderFlags {
  readonly udfEnv?: readonly string[] | undefined;
  readonly out?: string | undefined;
}

/** `sme render` */
export function addRender(program: SmeCommand): void {
  program
    .command('render')
    .description('Print the SQL that sme deploy installs, or write one file per object (needs no database)')
    .settingOption('schema')
    .settingOption('languageAlias')
    .repeatableOption('--udf-env <name=value>', 'set an environment variable of the Python UDFs')
    .option('--out <folder>', 'write the files to this folder')
    .settingOptions('source')
    .examples('sme render --schema ML > sme.sql', `sme render --schema '"Sales"' --out sql`)
    .runs(runRender);
}

async function runRender(flags: RenderFlags, io: CommandIo): Promise<void> {
  const [{ writeObjectsAsSql }, { renderDesiredState }, { chooseUdfSettings }, { parseAssignments }] =
    await Promise.all([
      import('../deploy/sql-text.js'),
      import('../deploy/desired-state.js'),
      import('../deploy/udf-settings.js'),
      import('../render/udf-environment.js'),
    ]);
  const { deployment } = await loadCommandSettings(flags, ['deployment'], io);
  const schema = deployment.schema.whenNew;
  const environmentChanges = parseAssignments(flags.udfEnv ?? []);
  const udfs = chooseUdfSettings({ ...deployment, environmentChanges }, []);
  const files = writeObjectsAsSql(renderDesiredState(schema, udfs.languageAlias, udfs.environment));
  if (flags.out === undefined) {
    printResult<'render'>(io, { schema, schema_name: schema, files }, () => files.map((file) => file.text).join('\n'));
    return;
  }
  const paths = await writeFiles(flags.out, files);
  printResult<'render'>(io, { schema, schema_name: schema, files: paths }, () =>
    paths.map((path) => `${path}\n`).join(''),
  );
}

async function writeFiles(folder: string, files: readonly SqlFile[]): Promise<readonly string[]> {
  const { makeFolder } = await import('../config/files.js');
  try {
    await makeFolder(folder);
    const paths = files.map((file) => join(folder, file.name));
    await Promise.all(files.map((file) => writeFile(join(folder, file.name), file.text)));
    return paths;
  } catch (thrown) {
    throw makeError('E-SME-19', { folder, reason: describeThrown(thrown) }, thrown);
  }
}
