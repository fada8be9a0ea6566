import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../config/files.js';
import { loadSettings } from '../config/load.js';
import { renderDesiredState } from '../deploy/desired-state.js';
import { type SqlFile, writeObjectsAsSql } from '../deploy/sql-text.js';
import { describeThrown, makeError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { readConnectionFlags } from './options.js';

export interface RenderFlags {
  readonly schema?: string | undefined;
  readonly languageAlias?: string | undefined;
  readonly out?: string | undefined;
}

/** `sme render`: the SQL that deploy would install into an empty schema, to stdout or one file an object. No database needed. */
export async function runRender(flags: RenderFlags, io: CommandIo): Promise<void> {
  const { deployment } = await loadSettings(readConnectionFlags(flags), ['deployment'], io, io.command);
  const files = writeObjectsAsSql(renderDesiredState(deployment.schema.whenNew, deployment.languageAlias));
  const schema = deployment.schema.whenNew;
  if (flags.out === undefined) {
    printResult(io, { schema, files }, () => files.map((file) => file.text).join('\n'));
    return;
  }
  const paths = await writeFiles(flags.out, files);
  printResult(io, { schema, files: paths }, () => paths.map((path) => `${path}\n`).join(''));
}

async function writeFiles(folder: string, files: readonly SqlFile[]): Promise<readonly string[]> {
  try {
    await makeFolder(folder);
    const paths = files.map((file) => join(folder, file.name));
    await Promise.all(files.map((file) => writeFile(join(folder, file.name), file.text)));
    return paths;
  } catch (thrown) {
    throw makeError('E-SME-19', { folder, reason: describeThrown(thrown) }, thrown);
  }
}
