import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A response before it is sent. The body is a `Readable` only for objects that must not be held in memory. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** A request with its parsed address and headers; the body is still in the stream. */
export interface HttpRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** `key=value` pairs as sent, for the signature. */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

export function readRequest(message: IncomingMessage): HttpRequest {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    headers[name] = values?.join(',') ?? '';
  }
  return {
    method: message.method ?? 'GET',
    rawPath: mark < 0 ? url : url.slice(0, mark),
    // In AWS's query strings, a plus is not a space.
    query: new URLSearchParams(rawQuery.replaceAll('+', '%2B')),
    rawQuery,
    headers,
    body: message,
  };
}

/**
 * Sends headers and body in one write. Two small writes would add about 40 ms per call because of TCP's delayed acknowledgement.
 */
export async function sendResponse(target: ServerResponse, response: HttpResponse, method: string): Promise<void> {
  const { status, headers = {}, body = '' } = response;
  if (body instanceof Readable) {
    target.writeHead(status, headers);
    await pipeline(body, target);
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': String(bytes.length) };
  target.writeHead(status, { ...length, ...headers });
  target.end(method === 'HEAD' ? undefined : bytes);
}

/** Thrown by readBody if a body is larger than the limit. */
export class BodyTooLargeError extends Error {
  constructor(readonly limit: number) {
    super(`The request body is larger than ${limit} bytes.`);
    this.name = 'BodyTooLargeError';
  }
}

/** @param limit bytes; a larger body is read to its end, so that the client sees the response, but discarded */
export async function readBody(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new BodyTooLargeError(limit);
  return Buffer.concat(chunks);
}
