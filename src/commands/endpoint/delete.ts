import { prepareScripts, type ScriptFlags } from '../../cli/script-session.js';
import { qualify } from '../../exasol/quote.js';
import { readText } from '../../exasol/rows.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import { parseColumn } from '../../jobs/flag-values.js';
import { names } from '../../scripts/names.js';
import { toEndpointName } from '../../tables/aws-names.js';
import { assertNotMisspelled, type EndpointRow, findEndpointRow } from '../../tables/endpoint-table.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { readColumns } from '../../terminal/streams.js';
import { fitTable } from '../../terminal/table.js';
import { describeHosting } from '../../text/endpoint-text.js';

export interface EndpointDeleteFlags extends ScriptFlags, ConfirmFlags {
  readonly dryRun?: boolean | undefined;
}

/**
 * `sme endpoint delete NAME`: endpoint, configuration, model, prediction function and row, after a question. What is gone already is no
 * error. With connection and region given, the table need not know the endpoint.
 */
export async function runEndpointDelete(endpoint: string, flags: EndpointDeleteFlags, io: CommandIo): Promise<void> {
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
    // Without both, the script looks in the endpoint table only, and deletes nothing.
    const values = isKnown ? [name, connection, region] : [name, null, null];
    if (flags.dryRun === true) {
      const sql = writeCall(schema, names.deleteEndpoint, values);
      io.logger.info('Nothing is deleted: this is what sme endpoint delete would run.');
      printResult(io, { dry_run: true, sql }, () => `${sql};\n`);
      return;
    }
    if (isKnown) {
      await confirm(io, flags, describeDeletion(name, region, row?.region === region ? row : undefined));
      io.logger.info('Deleting; AWS takes a minute or two …');
    }
    const rows = await callScript(session, schema, names.deleteEndpoint, values);
    const objects = rows.map((each) => ({
      object: readText(each['OBJECT']) ?? '',
      name: readText(each['NAME']) ?? '',
      result: readText(each['RESULT']) ?? '',
    }));
    const wasThere = objects.some(({ result }) => result === 'deleted');
    const data = { dry_run: false, endpoint_name: name, aws_region: region ?? null, was_there: wasThere, objects };
    printResult(io, data, () => {
      const table = objects.map((each) => [each.object, each.name, each.result]);
      const gone = wasThere || !isKnown ? '' : `There was no endpoint ${name} in ${region} any more.\n`;
      return `${fitTable(table, { width: readColumns(io.stdout) })}${gone}`;
    });
  });
}

/** What will happen, in whole sentences. */
function describeDeletion(name: string, region: string, row: EndpointRow | undefined): string {
  return row === undefined
    ? `The endpoint ${name} in ${region}, which the table does not know, will be deleted, with the configuration and the models that were made for it.`
    : [
        `The endpoint ${name} in ${region} (${describeHosting(row)}, job ${row.job}) will be deleted, with its configuration ${row.config}, its model ${row.model} and the function ${qualify(row.prediction.schema, row.prediction.name)}.`,
        'Statements that use the function will fail. The job and its candidates stay: the endpoint can be made again.',
      ].join('\n');
}
