import type { WebSocket } from 'ws';
import type { Behaviours } from '../behaviours.js';
import type { SandboxLog } from '../log.js';
import type { Database } from '../types/database.js';
import { type CommandResponse, prepareCommand } from './commands.js';
import { describeException, ProtocolError } from './exception.js';
import { readFrame, writeFrame } from './frames.js';
import { NonFiniteNumberError, readRequest, writeJson } from './json.js';
import { describeLogin, finishLogin, type LoginAttempt, type LoginKey, startLogin } from './login.js';
import { RunningRequest } from './running-request.js';
import type { ClientSession, ServerFacts } from './session.js';

/** The parts of the server that a connection uses. */
export interface ConnectionContext {
  readonly database: Database;
  readonly key: LoginKey;
  readonly facts: ServerFacts;
  readonly behaviours: Pick<Behaviours, 'json-nan'>;
  readonly log: SandboxLog;
}

/** Close codes of RFC 6455. */
const closeCodes = { normal: 1000, wrongKind: 1003, notJson: 1007, tooMany: 1008 } as const;

/** Maximum number of queued requests. Clients have one request in flight, so this only limits faulty clients. */
const maxQueuedRequests = 100;

/** One socket. After the login, requests run one at a time, each with one response. `abortQuery` runs at once and has no response. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  #attempt: LoginAttempt | undefined;
  #session: ClientSession | undefined;
  #running: RunningRequest | undefined;
  #reading: Promise<unknown> = Promise.resolve();
  #queue: Promise<void> = Promise.resolve();
  /** Number of requests that were read and have no response yet. */
  #pending = 0;
  #abortNext = false;
  /** Number of frames that were received and not completely handled. */
  #queued = 0;
  #ended = false;

  constructor(socket: WebSocket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('message', (data, isBinary) => this.#receive(toBuffer(data), isBinary));
    socket.on('close', () => this.#end());
    socket.on('error', (error) => context.log.debug(`socket: ${error.message}`));
  }

  /** Terminates the connection. Resolves when its session is rolled back and closed. */
  async stop(): Promise<void> {
    this.#end();
    this.#socket.terminate();
    await this.#queue;
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#queued >= maxQueuedRequests) {
      this.#socket.close(closeCodes.tooMany, 'too many queued requests');
      return;
    }
    this.#queued += 1;
    // Frames are read in order while a request runs, so that abortQuery takes effect at once.
    this.#reading = this.#reading.then(() => this.#read(data, isBinary));
    const request = this.#reading;
    this.#queue = this.#queue
      .then(async () => this.#handle(await request))
      .catch((error: unknown) => this.#context.log.warn(`connection: ${String(error)}`))
      .finally(() => {
        this.#queued -= 1;
      });
  }

  /** The request, or undefined if the frame needs no response. A ProtocolError is the response to a request that cannot be read. */
  async #read(data: Buffer, isBinary: boolean): Promise<unknown> {
    const text = this.#acceptsFrame(isBinary) ? await readFrame(data, isBinary) : undefined;
    if (text === undefined) {
      this.#socket.close(closeCodes.wrongKind, 'wrong kind of frame');
      return undefined;
    }
    const request = parseJson(text, this.#context.behaviours['json-nan']);
    if (request === undefined) {
      this.#socket.close(closeCodes.notJson, 'not JSON');
    } else if (readCommand(request) === 'abortQuery') {
      this.#abort();
      return undefined;
    } else {
      this.#pending += 1;
    }
    return request;
  }

  /**
   * Text before the login, zlib data in sessions with compression. The Go driver logs in without compression and compresses all later
   * frames (`compression=1`), so zlib data turns the compression of a session on.
   */
  #acceptsFrame(isBinary: boolean): boolean {
    if (this.#session === undefined) {
      return !isBinary;
    }
    this.#session.compression ||= isBinary;
    return this.#session.compression === isBinary;
  }

  /** Aborts the running request, or the one that is about to run, if any. */
  #abort(): void {
    if (this.#running !== undefined) {
      this.#running.abort();
    } else if (this.#pending > 0) {
      this.#abortNext = true;
    }
  }

  async #handle(request: unknown): Promise<void> {
    if (request === undefined || this.#ended) {
      return;
    }
    try {
      await this.#respond(request);
    } finally {
      this.#pending -= 1;
      this.#abortNext = false;
    }
  }

  async #respond(request: unknown): Promise<void> {
    if (request instanceof ProtocolError) {
      const exception = describeException(request, this.#session?.database.id, this.#context.log);
      await this.#send({ status: 'error', exception: { ...exception } });
    } else if (this.#session !== undefined) {
      await this.#runCommand(this.#session, request);
    } else if (readCommand(request) === 'disconnect') {
      await this.#sendOk({});
      this.#socket.close(closeCodes.normal);
    } else {
      await this.#logIn(request);
    }
  }

  /** Handles both steps of a login. A failed login closes the connection, as in Exasol. */
  async #logIn(request: unknown): Promise<void> {
    const { database, key, facts, log } = this.#context;
    try {
      if (this.#attempt === undefined) {
        this.#attempt = startLogin(request);
        await this.#sendOk(this.#attempt.method === 'password' ? { responseData: key.announcement } : {});
        return;
      }
      const session = await finishLogin(this.#attempt, request, database, key, facts);
      if (this.#ended) {
        await session.close();
        return;
      }
      // Compression starts after this response.
      await this.#sendOk({
        responseData: describeLogin(session.database, database, this.#attempt.protocolVersion),
        attributes: session.listAttributes(),
      });
      this.#session = session;
      session.database.killed.addEventListener('abort', () => this.#socket.terminate());
    } catch (error) {
      await this.#send({ status: 'error', exception: { ...describeException(error, undefined, log) } });
      this.#socket.close(closeCodes.normal);
    }
  }

  async #runCommand(session: ClientSession, request: unknown): Promise<void> {
    if (readCommand(request) === 'disconnect') {
      await session.close();
      await this.#sendOk({});
      this.#socket.close(closeCodes.normal);
      return;
    }
    try {
      const command = await prepareCommand(session, request);
      const running = new RunningRequest(session.database.attributes, () => this.#sendHeartbeat());
      this.#running = running;
      if (this.#abortNext) {
        running.abort();
      }
      const response = await running.run(command);
      await this.#sendOk({ attributes: session.takeChangedAttributes(), ...response });
    } catch (error) {
      const exception = describeException(error, session.database.id, this.#context.log);
      await this.#send({ status: 'error', attributes: session.takeChangedAttributes(), exception: { ...exception } });
    } finally {
      this.#running = undefined;
    }
  }

  #sendHeartbeat(): void {
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.pong();
    }
  }

  async #sendOk(response: CommandResponse | { attributes: CommandResponse['attributes'] }): Promise<void> {
    await this.#send({ status: 'ok', ...response });
  }

  async #send(response: Parameters<typeof writeJson>[0]): Promise<void> {
    const frame = await writeFrame(writeJson(response), this.#session?.compression ?? false);
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(frame);
    }
  }

  /** Called when the client disconnects: aborts the running request, then rolls back the session. */
  #end(): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    // Before the abort: with autocommit, an aborted script commits; a killed session rolls back.
    void this.#session?.database.kill();
    this.#running?.abort();
    this.#queue = this.#queue
      .then(async () => this.#session?.close())
      .catch((error: unknown) => this.#context.log.warn(`closing a session: ${String(error)}`));
  }
}

/** @returns undefined if the text is not JSON */
function parseJson(text: string, nan: Behaviours['json-nan']): unknown {
  try {
    return readRequest(text, nan);
  } catch (error) {
    if (!(error instanceof NonFiniteNumberError)) return undefined;
    const advice = error.token === 'NaN' ? ' The behaviour json-nan=null of the sandbox reads it as NULL.' : '';
    return new ProtocolError(`Invalid request: ${error.message}. Send null for NULL.${advice}`);
  }
}

function readCommand(request: unknown): unknown {
  return typeof request === 'object' && request !== null && 'command' in request ? request.command : undefined;
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
