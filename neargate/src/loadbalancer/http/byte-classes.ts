/** Which bytes may stand where in an HTTP/1.1 message head (RFC 9110 section 5.6.2, RFC 9112 sections 3 and 5). */

export const CR = 0x0d;
export const LF = 0x0a;
export const SP = 0x20;
export const HTAB = 0x09;
export const COLON = 0x3a;

/** `token`: methods and field names. */
export const TOKEN = 1;
/** Field values: visible characters, space, tab and obs-text; no other control character. */
export const FIELD_VALUE = 2;
/** Request targets: visible ASCII; bytes above 0x7f are tolerated and flagged by the parser. */
export const REQUEST_TARGET = 4;
/** What ALB calls a valid header field name: `[-A-Za-z0-9]+`. */
export const AWS_FIELD_NAME = 8;

const tokenPunctuation = "!#$%&'*+-.^_`|~";

function classify(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    const alphanumeric = /[0-9A-Za-z]/.test(character);
    let bits = 0;
    if (alphanumeric || tokenPunctuation.includes(character)) bits |= TOKEN;
    if (byte === SP || byte === HTAB || (byte > SP && byte !== 0x7f)) bits |= FIELD_VALUE;
    if (byte > SP && byte !== 0x7f) bits |= REQUEST_TARGET;
    if (alphanumeric || character === '-') bits |= AWS_FIELD_NAME;
    classes[byte] = bits;
  }
  return classes;
}

const classes = classify();

/** Every class the byte belongs to, as a bit set of the constants above. */
export function classesOf(byte: number): number {
  return classes[byte] as number;
}

/** Whether the byte belongs to the class (one of the constants above). */
export function isIn(byte: number, byteClass: number): boolean {
  return ((classes[byte] as number) & byteClass) !== 0;
}

/** The byte at an index known to be inside the buffer. */
export function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
