import { createHash, createPrivateKey, privateDecrypt, randomUUID, constants } from 'node:crypto';
import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { numberType, stringType } from '../../hcl/types.ts';
import { stringValue, unknownValue } from '../../hcl/values.ts';
import { textAt } from './arguments.ts';
import { decodeBase64, decodeUtf8 } from './encoding.ts';

function hashFunction(
  name: string,
  algorithm: string,
  encoding: 'hex' | 'base64',
  description: string,
): ValueFunction {
  return {
    name,
    description,
    params: [{ name: 'str', type: stringType }],
    returnType: stringType,
    implementation: (args) => stringValue(createHash(algorithm).update(textAt(args, 0)).digest(encoding)),
  };
}

/** The namespaces that RFC 4122 appendix C names. */
const uuidNamespaces: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

/** Hashes, keys and identifiers. With `impureUnknown`, what differs with every call is unknown, as it is in a plan. */
export function hashingFunctions({ impureUnknown }: { impureUnknown: boolean }): readonly ValueFunction[] {
  return [
    hashFunction('base64sha256', 'sha256', 'base64', "The SHA-256 hash of a text's UTF-8 bytes, in base64."),
    hashFunction('base64sha512', 'sha512', 'base64', "The SHA-512 hash of a text's UTF-8 bytes, in base64."),
    hashFunction('md5', 'md5', 'hex', "The MD5 hash of a text's UTF-8 bytes, in hexadecimal."),
    hashFunction('sha1', 'sha1', 'hex', "The SHA-1 hash of a text's UTF-8 bytes, in hexadecimal."),
    hashFunction('sha256', 'sha256', 'hex', "The SHA-256 hash of a text's UTF-8 bytes, in hexadecimal."),
    hashFunction('sha512', 'sha512', 'hex', "The SHA-512 hash of a text's UTF-8 bytes, in hexadecimal."),
    {
      name: 'bcrypt',
      description: 'A bcrypt hash of a text. Not available in Neargate: using it is an error that says so.',
      params: [{ name: 'str', type: stringType }],
      variadic: { name: 'cost', type: numberType },
      returnType: stringType,
      implementation() {
        throw new FunctionError(
          'Neargate does not compute bcrypt hashes; store the hash itself in a variable, or use the random_password resource\'s "bcrypt_hash" attribute on AWS',
        );
      },
    },
    {
      name: 'rsadecrypt',
      description:
        'Decrypts a base64 text that was encrypted with RSA (PKCS #1 v1.5), given the private key.',
      params: [
        { name: 'ciphertext', type: stringType },
        { name: 'privatekey', type: stringType },
      ],
      returnType: stringType,
      implementation: (args) => stringValue(decryptRsa(textAt(args, 0), textAt(args, 1))),
    },
    {
      name: 'uuid',
      description: 'A new random UUID with every apply.',
      params: [],
      returnType: stringType,
      implementation: () =>
        impureUnknown ? unknownValue(stringType, { notNull: true }) : stringValue(randomUUID()),
    },
    {
      name: 'uuidv5',
      description: 'The UUID that a name has within a namespace, always the same.',
      params: [
        { name: 'namespace', type: stringType },
        { name: 'name', type: stringType },
      ],
      returnType: stringType,
      implementation: (args) => stringValue(nameUuid(textAt(args, 0), textAt(args, 1))),
    },
  ];
}

/** RFC 4122 section 4.3, with SHA-1. */
function nameUuid(namespace: string, name: string): string {
  const id = uuidNamespaces.get(namespace) ?? namespace.replace(/^urn:uuid:|[{}]/g, '');
  if (!/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(id)) {
    throw new FunctionError(
      `uuidv5() doesn't support namespace ${namespace} (invalid UUID length: ${namespace.length})`,
    );
  }
  const bytes = createHash('sha1')
    .update(Buffer.from(id.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function decryptRsa(ciphertext: string, privateKey: string): string {
  const encrypted = decodeBase64(ciphertext);
  if (encrypted === undefined) {
    throw new FunctionError(`failed to decode input "${ciphertext}": cipher text must be base64-encoded`, 0);
  }
  if (!privateKey.includes('-----BEGIN ')) {
    throw new FunctionError('invalid private key: ssh: no key found', 1);
  }
  let padded: Buffer;
  try {
    const key = createPrivateKey(privateKey);
    // Unpadded by hand: Node refuses PKCS #1 v1.5 decryption because answering requests with it leaks; here nobody asks.
    padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  } catch (error) {
    throw new FunctionError(
      `failed to parse key or decrypt: ${error instanceof Error ? error.message : String(error)}`,
      1,
    );
  }
  const separator = padded.indexOf(0, 2);
  const isPadded = padded[0] === 0 && padded[1] === 2 && separator >= 10;
  const text = isPadded ? decodeUtf8(padded.subarray(separator + 1)) : undefined;
  if (text === undefined) throw new FunctionError('failed to decrypt: crypto/rsa: decryption error');
  return text;
}
