import { ExasolError } from '../types/exasol-error.js';
import type { ConnectionObject } from '../types/stored-objects.js';
import { readOptionLines } from './option-lines.js';
import type { UdfProcessOptions } from './types.js';

/** Answers exa.get_connection(name). */
export async function answerConnection({ host }: UdfProcessOptions, name: string): Promise<unknown> {
  return await answer(async () => {
    const connection: ConnectionObject | undefined = await host.findConnection(name);
    if (connection === undefined) throw new ExasolError('42000', `connection ${name.toUpperCase()} does not exist`);
    const { address, user = '', password = '' } = connection;
    return { address, user, password };
  });
}

/** Answers exa.import_script(name). */
export async function answerScript({ host, script }: UdfProcessOptions, name: string): Promise<unknown> {
  return await answer(async () => {
    const imported = await host.importScript(name);
    if (imported.language !== script.language) throw new ExasolError('42000', `wrong language ${imported.language}`);
    return { code: readOptionLines(imported.body).code };
  });
}

/** An error of the database becomes an exception that the UDF may catch; any other fault is the sandbox's own and ends the call. */
async function answer(find: () => Promise<object>): Promise<unknown> {
  try {
    return { type: 'answer', ...(await find()) };
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
    return { type: 'answer', error: error.text };
  }
}
