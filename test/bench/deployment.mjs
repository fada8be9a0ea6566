// A fresh deployment compared with an unchanged one: requests after the login, and time including the start of the CLI.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startCountingProxy } from './counting-proxy.mjs';
import { round, timed } from './measure.mjs';
import { withSandbox } from './sandbox-process.mjs';

const run = promisify(execFile);

export function benchDeployment() {
  return withSandbox(async ({ exasol }) => {
    const proxy = await startCountingProxy(exasol);
    const deploy = async () => {
      const address = ['--host', proxy.host, '--port', String(proxy.port), '--fingerprint', proxy.fingerprint];
      const flags = [...address, '--user', exasol.user, '--schema', 'BENCH', '--create-schema', '--json'];
      const environment = { ...process.env, EXASOL_PASSWORD: exasol.password };
      const { ms } = await timed(() =>
        run(process.execPath, ['dist/cli.js', 'deploy', ...flags], { env: environment }),
      );
      const requests = proxy
        .takeCommands()
        .filter((command) => !['login', 'loginToken', 'disconnect'].includes(command));
      return { ms: round(ms, 0), requests_after_login: requests.length };
    };
    try {
      const fresh = await deploy();
      const unchanged = await deploy();
      return { fresh, unchanged, fresh_to_unchanged_time: round(fresh.ms / unchanged.ms) };
    } finally {
      proxy.stop();
    }
  });
}
