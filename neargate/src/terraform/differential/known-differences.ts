/** Where Neargate differs from Terraform on purpose, and why. docs/hcl-differences.md tells users. */

/** Expressions whose outcome differs. */
export const differentExpressions: ReadonlyMap<string, string> = new Map([
  [
    'base64gzip("")',
    'the same text compressed by another library: other bytes, which decompress to the same',
  ],
  ['length(bcrypt("x"))', 'bcrypt is refused: its hash is new with every run, and nothing local checks it'],
  ['try(1 / 0, "div")', 'a division by zero is an error here, and infinity in Terraform'],
  [
    'startswith("ab${local.unknown_string}", "a")',
    'nothing is known here of an unknown text, in Terraform what it begins with',
  ],
  [
    'length(local.unknown_list) == -1',
    'nothing is known here of an unknown number, in Terraform that a length is not negative',
  ],
]);

/** Programs that give other errors than Terraform's, or errors where `terraform validate` has none. */
export const differentPrograms: ReadonlyMap<string, string> = new Map([
  ['resource refers to itself', 'found before planning here, and in planning by Terraform'],
  ['unclosed comment', 'Terraform does not say that the comment has no end'],
  ['cycle of locals', 'Terraform names the steps of its own graph, in no certain order'],
  ['import of nothing', 'import blocks are refused'],
  ['several errors in one file', 'Terraform reports the first syntax error of a file, Neargate each'],
]);

/** Failures of Terraform whose text is no sentence of its own: a stack trace, or what another library says. */
export function isForeignText(detail: string): boolean {
  return /panic in function implementation|cannot serialize infinity|asn1: |"yamldecode" failed: (?:on line|did not|mapping values)/.test(
    detail,
  );
}
