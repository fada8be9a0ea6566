import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { type CommandRun, type RunCommandOptions, runCommand } from './run-command.js';
import type { Target } from './target.js';

/** Flags with which `sme` connects to a target. */
function connectionFlags({ exasol }: Pick<Target, 'exasol'>): readonly string[] {
  const { host, port, user, password, fingerprint } = exasol;
  return ['--host', host, '--port', String(port), '--user', user, '--pass', password, '--fingerprint', fingerprint];
}

/** The document of a run with --json. */
export interface RunDocument {
  readonly ok: boolean;
  readonly data: {
    readonly schema: string;
    readonly state: string;
    readonly changed: boolean;
    readonly sql: string;
    readonly grants: readonly string[];
    readonly runtime: { readonly python: string; readonly boto3: string | null } | null;
    readonly steps: readonly { readonly action: string; readonly name: string; readonly reason: string }[];
    readonly obsolete: readonly { readonly name: string }[];
    readonly objects: readonly { readonly name: string; readonly state: string }[];
  };
  readonly error?: { readonly code: string; readonly message: string; readonly mitigation: string };
  readonly warnings: readonly string[];
}

/** Runs `sme <args> --json` against a target, a sandbox or a real database. */
export async function runOnSandbox(
  sandbox: Pick<Target, 'exasol'>,
  args: readonly string[],
  options: RunCommandOptions = {},
): Promise<CommandRun & { readonly document: RunDocument }> {
  const run = await runCommand([...args, ...connectionFlags(sandbox), '--json'], options);
  return { ...run, document: JSON.parse(run.stdout) };
}

const realSend = WebSocket.prototype.send;

/** Records the commands that clients of this process send from now on, and calls `onSend` before each. */
export function recordRequests(onSend: (command: string) => void = () => {}): readonly string[] {
  const commands: string[] = [];
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, data, ...rest: unknown[]) {
    const command = typeof data === 'string' ? /^\{[^{]*"command":"(\w+)"/.exec(data)?.[1] : undefined;
    if (command !== undefined) {
      commands.push(command);
      onSend(command);
    }
    return Reflect.apply(realSend, this, [data, ...rest]);
  });
  return commands;
}
