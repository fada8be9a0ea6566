import { batchKeys } from './batch-parameters.js';
import { names } from './names.js';
import { toJsonLiteral } from './script-example.js';
import type { ScriptingDefinition, ScriptParameter } from './types.js';

const page = 'doc/user_guide/batch.md';
const batch: ScriptParameter = { name: 'batch_name', type: 'VARCHAR', meaning: 'name of the batch' };
const exampleName = "'churn-20261122213000-20261123060000'";

/** The scripts for batch predictions. */
export const batchScripts: readonly ScriptingDefinition[] = [
  {
    kind: 'scripting',
    name: names.startBatch,
    entry: 'start_batch.lua',
    purpose: 'Starts a prediction for a table, view or query with a batch transform job, without an endpoint',
    parameters: [{ name: 'json_str', type: 'VARCHAR', meaning: 'JSON object with these keys', keys: batchKeys }],
    example: [
      toJsonLiteral({
        job_name: 'churn-20261122213000',
        input_schema_name: 'SALES',
        input_table_or_view_name: 'CUSTOMERS',
        key_columns: ['ID'],
        target_schema_name: 'SALES',
        target_table_name: 'CHURN_PREDICTIONS',
        instance_type: 'ml.m5.xlarge',
      }),
    ],
    result: 'one row',
    resultColumns: 'batchStartResult',
    page,
  },
  {
    kind: 'scripting',
    name: names.finishBatch,
    entry: 'finish_batch.lua',
    purpose: 'Adds the predictions of a completed transform job to the target table, or returns the status of the job',
    parameters: [batch],
    example: [exampleName],
    result: 'one row',
    resultColumns: 'batchFinishResult',
    resultNote: 'The same call can be repeated: rows are added once.',
    page,
  },
  {
    kind: 'scripting',
    name: names.listBatches,
    entry: 'list_batches.lua',
    purpose: 'Lists every batch prediction with its status',
    parameters: [],
    example: [],
    result: 'one row for each batch prediction in the table, the newest first',
    resultColumns: 'batchListResult',
    page,
  },
  {
    kind: 'scripting',
    name: names.stopBatch,
    entry: 'stop_batch.lua',
    purpose: 'Stops a batch prediction; none of its predictions are added to the target table',
    parameters: [batch],
    example: [exampleName],
    result: 'one row',
    resultColumns: 'batchStopResult',
    page,
  },
];
