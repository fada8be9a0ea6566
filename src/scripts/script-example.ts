/** A JSON object as an SQL literal, indented for readers. The object must not contain apostrophes. */
export const toJsonLiteral = (object: object) => `'${JSON.stringify(object, undefined, 2)}'`;
