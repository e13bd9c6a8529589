import { gzipSync } from 'node:zlib';
import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { toJson } from '../../hcl/json.ts';
import { dynamicType, stringType } from '../../hcl/types.ts';
import { stringValue } from '../../hcl/values.ts';
import { argumentAt, textAt } from './arguments.ts';
import { decodeCsv } from './csv.ts';
import { decodeJson } from './json-text.ts';
import { decodeYaml } from './yaml-decoding.ts';
import { encodeYaml } from './yaml-encoding.ts';

const str: FunctionParameter = { name: 'str', type: stringType };
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that bytes stand for in UTF-8; undefined when they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of standard base64 with padding; undefined when the text is not that. */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact);
  return isBase64 ? Buffer.from(compact, 'base64') : undefined;
}

export const encodingFunctions: readonly ValueFunction[] = [
  {
    name: 'base64decode',
    description: 'The UTF-8 text that a base64 text stands for.',
    params: [str],
    returnType: stringType,
    implementation(args) {
      const bytes = decodeBase64(textAt(args, 0));
      if (bytes === undefined) {
        throw new FunctionError(`failed to decode base64 data "${textAt(args, 0)}"`);
      }
      const text = decodeUtf8(bytes);
      if (text === undefined) {
        throw new FunctionError('the result of decoding the provided string is not valid UTF-8');
      }
      return stringValue(text);
    },
  },
  {
    name: 'base64encode',
    description: 'The UTF-8 bytes of a text in base64.',
    params: [str],
    returnType: stringType,
    implementation: (args) => stringValue(Buffer.from(textAt(args, 0)).toString('base64')),
  },
  {
    name: 'base64gzip',
    description: 'The UTF-8 bytes of a text, compressed with gzip, in base64.',
    params: [str],
    returnType: stringType,
    implementation: (args) => stringValue(gzipSync(Buffer.from(textAt(args, 0))).toString('base64')),
  },
  {
    name: 'csvdecode',
    description: 'A list of objects from comma-separated values whose first line names the columns.',
    params: [str],
    implementation: (args) => decodeCsv(textAt(args, 0)),
  },
  {
    name: 'jsondecode',
    description: 'The value that a JSON text stands for.',
    params: [str],
    implementation: (args) => decodeJson(textAt(args, 0)),
  },
  {
    name: 'jsonencode',
    description: 'A value as JSON.',
    params: [{ name: 'val', type: dynamicType, allowNull: true }],
    returnType: stringType,
    implementation: (args) => stringValue(toJson(argumentAt(args, 0))),
  },
  {
    name: 'textdecodebase64',
    description: 'The text that base64 bytes stand for in a character encoding.',
    params: [
      { name: 'source', type: stringType },
      { name: 'encoding', type: stringType },
    ],
    returnType: stringType,
    implementation(args) {
      const bytes = decodeBase64(textAt(args, 0));
      if (bytes === undefined) throw new FunctionError('invalid source string: illegal base64 data', 0);
      const encoding = encodingNamed(textAt(args, 1));
      try {
        const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
        return stringValue(decoder.decode(bytes));
      } catch {
        throw new FunctionError(
          `the given string contains symbols that are not defined for ${textAt(args, 1)}`,
          0,
        );
      }
    },
  },
  {
    name: 'textencodebase64',
    description: 'The bytes of a text in a character encoding, in base64.',
    params: [
      { name: 'string', type: stringType },
      { name: 'encoding', type: stringType },
    ],
    returnType: stringType,
    implementation: (args) => stringValue(encodeText(textAt(args, 0), textAt(args, 1)).toString('base64')),
  },
  {
    name: 'urlencode',
    description: 'A text escaped for the query part of a URL.',
    params: [str],
    returnType: stringType,
    implementation: (args) => stringValue(encodeQuery(textAt(args, 0))),
  },
  {
    name: 'yamldecode',
    description: 'The value that a YAML text stands for.',
    params: [{ name: 'src', type: stringType }],
    implementation: (args) => decodeYaml(textAt(args, 0)),
  },
  {
    name: 'yamlencode',
    description: 'A value as YAML.',
    params: [{ name: 'value', type: dynamicType, allowNull: true }],
    returnType: stringType,
    implementation: (args) => stringValue(encodeYaml(argumentAt(args, 0))),
  },
];

/** As Go's `url.QueryEscape`: spaces become `+`, and only letters, digits and `-_.~` stay as they are. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function encodingNamed(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new FunctionError(
      `"${name}" is not a supported IANA encoding name or alias in this Terraform version`,
      1,
    );
  }
}

function encodeText(text: string, name: string): Buffer {
  const encoding = encodingNamed(name);
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    default:
      return encodeSingleByte(text, encoding, name);
  }
}

/** Encodes by inverting the decoder's table, which works for every encoding of one byte per character. */
function encodeSingleByte(text: string, encoding: string, name: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const byteByCharacter = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    byteByCharacter.set(decoder.decode(Uint8Array.of(byte)), byte);
  }
  return Buffer.from(
    Array.from(text, (character) => {
      const byte = byteByCharacter.get(character);
      if (byte === undefined) {
        throw new FunctionError(
          `the given string contains characters that cannot be represented in ${name}`,
          0,
        );
      }
      return byte;
    }),
  );
}
