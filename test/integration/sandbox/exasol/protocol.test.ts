import { describe, expect, it } from 'vitest';
import { useExasolServer } from './exasol-server.js';

const { database, logIn } = useExasolServer();

describe('results', () => {
  it('sends whole numbers with all their digits', async () => {
    const client = await logIn();
    expect((await client.request({ command: 'execute', sqlText: 'BIG' })).text).toContain(
      '"data":[[999999999999999999,-1,null]]',
    );
  });

  it('sends columns and empty arrays for an empty result', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'execute', sqlText: 'ROWS 0' });
    expect(response.json.responseData).toMatchObject({
      numResults: 1,
      results: [
        { resultType: 'resultSet', resultSet: { numColumns: 2, numRows: 0, numRowsInMessage: 0, data: [[], []] } },
      ],
    });
  });

  it('sends 999 rows inline and 1000 with a handle, which can be closed', async () => {
    const client = await logIn();
    const inline = await client.request({ command: 'execute', sqlText: 'ROWS 999' });
    expect(inline.text).not.toContain('resultSetHandle');
    expect(inline.text).toContain('"numRowsInMessage":999');

    const response = await client.request({ command: 'execute', sqlText: 'ROWS 1000' });
    expect(response.text).toContain('"resultSetHandle":1,"numColumns":2,"numRows":1000,"numRowsInMessage":0');
    const page = await client.request({ command: 'fetch', resultSetHandle: 1, startPosition: 998, numBytes: 1000 });
    expect(page.json.responseData).toEqual({
      numRows: 2,
      data: [
        [998, 999],
        ['row 998', 'row 999'],
      ],
    });
    const small = await client.request({ command: 'fetch', resultSetHandle: 1, startPosition: 5, numBytes: 1 });
    expect(small.json.responseData).toEqual({ numRows: 1, data: [[5], ['row 5']] });

    const header = await client.request({ command: 'getResultSetHeader', resultSetHandles: [1] });
    expect(header.json.responseData).toMatchObject({ results: [{ resultSet: { numRows: 1000 } }] });
    expect((await client.request({ command: 'getOffset', resultSetHandle: 1 })).json.responseData).toEqual({
      rowOffset: 0,
    });
    expect((await client.request({ command: 'closeResultSet', resultSetHandles: [1] })).json.status).toBe('ok');
    const closed = await client.request({ command: 'fetch', resultSetHandle: 1, startPosition: 0, numBytes: 1 });
    expect(closed.json).toMatchObject({
      exception: { text: expect.stringContaining("Invalid result set handle: '1'") },
    });
  });

  it('sends few but long rows partly inline, and the rest with a handle', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'execute', sqlText: 'LONG' });
    const [result] = (response.json.responseData as { results: { resultSet: { numRowsInMessage: number } }[] }).results;
    expect(result?.resultSet).toMatchObject({ resultSetHandle: 1, numRows: 70 });
    expect(result?.resultSet.numRowsInMessage).toBeGreaterThan(0);
    expect(result?.resultSet.numRowsInMessage).toBeLessThan(70);
  });

  it('sets the attributes of a request before it runs the statement', async () => {
    const client = await logIn();
    const response = await client.request({
      command: 'execute',
      sqlText: 'ROWS 1500',
      attributes: { resultSetMaxRows: 2 },
    });
    expect(response.text).toContain('"data":[[0,1],["row 0","row 1"]]');
  });

  it('stops a batch at the first error', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'executeBatch', sqlTexts: ['A', 'FAIL', 'B'] });
    expect(response.json).toMatchObject({ status: 'error', exception: { sqlCode: '42000' } });
    expect(database.statements.slice(-2)).toEqual(['A', 'FAIL']);
  });
});

describe('prepared statements', () => {
  it('describes and accepts parameters, and keeps all digits of long numbers', async () => {
    const client = await logIn();
    const created = await client.request({ command: 'createPreparedStatement', sqlText: 'SELECT ?, ?' });
    expect(created.json.responseData).toMatchObject({
      statementHandle: 1,
      parameterData: { numColumns: 2, columns: [{ name: '', dataType: { type: 'DECIMAL' } }, { name: '' }] },
      results: [{ resultType: 'resultSet', resultSet: { numColumns: 2, numRows: 0 } }],
    });
    client.socket.send(
      '{"command":"executePreparedStatement","statementHandle":1,"numColumns":2,"numRows":2,"data":[[999999999999999999,null],["a","\\"1234567890123456789"]]}',
    );
    expect((await client.receive()).text).toContain(
      '"data":[[999999999999999999,null],["a","\\"1234567890123456789"]]',
    );
    expect((await client.request({ command: 'closePreparedStatement', statementHandle: 1 })).json.status).toBe('ok');
    const gone = await client.request({
      command: 'executePreparedStatement',
      statementHandle: 1,
      numColumns: 0,
      numRows: 0,
    });
    expect(gone.json).toMatchObject({ exception: { text: expect.stringContaining("Invalid statement handle: '1'") } });
  });

  it('rejects data of the wrong shape', async () => {
    const client = await logIn();
    await client.request({ command: 'createPreparedStatement', sqlText: 'INSERT ?, ?' });
    const response = await client.request({
      command: 'executePreparedStatement',
      statementHandle: 1,
      numColumns: 2,
      numRows: 2,
      data: [[1, 2], ['a']],
    });
    expect(response.json).toMatchObject({
      status: 'error',
      exception: { text: expect.stringContaining('2 parameters') },
    });
  });
});

describe('errors', () => {
  it('end with the session, once', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'execute', sqlText: 'FAIL' });
    expect(response.text).toMatch(
      /"text":"object X not found \[line 1, column 15\] \(Session: 1876\d{15}\)","sqlCode":"42000"/,
    );
  });

  it.each(['frobnicate', 'constructor', 'enterParallel'])('name the command %s', async (command) => {
    const client = await logIn();
    const response = await client.request({ command });
    expect(response.json).toMatchObject({
      status: 'error',
      exception: { text: expect.stringContaining(`'${command}'`) },
    });
    expect((await client.request({ command: 'execute', sqlText: 'ROWS 1' })).json.status).toBe('ok');
  });

  it('list the invalid fields of a request', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'fetch', resultSetHandle: 'x', startPosition: -1, numBytes: 1 });
    expect(response.json).toMatchObject({
      exception: { text: expect.stringMatching(/resultSetHandle: .*; startPosition: /) },
    });
  });

  it('inside the sandbox are returned and not fatal', async () => {
    const client = await logIn();
    const response = await client.request({ command: 'execute', sqlText: 'CRASH' });
    expect(response.json).toMatchObject({
      exception: { sqlCode: '00000', text: expect.stringContaining('x is not a function') },
    });
  });

  it('name NaN in a request, which Python writes, and the session continues', async () => {
    const client = await logIn();
    client.socket.send('{"command":"executePreparedStatement","data":[[NaN]]}');
    expect((await client.receive()).json).toMatchObject({
      status: 'error',
      exception: {
        text: expect.stringMatching(/JSON has no number NaN\. Send null .*json-nan=null.*\(Session: \d+\)$/),
      },
    });
    expect((await client.request({ command: 'execute', sqlText: 'ROWS 1' })).json.status).toBe('ok');
  });

  it.each([
    ['{', 1007, false],
    ['{}', 1003, true],
  ])('in a frame (%s) close the connection, and the server continues', async (text, code, binary) => {
    const client = await logIn();
    client.socket.send(text, { binary });
    expect(await client.closed).toBe(code);
    await logIn();
  });
});
