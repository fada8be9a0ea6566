import type { SmeCommand } from '../../cli/command.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { readTerminalWidth } from '../../terminal/streams.js';
import { formatTable } from '../../terminal/table.js';
import { formatAge } from '../../text/format-values.js';
import { countSeconds, isResponding, toJsonSandbox } from './running.js';

const header = ['NAME', 'STATE', 'EXASOL', 'AGE', 'PID', 'DATA'];

/** `sme sandbox list` */
export function addSandboxList(sandbox: SmeCommand): void {
  sandbox
    .command('list')
    .description('List the running sandboxes of this machine')
    .examples('sme sandbox list', "sme sandbox list --json | jq -r '.data.sandboxes[].name'")
    .runs(runSandboxList);
}

async function runSandboxList(_flags: object, io: CommandIo): Promise<void> {
  const { listSandboxes } = await import('../../config/sandbox-registry.js');
  const sandboxes = await listSandboxes(io.env);
  const responds = await Promise.all(sandboxes.map((each) => isResponding(each, io)));
  const rows = sandboxes.map((each, index) => [
    each.name,
    responds[index] === true ? 'running' : 'not responding',
    `${each.settings.host}:${each.settings.port}`,
    formatAge(countSeconds(each)),
    String(each.pid),
    each.dataFolder ?? 'temporary',
  ]);
  printResult<'sandbox.list'>(
    io,
    { sandboxes: sandboxes.map((each, index) => toJsonSandbox(each, responds[index] === true)) },
    () =>
      rows.length === 0
        ? 'No sandbox is running. Start one with: sme sandbox\n'
        : formatTable([header, ...rows], { width: readTerminalWidth(io.stdout), colorStatus: io.colorStatus }),
  );
}
