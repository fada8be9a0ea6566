import { ExasolError } from '../types/exasol-error.js';
import type { ConnectionObject } from '../types/stored-objects.js';
import { readOptionLines } from './option-lines.js';
import type { UdfProcessOptions } from './types.js';

/** The response to exa.get_connection(name). */
export async function makeConnectionResponse({ host }: UdfProcessOptions, name: string): Promise<unknown> {
  return await makeResponse(async () => {
    const connection: ConnectionObject | undefined = await host.findConnection(name);
    if (connection === undefined) throw new ExasolError('42000', `connection ${name.toUpperCase()} does not exist`);
    const { address, user = '', password = '' } = connection;
    return { address, user, password };
  });
}

/** The response to exa.import_script(name). */
export async function makeScriptResponse({ host, script }: UdfProcessOptions, name: string): Promise<unknown> {
  return await makeResponse(async () => {
    const imported = await host.importScript(name);
    if (imported.language !== script.language) throw new ExasolError('42000', `wrong language ${imported.language}`);
    return { code: readOptionLines(imported.body).code };
  });
}

/** Turns an error of the database into an exception that the UDF can catch. Any other error is a bug of the sandbox and ends the call. */
async function makeResponse(find: () => Promise<object>): Promise<unknown> {
  try {
    return { type: 'response', ...(await find()) };
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
    return { type: 'response', error: error.text };
  }
}
