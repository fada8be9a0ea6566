/** Transfers files of clients, with the errors of Exasol. */
import { makeAbortError } from '../../../lua/abort-error.js';
import { toReadError, toWriteError } from '../../../s3/failure.js';
import { type ByteSink, TransferError } from '../../../types/client-files.js';
import type { ExasolError } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';
import type { PlannedClientFile } from './plan-files.js';

/** @throws ExasolError 42636 ETL-5105 if the client does not send the whole file */
export async function* downloadFromClient(
  { services, signal }: StatementContext,
  { target }: PlannedClientFile,
): AsyncGenerator<Buffer> {
  try {
    yield* services.clientFiles.download(target, signal);
  } catch (error) {
    throw toStatementError(error, toReadError, signal);
  }
}

/** @throws ExasolError 42636 ETL-5106 if the client does not accept the whole file, as do the methods of the sink */
export async function uploadToClient(
  { services, signal }: StatementContext,
  { target }: PlannedClientFile,
): Promise<ByteSink> {
  const translate = async <T>(result: Promise<T>): Promise<T> =>
    result.catch((error: unknown) => {
      throw toStatementError(error, toWriteError, signal);
    });
  const sink = await translate(services.clientFiles.upload(target, signal));
  return {
    write: (bytes) => translate(sink.write(bytes)),
    close: () => translate(sink.close()),
    abort: () => sink.abort(),
  };
}

function toStatementError(
  error: unknown,
  toExasolError: (text: string) => ExasolError,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted === true) return makeAbortError(signal);
  return error instanceof TransferError ? toExasolError(error.message) : error;
}
