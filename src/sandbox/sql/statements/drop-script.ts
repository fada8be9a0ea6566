import { dropScriptAccess } from '../../catalog/connection-privileges.js';
import { dropObjectGrants, findEffectiveGrantees, requireSystemPrivilege } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';

/** DROP [ADAPTER] SCRIPT [IF EXISTS] [schema.]name with the grants on it. */
export async function handleDropScript(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('DROP');
  tokens.acceptWord('ADAPTER');
  tokens.expectWord('SCRIPT');
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const parts = tokens.path();
  tokens.expectEnd();
  const { schema, name } = context.resolveName(parts);
  await context.lock(`script ${schema}.${name}`);
  const script = await context.objects.findScript(schema, name);
  if (script === undefined) {
    if (ifExists) return NO_ROWS;
    throw new ExasolError('42000', `script ${schema}.${name} not found`);
  }
  const grantees = await findEffectiveGrantees(context.catalog, context.session.user);
  if (!grantees.has(script.owner)) {
    await requireSystemPrivilege(context.catalog, context.session.user, 'DROP ANY SCRIPT');
  }
  await context.objects.dropScript(schema, name);
  await dropObjectGrants(context.catalog, schema, name);
  await dropScriptAccess(context.catalog, schema, name);
  return NO_ROWS;
}
