import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../../../../src/sandbox/catalog/users.js';
import { handleCreateScript } from '../../../../../src/sandbox/sql/statements/create-script.js';
import { handleExecuteScript } from '../../../../../src/sandbox/sql/statements/execute-script.js';
import { parseExecuteScript } from '../../../../../src/sandbox/sql/statements/script/parse-execute-script.js';
import { TokenStream } from '../../../../../src/sandbox/tokens/token-stream.js';
import type { StatementResult } from '../../../../../src/sandbox/types/statement-result.js';
import { makeStatement, openCatalog } from '../../../../support/statement-context.js';

let catalog: Awaited<ReturnType<typeof openCatalog>>;
beforeAll(async () => {
  catalog = await openCatalog();
  await createUser(catalog, 'GUEST', { password: 'secret' });
});
afterAll(() => catalog.close());

describe('parseExecuteScript', () => {
  it('splits arguments at top-level commas', () => {
    expect(
      parseExecuteScript(
        new TokenStream(`EXECUTE SCRIPT "s".fly(1 + f(2, 3), 'a, (b''', ARRAY(1, 'x'), null) WITH OUTPUT;`),
      ),
    ).toEqual({
      name: ['s', 'FLY'],
      arguments: ['1 + f(2, 3)', `'a, (b'''`, ['1', `'x'`], 'null'],
      withOutput: true,
    });
    expect(parseExecuteScript(new TokenStream('execute script fly')).arguments).toEqual([]);
    expect(parseExecuteScript(new TokenStream('execute script fly()')).arguments).toEqual([]);
  });

  it('rejects bind markers', () => {
    expect(() => parseExecuteScript(new TokenStream('EXECUTE SCRIPT script_nam(?)'))).toThrow(
      `syntax error, unexpected '?', expecting END_OF_INPUT_ or ';' [line 1, column 27]`,
    );
    expect(() => parseExecuteScript(new TokenStream('EXECUTE SCRIPT s(:x)'))).toThrow('host parameter specification');
  });
});

describe('EXECUTE SCRIPT', () => {
  const query = (): StatementResult => ({
    kind: 'resultSet',
    columns: [{ name: 'ARGUMENT_0', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } }],
    rows: [[1n]],
  });

  it('checks the number of arguments', async () => {
    const { context } = makeStatement(catalog, { query });
    await handleCreateScript(context, new TokenStream('CREATE SCRIPT two(a, b) AS\nx'));
    await expect(handleExecuteScript(context, new TokenStream('EXECUTE SCRIPT two(1)'))).rejects.toThrow(
      'expected 2, found 1',
    );
    await expect(handleExecuteScript(context, new TokenStream('EXECUTE SCRIPT three'))).rejects.toThrow(
      'script THREE not found',
    );
  });

  it('rejects users without EXECUTE', async () => {
    const { context } = makeStatement(catalog);
    await handleCreateScript(context, new TokenStream('CREATE SCRIPT mine AS\nx'));
    const guest = { ...context, session: { ...context.session, user: 'GUEST' } };
    await expect(handleExecuteScript(guest, new TokenStream('EXECUTE SCRIPT s.mine'))).rejects.toThrow(
      'insufficient privileges for executing a script',
    );
  });
});
