import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../../cli/script-session.js';
import { qualify } from '../../exasol/quote.js';
import { readText } from '../../exasol/rows.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import { parseColumn } from '../../jobs/flag-values.js';
import { deletionResults } from '../../scripts/facts.js';
import { names } from '../../scripts/names.js';
import { toEndpointName } from '../../tables/aws-names.js';
import { assertNotMisspelled, type EndpointRow, findEndpointRow } from '../../tables/endpoint-table.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { withProgress } from '../../terminal/progress.js';
import { readTerminalWidth } from '../../terminal/streams.js';
import { formatTable } from '../../terminal/table.js';
import { formatHardware } from '../../text/format-values.js';

interface EndpointDeleteFlags extends ScriptFlags, ConfirmFlags {
  readonly dryRun?: boolean | undefined;
}

/** `sme endpoint delete NAME` */
export function addEndpointDelete(endpoint: SmeCommand): void {
  endpoint
    .command('delete')
    .argument('<name>', 'endpoint name')
    .description('Delete an endpoint with its configuration, model and prediction function (asks first)')
    .option('--connection <name>', 'CONNECTION with the AWS keys, for an endpoint that is not in the table')
    .option('--region <region>', 'AWS Region, for an endpoint that is not in the table')
    .option('--dry-run', 'print the statement, delete nothing')
    .confirmOptions()
    .connectionOptions()
    .examples('sme endpoint delete churn', 'sme endpoint delete lost --connection AWS --region eu-central-1 --yes')
    .runs(runEndpointDelete);
}

/** Objects that no longer exist are not an error. */
async function runEndpointDelete(endpoint: string, flags: EndpointDeleteFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  await access.open(names.deleteEndpoint, async (session, schema) => {
    const row = await findEndpointRow(session, schema, endpoint);
    const connection = parseColumn(access.place.connection) ?? row?.connection;
    const region = access.place.region ?? row?.region ?? access.place.defaultRegion;
    const name = row?.name ?? toEndpointName(endpoint);
    const isKnown = connection !== undefined && region !== undefined;
    if (!isKnown) {
      await assertNotMisspelled(session, schema, endpoint);
    }
    // without both, the script searches only the endpoint table and deletes nothing
    const values = isKnown ? [name, connection, region] : [name, null, null];
    if (flags.dryRun === true) {
      const sql = writeCall(schema, names.deleteEndpoint, values);
      io.logger.info('Nothing is deleted. sme endpoint delete would run:');
      printResult<'endpoint.delete'>(io, { dry_run: true, parameters: null, sql }, () => `${sql};\n`);
      return;
    }
    if (isKnown) {
      await confirm(io, flags, describeDeletion(name, region, row?.region === region ? row : undefined));
    }
    const text = isKnown ? 'Deleting, which takes AWS a minute or two' : 'Searching';
    const rows = await withProgress(io, text, () => callScript(session, schema, names.deleteEndpoint, values));
    const objects = rows.map((each) => ({
      object: readText(each['OBJECT']) ?? '',
      name: readText(each['NAME']) ?? '',
      result: readText(each['RESULT']) ?? '',
    }));
    const existed = objects.some(({ result }) => result === deletionResults.deleted);
    const data = {
      dry_run: false as const,
      endpoint_name: name,
      aws_region: region ?? null,
      was_there: existed,
      objects,
    };
    printResult<'endpoint.delete'>(io, data, () => {
      const table = objects.map((each) => [each.object, each.name, each.result]);
      const note = existed || !isKnown ? '' : `The endpoint ${name} no longer existed in ${region}.\n`;
      return `${formatTable(table, { width: readTerminalWidth(io.stdout) })}${note}`;
    });
  });
}

/** Describes in full sentences what will be deleted. */
function describeDeletion(name: string, region: string, row: EndpointRow | undefined): string {
  return row === undefined
    ? `The endpoint ${name} in ${region}, which is not in the endpoint table, will be deleted with its configuration and the models created for it.`
    : [
        `The endpoint ${name} in ${region} (${formatHardware(row)}, job ${row.job}) will be deleted with its configuration ${row.config}, its model ${row.model} and the function ${qualify(row.prediction.schema, row.prediction.name)}.`,
        'Statements that use the function will fail. The job and its candidates stay, so you can create the endpoint again.',
      ].join('\n');
}
