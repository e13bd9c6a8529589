import { invalidParameter } from './errors.ts';

// What many requests have in common. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html

export const secretId = { required: true, min: 1, max: 2048 } as const;
export const clientRequestToken = { min: 32, max: 64 } as const;
export const secretString = { min: 1, max: 65_536 } as const;

const maxValueBytes = 65_536;

/** Throws when a request carries both a text and bytes, or more bytes than a secret may have. */
export function refuseTwoValues(input: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}): void {
  const { SecretString: text, SecretBinary: bytes } = input;
  if (text !== undefined && bytes !== undefined) {
    throw invalidParameter("You can't specify both a SecretString value and a SecretBinary value.");
  }
  const length = text === undefined ? (bytes?.length ?? 0) : Buffer.byteLength(text);
  if (length > maxValueBytes) {
    throw invalidParameter(`The secret value must not be longer than ${maxValueBytes} bytes.`);
  }
}
