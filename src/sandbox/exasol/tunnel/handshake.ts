import type { Socket } from 'node:net';

/** The first word is the magic number; the meaning of the other two is not documented. All clients send these. */
const requestWords = [0x02212102, 1, 1];

/** What a client sends to turn its connection into a tunnel: three little-endian words. */
const tunnelRequest = Buffer.concat(requestWords.map(toWord));

const hostBytes = 16;

/** The response to a tunnel request: a word that clients ignore, the port, and the host padded with zeros. */
export function makeTunnelResponse(host: string, port: number): Buffer {
  const address = Buffer.alloc(hostBytes);
  address.write(host, 'latin1');
  return Buffer.concat([toWord(requestWords[0] ?? 0), toWord(port), address]);
}

function toWord(value: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeInt32LE(value);
  return word;
}

/** A client that connects must send its first bytes within this time. */
const firstBytesTimeoutMs = 120_000;

export interface FirstBytesHandlers {
  /** The client requested a tunnel. The request is consumed. */
  onTunnel(socket: Socket): void;
  /** Any other client. Nothing is consumed. */
  onOther(socket: Socket): void;
  /** The bytes begin like a tunnel request, but are not one. */
  onInvalid(socket: Socket): void;
}

/** Reads the first bytes of a connection. A TLS handshake and HTTP never begin with the first byte of a tunnel request. */
export function readFirstBytes(socket: Socket, handlers: FirstBytesHandlers): void {
  let received = Buffer.alloc(0);
  const give = (handler: (socket: Socket) => void) => {
    socket.off('readable', read);
    socket.off('timeout', destroy);
    socket.setTimeout(0);
    handler(socket);
  };
  const destroy = () => socket.destroy();
  const read = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    received = Buffer.concat([received, chunk]);
    if (received[0] !== tunnelRequest[0]) {
      socket.unshift(received);
      give(handlers.onOther);
    } else if (received.length >= tunnelRequest.length) {
      const isRequest = received.subarray(0, tunnelRequest.length).equals(tunnelRequest);
      const rest = received.subarray(tunnelRequest.length);
      if (rest.length > 0) socket.unshift(rest);
      give(isRequest ? handlers.onTunnel : handlers.onInvalid);
    }
  };
  socket.on('readable', read);
  socket.setTimeout(firstBytesTimeoutMs);
  socket.on('timeout', destroy);
}
