import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startExasolServer } from '../../../../src/sandbox/exasol/server.js';
import { Tunnels } from '../../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../../src/sandbox/log.js';
import { RawClient } from '../../../support/raw-client.js';
import { useExasolServer } from './exasol-server.js';

const tunnels = new Tunnels(silentLog);

const { database, open, logIn, getServer } = useExasolServer();

describe('login', () => {
  it('sends the session id as a number with all its digits', async () => {
    const client = await open();
    const response = await client.logIn('sys', 'exasol');
    expect(response.text).toMatch(/"sessionId":1876154425032\d{6},/);
    expect(response.json.responseData).toMatchObject({
      protocolVersion: 3,
      releaseVersion: '2026.1.0',
      databaseName: 'DB1',
    });
  });

  it('uses its own protocol version for newer clients, and that of older ones', async () => {
    for (const [requested, expected] of [
      [5, 3],
      [1, 1],
    ]) {
      const client = await open();
      await client.request({ command: 'loginToken', protocolVersion: requested });
      const response = await client.request({ accessToken: 'exa_pat_1' });
      expect(response.json.responseData).toMatchObject({ protocolVersion: expected });
    }
  });

  it('rejects a wrong password and closes the connection', async () => {
    const client = await open();
    const response = await client.logIn('sys', 'guess');
    expect(response.json).toEqual({
      status: 'error',
      exception: { text: 'Connection exception - authentication failed.', sqlCode: '08004' },
    });
    expect(await client.closed).toBe(1000);
  });

  it('rejects a password that is not encrypted', async () => {
    const client = await open();
    await client.request({ command: 'login', protocolVersion: 3 });
    const response = await client.request({ username: 'sys', password: 'exasol' });
    expect(response.json).toMatchObject({ exception: { sqlCode: '08004' } });
  });

  it('rejects an invalid token', async () => {
    const client = await open();
    await client.request({ command: 'loginToken', protocolVersion: 3 });
    expect((await client.request({ refreshToken: 'other' })).json).toMatchObject({ exception: { sqlCode: '08004' } });
  });

  it('opens the requested schema, by the exact name or in upper case', async () => {
    const client = await open();
    const response = await client.logIn('sys', 'exasol', { attributes: { currentSchema: 's', autocommit: false } });
    expect(response.json.attributes).toMatchObject({
      currentSchema: 'S',
      autocommit: false,
      compressionEnabled: false,
    });
  });

  it('rejects a missing schema', async () => {
    const client = await open();
    const response = await client.logIn('sys', 'exasol', { attributes: { currentSchema: 'MISSING' } });
    expect(response.json).toMatchObject({
      status: 'error',
      exception: { text: 'schema MISSING not found', sqlCode: '42000' },
    });
  });

  it('runs no command before it', async () => {
    const client = await open();
    const response = await client.request({ command: 'execute', sqlText: 'FAIL' });
    expect(response.json).toMatchObject({ exception: { text: "Command 'execute' is not allowed before login" } });
    expect(database.statements).not.toContain('FAIL');
  });
});

describe('the server', () => {
  it('stops despite silent clients and clients that send plain HTTP', async () => {
    const other = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
    const silent = connect({ host: other.host, port: other.port });
    const plain = connect({ host: other.host, port: other.port });
    const closed = [silent, plain].map(
      (socket) => new Promise((resolve) => socket.on('error', resolve).on('close', resolve)),
    );
    await Promise.all([silent, plain].map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
    plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await other.stop();
    await Promise.all(closed);
  });

  it('reports that a port is in use', async () => {
    const options = { host: '127.0.0.1', port: getServer().port, nodes: 1, database, tunnels, log: silentLog };
    await expect(startExasolServer(options)).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('sessions', () => {
  it('report the attributes that a statement changed', async () => {
    const client = await logIn();
    const opened = await client.request({ command: 'execute', sqlText: 'OPEN SCHEMA "S"' });
    expect(opened.json.attributes).toEqual({ currentSchema: 'S' });
    expect((await client.request({ command: 'execute', sqlText: 'A' })).json).not.toHaveProperty('attributes');
    const set = await client.request({ command: 'setAttributes', attributes: { autocommit: false, queryTimeout: 7 } });
    expect(set.json.attributes).toEqual({ autocommit: false, queryTimeout: 7 });
    const all = await client.request({ command: 'getAttributes' });
    expect(all.json.attributes).toMatchObject({ currentSchema: 'S', autocommit: false, numericCharacters: '.,' });
  });

  it('list the nodes', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'getHosts', hostIp: '127.0.0.1' });
    expect(response.json.responseData).toEqual({ numNodes: 3, nodes: ['127.0.0.1', '127.0.0.1', '127.0.0.1'] });
  });

  it('abort a running statement, and only respond to the statement', async () => {
    const client = await logIn();
    client.socket.send(JSON.stringify({ command: 'abortQuery' }));
    client.socket.send(JSON.stringify({ command: 'execute', sqlText: 'SLEEP' }));
    client.socket.send(JSON.stringify({ command: 'abortQuery' }));
    expect((await client.receive()).json).toMatchObject({ status: 'error', exception: { sqlCode: 'R0003' } });
    expect((await client.request({ command: 'execute', sqlText: 'ROWS 1' })).json.status).toBe('ok');
  });

  it('end a statement at the query timeout, and send pongs until then', async () => {
    const client = await logIn();
    const attributes = { queryTimeout: 0.5, feedbackInterval: 0.1 };
    const response = await client.request({ command: 'execute', sqlText: 'SLEEP', attributes });
    expect(response.json).toMatchObject({ exception: { sqlCode: 'R0001', text: expect.stringContaining('timeout') } });
    expect(client.pongs).toBeGreaterThan(0);
  });

  it('end with disconnect, the socket or the server', async () => {
    const polite = await logIn();
    expect((await polite.request({ command: 'disconnect' })).json).toEqual({ status: 'ok' });
    expect(await polite.closed).toBe(1000);

    const cut = await logIn();
    cut.socket.send(JSON.stringify({ command: 'execute', sqlText: 'SLEEP' }));
    cut.socket.terminate();

    const other = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
    const stopped = await RawClient.open(other);
    await stopped.logIn('sys', 'exasol');
    stopped.socket.send(JSON.stringify({ command: 'execute', sqlText: 'SLEEP' }));
    await other.stop();
    await stopped.closed;
    await expect.poll(() => database.openSessions).toBe(0);
  });

  it('are closed when the server has stopped, even if their clients have just disconnected', async () => {
    const other = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
    const client = await RawClient.open(other);
    await client.logIn('sys', 'exasol');
    client.socket.send(JSON.stringify({ command: 'execute', sqlText: 'LINGER' }));
    await expect.poll(() => database.statements).toContain('LINGER');
    client.socket.terminate();
    await expect.poll(() => database.statements).toContain('LINGER aborted');
    await other.stop();
    expect(database.openSessions).toBe(0);
  });
});
