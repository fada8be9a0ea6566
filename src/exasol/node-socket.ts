import type { ExaWebsocket } from '@exasol/exasol-driver-ts';
import type { WebSocket } from 'ws';

/**
 * Quotes the integers of result rows that a JavaScript number cannot represent, because the driver's JSON.parse would round them. In rows,
 * a number follows `[` or `,`; the ID of a session follows `:` and stays a number.
 */
export function keepLargeIntegers(json: string): string {
  return /[[,]-?\d{16}/.test(json)
    ? json.replaceAll(/"(?:[^"\\]|\\.)*"|(?<=[[,])-?\d{16,}(?=[\],])/g, (token) =>
        token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
      )
    : json;
}

/** Adapts a `ws` socket to the interface that the driver expects. The two differ only in the types of their events. */
export function adaptSocket(socket: WebSocket): ExaWebsocket {
  const adapted: ExaWebsocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    binaryType: 'arraybuffer',
    send: (data) => socket.send(data),
    close: () => socket.close(),
    get readyState() {
      // The driver's enum lacks 0 (connecting), which the driver never checks for.
      return socket.readyState as ExaWebsocket['readyState'];
    },
  };
  socket.binaryType = 'arraybuffer';
  socket.onopen = (event) => adapted.onopen?.(event);
  socket.onmessage = (event) =>
    adapted.onmessage?.(
      typeof event.data === 'string'
        ? { type: event.type, target: event.target, data: keepLargeIntegers(event.data) }
        : event,
    );
  socket.onclose = (event) => adapted.onclose?.(event);
  socket.onerror = (event) => adapted.onerror?.(event);
  return adapted;
}
