import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../../src/sandbox/catalog/audit/mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    ["CREATE CONNECTION C TO 'u' USER 'k' IDENTIFIED BY 'pa''ss' SESSION TOKEN 'tok=='", ["pa'ss", 'tok==']],
    ['CREATE USER u IDENTIFIED BY "p""w"', ['p"w']],
    ['ALTER USER u IDENTIFIED BY "new" REPLACE "old"', ['new', 'old']],
    ["EXPORT t INTO CSV AT 'https://b' USER 'k' identified /* x */ by\n'inline' FILE 'f'", ['inline']],
    ["CREATE USER u IDENTIFIED BY OPENID SUBJECT 'me@x'", ['me@x']],
    ["CREATE USER u IDENTIFIED AT LDAP AS 'cn=u'", ['cn=u']],
    ["CREATE USER u IDENTIFIED BY KERBEROS PRINCIPAL 'kp'", ['kp']],
    ['CREATE USER u IDENTIFIED BY word', ['word']],
    ["CREATE USER u IDENTIFIED BY'close'", ['close']],
    ["CREATE CONNECTION c TO 'x' IDENTIFIED BY 'never closed; SELECT", ['never closed; SELECT']],
    ["CREATE CONNECTION c TO 'x' IDENTIFIED BY \"never closed", ['never closed']],
    ["EXECUTE SCRIPT s('CREATE CONNECTION c TO ''x'' IDENTIFIED BY ''quoted twice''')", ['quoted twice']],
    ["CREATE CONNECTION c TO 'x' SAS TOKEN 'sas'", ['sas']],
  ])('hides the secret of %s', (sql, secrets) => {
    const masked = maskSecrets(sql);
    expect(masked.secrets).toEqual(secrets);
    for (const secret of secrets) expect(masked.text.replaceAll("''", "'").replaceAll('""', '"')).not.toContain(secret);
    expect(masked.text).toContain('<SECRET>');
  });

  it('masks as Exasol does, and keeps the rest of the statement', () => {
    expect(maskSecrets("CREATE CONNECTION C TO 'u' USER 'k' IDENTIFIED BY '' SESSION TOKEN 't'").text).toBe(
      "CREATE CONNECTION C TO 'u' USER 'k' IDENTIFIED BY '<SECRET>' SESSION TOKEN '<SECRET>'",
    );
    expect(maskSecrets('CREATE USER user_1 IDENTIFIED BY "foo"').text).toBe(
      "CREATE USER user_1 IDENTIFIED BY '<SECRET>'",
    );
    const harmless = "SELECT 'IDENTIFIED' AS A, TOKEN FROM T";
    expect(maskSecrets(harmless)).toEqual({ text: harmless, secrets: [] });
  });
});
