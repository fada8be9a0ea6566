import type { IncomingMessage } from 'node:http';
import { TransferError } from '../../types/client-files.js';

/** An error of libcurl: detail, number and name. */
export interface CurlError {
  readonly text: string;
  readonly code: number;
  readonly name: string;
}

/** @param bytes number of bytes of the file that were transferred before */
export function describeTransferFailure(url: URL, bytes: number, { text, code, name }: CurlError): TransferError {
  return new TransferError(`${writeUrl(url)} failed after ${bytes} bytes. [${text}],[${code}],[${name}]`);
}

/** The client responded with another status than 2xx. */
export function describeStatusFailure(url: URL, bytes: number, { statusCode = 0 }: IncomingMessage): TransferError {
  return new TransferError(`${writeUrl(url)} failed with error code=${statusCode} after ${bytes} bytes`);
}

/** A failure of the connection: a TransferError remains as it is. */
export function describeSocketFailure(url: URL, bytes: number, error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return describeTransferFailure(url, bytes, { text, code: 56, name: 'Failure when receiving data from the peer' });
}

/** The client closed the connection before the end of its response. */
export function describeIncompleteResponse(url: URL, bytes: number): TransferError {
  const text = 'transfer closed with outstanding read data remaining';
  return describeTransferFailure(url, bytes, { text, code: 18, name: 'Transferred a partial file' });
}

function writeUrl({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
