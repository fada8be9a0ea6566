import type { ExaWebsocket } from '@exasol/exasol-driver-ts';
import type { WebSocket } from 'ws';

/** Lends a socket of `ws` the shape that the driver asks for; the two differ in the types of their events only. */
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
      // the driver's enum leaves out 0 (connecting), and never asks for it
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
