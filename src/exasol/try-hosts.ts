import { makeError, UserError } from '../errors/user-error.js';
import type { ConnectionConfig } from './types.js';

/** Failures of one host, after which another host may still work. A rejected login is not one: repeating it could lock the user. */
const hostFailures = new Set(['E-SME-5', 'E-SME-6', 'E-SME-7', 'E-SME-8', 'E-SME-9', 'E-SME-12']);

/**
 * Tries the hosts of a cluster in their order, until one works.
 * @param attempt receives the config of one host
 * @param onFailure is called with the failure of each host after which another one is tried
 * @throws UserError E-SME-481 with the failure of each host, or the failure itself if there is only one host
 */
export async function tryHosts<Result>(
  config: ConnectionConfig,
  attempt: (config: ConnectionConfig) => Promise<Result>,
  onFailure: (failure: UserError) => void = () => {},
): Promise<Result> {
  const { otherHosts = [], ...first } = config;
  const failures: UserError[] = [];
  for (const address of [first, ...otherHosts]) {
    try {
      return await attempt({ ...first, ...address });
    } catch (thrown) {
      if (!(thrown instanceof UserError && hostFailures.has(thrown.code)) || otherHosts.length === 0) {
        throw thrown;
      }
      failures.push(thrown);
      if (failures.length <= otherHosts.length) {
        onFailure(thrown);
      }
    }
  }
  const list = failures.map(({ message }) => `  - ${message}`).join('\n');
  throw makeError('E-SME-481', { count: failures.length, failures: list }, failures.at(-1));
}
