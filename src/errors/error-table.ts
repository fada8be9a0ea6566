import type { ErrorDefinition, ErrorMessage, ExitCode } from './definition.js';
import { awsCallsErrors } from './table/aws-calls.js';
import { batchesErrors } from './table/batches.js';
import { cleanupErrors } from './table/cleanup.js';
import { commandLineErrors } from './table/command-line.js';
import { connectionsErrors } from './table/connections.js';
import { credentialsErrors } from './table/credentials.js';
import { databaseErrors } from './table/database.js';
import { deploymentErrors } from './table/deployment.js';
import { endpointsErrors } from './table/endpoints.js';
import { evaluationsErrors } from './table/evaluations.js';
import { jobsErrors } from './table/jobs.js';
import { networksErrors } from './table/networks.js';
import { predictionViewsErrors } from './table/prediction-views.js';
import { predictionsErrors } from './table/predictions.js';
import { sandboxErrors } from './table/sandbox.js';
import { scriptsErrors } from './table/scripts.js';
import { securityErrors } from './table/security.js';
import { trainingErrors } from './table/training.js';
import { trainingInputErrors } from './table/training-input.js';
import { versionsErrors } from './table/versions.js';

/**
 * Every error of the extension, in TypeScript, Lua and Python. Each number is used once, whichever letter precedes it.
 * `templates/lua/sme/error_messages.lua` and `templates/python/sme/error_messages.py` are generated from this table.
 */
export const errorTable = {
  ...commandLineErrors,
  ...databaseErrors,
  ...deploymentErrors,
  ...connectionsErrors,
  ...credentialsErrors,
  ...networksErrors,
  ...scriptsErrors,
  ...awsCallsErrors,
  ...trainingInputErrors,
  ...trainingErrors,
  ...jobsErrors,
  ...endpointsErrors,
  ...predictionsErrors,
  ...predictionViewsErrors,
  ...batchesErrors,
  ...evaluationsErrors,
  ...cleanupErrors,
  ...securityErrors,
  ...sandboxErrors,
  ...versionsErrors,
} as const;

type Table = typeof errorTable;

/** A code of the table, such as `E-SME-1`. */
type ErrorCode = keyof Table;

type KeyOf<Code extends ErrorCode> = Table[Code] extends { readonly cases: infer Cases }
  ? `${Code}.${keyof Cases & string}`
  : Code;

/** The key of a message: a code, or a code and a case, such as `E-SME-65.not_numeric`. */
export type ErrorKey = { [Code in ErrorCode]: KeyOf<Code> }[ErrorCode];

type MessageOf<Key extends ErrorKey> = Key extends ErrorCode
  ? Table[Key]
  : Key extends `${infer Code extends ErrorCode}.${infer Case}`
    ? Table[Code] extends { readonly cases: infer Cases }
      ? Cases[Case & keyof Cases]
      : never
    : never;

type SlotsIn<Text> = Text extends `${string}{{${infer Slot}}}${infer Rest}` ? Slot | SlotsIn<Rest> : never;

type SlotsOf<Message> = Message extends ErrorMessage
  ? SlotsIn<Message['text']> | SlotsIn<Message['mitigation']>
  : never;

/** A value for each slot of a message. */
export type ErrorValues<Key extends ErrorKey> = Readonly<Record<SlotsOf<MessageOf<Key>>, string | number>>;

/** A message with its key, code and exit code. */
export interface ListedMessage extends ErrorMessage {
  readonly key: string;
  readonly code: string;
  readonly where: string;
  readonly exitCode: ExitCode;
}

/** Lists every message of the table: one for each code, or one for each case of a code. */
export function listMessages(): readonly ListedMessage[] {
  return Object.entries<ErrorDefinition>(errorTable).flatMap(([code, definition]) => {
    const { where, exitCode = 1 } = definition;
    const cases = definition.cases ? Object.entries(definition.cases) : [['', definition] as const];
    return cases.map(([name, { text, mitigation }]) => ({
      key: name === '' ? code : `${code}.${name}`,
      code,
      where,
      exitCode,
      text,
      mitigation,
    }));
  });
}
