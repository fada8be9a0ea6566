import { ExasolError } from '../types/exasol-error.js';

/** The failure as libcurl and Exasol report it: `<url> failed with error code=403 after 0 bytes. <Code>: <message>`. */
function describe(error: unknown, url: string, bytes: number): string {
  const { name, message, status, code } = readError(error);
  if (status !== undefined) return `${url} failed with error code=${status} after ${bytes} bytes. ${name}: ${message}`;
  const host = new URL(url).hostname;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${url} failed after ${bytes} bytes. [Could not resolve host: ${host}],[6],[Couldn't resolve host name]`;
  }
  if (code === 'ECONNREFUSED') {
    const detail = `Failed to connect to ${host} port 443: Connection refused`;
    return `${url} failed after ${bytes} bytes. [${detail}],[7],[Couldn't connect to server]`;
  }
  return `${url} failed after ${bytes} bytes. [${message}],[56],[Failure when receiving data from the peer]`;
}

function readError(error: unknown): { name: string; message: string; status: number | undefined; code: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: undefined, code: '' };
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, message: error.message, status: typeof status === 'number' ? status : undefined, code };
}

export function makeWriteFailure(error: unknown, url: string, bytes: number): ExasolError {
  return toWriteError(describe(error, url, bytes));
}

export function makeReadFailure(error: unknown, url: string, bytes: number): ExasolError {
  return toReadError(describe(error, url, bytes));
}

/** 42636 ETL-5106; `occured` is Exasol's own spelling. */
export function toWriteError(text: string): ExasolError {
  return new ExasolError(
    '42636',
    `ETL-5106: Following error occured while writing data to external connection [${text}]`,
  );
}

/** 42636 ETL-5105. */
export function toReadError(text: string): ExasolError {
  return new ExasolError(
    '42636',
    `ETL-5105: Following error occured while reading data from external connection [${text}]`,
  );
}
