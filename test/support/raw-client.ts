import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import type WebSocket from 'ws';
import { openPinnedSocket } from './connect-driver.js';

/** A reply: its text, with digits that JSON.parse would lose, and its parsed value. */
export interface RawReply {
  readonly text: string;
  readonly json: ReplyJson;
}

/** The members of every reply. */
interface ReplyJson {
  readonly status: string;
  readonly responseData?: unknown;
  readonly attributes?: unknown;
  readonly exception?: unknown;
}

/** A client of the WebSocket API that sends what a test wants, right or wrong; drivers cannot produce these cases. */
export class RawClient {
  readonly #replies: RawReply[] = [];
  readonly #waiting: ((reply: RawReply) => void)[] = [];
  /** Code with which the server closed the connection. */
  readonly closed: Promise<number>;
  pongs = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.#take(String(data)));
    socket.on('pong', () => {
      this.pongs += 1;
    });
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
  }

  /** Opens a connection without a login. */
  static async open(target: { host: string; port: number; fingerprint: string }): Promise<RawClient> {
    const socket = openPinnedSocket(`wss://${target.host}:${target.port}`, target.fingerprint);
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return client;
  }

  /** Runs both steps of a login with a password. @returns the reply of the second step */
  async logIn(user: string, password: string, options: Record<string, unknown> = {}): Promise<RawReply> {
    const first = await this.request({ command: 'login', protocolVersion: 3 });
    const { publicKeyPem } = first.json.responseData as { publicKeyPem: string };
    const key = createPublicKey(publicKeyPem);
    const encrypted = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(password, 'utf8'));
    return this.request({ username: user, password: encrypted.toString('base64'), useCompression: false, ...options });
  }

  /** Sends one request and waits for its reply. */
  async request(request: unknown): Promise<RawReply> {
    this.socket.send(JSON.stringify(request));
    return this.receive();
  }

  async receive(): Promise<RawReply> {
    const reply = this.#replies.shift();
    return reply ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  #take(text: string): void {
    const reply = { text, json: JSON.parse(text) as ReplyJson };
    const waiting = this.#waiting.shift();
    if (waiting === undefined) {
      this.#replies.push(reply);
    } else {
      waiting(reply);
    }
  }
}
