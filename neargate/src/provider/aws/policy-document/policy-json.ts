/** A value of a policy document, in the order in which it is printed. */
export type PolicyValue = string | readonly PolicyValue[] | { readonly [name: string]: PolicyValue };

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go's encoder prints it, which the provider does: what could mean something in HTML is escaped. */
export function goJson(value: PolicyValue, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => escapes[character] ?? character,
  );
}
