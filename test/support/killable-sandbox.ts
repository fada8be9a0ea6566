import { expect } from 'vitest';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsTimings } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { type CuttingProxy, startCuttingProxy, type When } from './cutting-proxy.js';
import { RawClient } from './raw-client.js';
import { testLog } from './test-log.js';
import { startTrainedSandbox, type TrainedSandbox } from './trained-sandbox.js';
import { run } from './training.js';

/** A trained sandbox whose calls to AWS go through a proxy, so that a session can be killed at each of them. */
export interface KillableSandbox extends TrainedSandbox {
  readonly proxy: CuttingProxy;
  /** Runs a statement in a session whose socket breaks at the n-th call to AWS. Returns the calls, when the session has ended. */
  runAndKill(sql: string, call: number, when: When): Promise<readonly string[]>;
}

export async function startKillableSandbox(timings: Partial<AwsTimings>): Promise<KillableSandbox> {
  const aws = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    clock: realClock,
    log: testLog,
    timings,
  });
  const proxy = await startCuttingProxy(aws.url);
  const trained = await startTrainedSandbox({ sandbox: { awsEndpointUrl: proxy.url }, awsUrl: aws.url });
  const { sandbox, driver } = trained;

  const listSessions = async () => {
    const rows = await run(driver, 'SELECT TO_CHAR(SESSION_ID) FROM SYS.EXA_DBA_SESSIONS');
    return rows.map(([id]) => String(id));
  };

  return {
    ...trained,
    proxy,
    runAndKill: async (sql, call, when) => {
      const before = await listSessions();
      const client = await RawClient.open(sandbox.exasol);
      await client.logIn(sandbox.exasol.user, sandbox.exasol.password);
      const own = (await listSessions()).filter((id) => !before.includes(id));
      proxy.arm({ call, when, onCut: () => client.socket.terminate() });
      client.socket.send(JSON.stringify({ command: 'execute', sqlText: sql, attributes: {} }));
      await proxy.abandoned;
      await client.closed;
      await expect.poll(listSessions, { timeout: 30_000 }).not.toEqual(expect.arrayContaining(own));
      const calls = [...proxy.calls];
      proxy.arm();
      return calls;
    },
    stop: async () => {
      await trained.stop();
      await proxy.stop();
      await aws.stop();
    },
  };
}
