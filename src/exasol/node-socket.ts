import type { ExaWebsocket } from '@exasol/exasol-driver-ts';
import type { WebSocket } from 'ws';

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
  socket.onmessage = (event) => adapted.onmessage?.(event);
  socket.onclose = (event) => adapted.onclose?.(event);
  socket.onerror = (event) => adapted.onerror?.(event);
  return adapted;
}
