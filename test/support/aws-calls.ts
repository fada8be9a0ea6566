import { type IncomingMessage, request } from 'node:http';

/** The name of a call: SageMaker's operation, or method and path. */
export function nameCall({ headers, method = '', url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.replace(/^SageMaker\./, '') : `${method} ${url.split('?')[0]}`;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** Keeps the Host header, because it is part of the signature. */
export async function forward(
  upstream: string,
  { headers, method, url }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { hostname, port } = new URL(upstream);
    request({ hostname, port, method, path: url, headers }, resolve).on('error', reject).end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) };
}
