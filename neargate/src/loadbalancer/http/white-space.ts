/**
 * Without the optional white space around a field value (RFC 9110 section 5.6.3): space and tab only. `String.trim` takes away more,
 * such as the no-break space, which a target would not.
 */
export function trimWhiteSpace(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
