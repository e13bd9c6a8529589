import type { BigFloat } from '../../hcl/big-float.ts';
import {
  bigFloatToDouble,
  formatBigFloat,
  formatFixed,
  isIntegral,
  truncateBigFloat,
} from '../../hcl/big-float.ts';
import { convert } from '../../hcl/conversion.ts';
import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { toJson } from '../../hcl/json.ts';
import type { Type } from '../../hcl/types.ts';
import { boolType, dynamicType, listType, numberType, stringType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { dynamicUnknown, listValue, stringValue, unknownValue } from '../../hcl/values.ts';
import { containsUnknown } from '../../hcl/value-walks.ts';
import { textAt } from './arguments.ts';
import { splitGraphemes } from './text.ts';

export const formatFunctions: readonly ValueFunction[] = [
  {
    name: 'format',
    description: 'A text made from a pattern with verbs such as %s and %03d.',
    params: [{ name: 'format', type: stringType }],
    variadic: { name: 'args', type: dynamicType, allowNull: true },
    returnType: stringType,
    implementation: (args) =>
      unlessUntypedNull(args, () => stringValue(formatText(textAt(args, 0), args.slice(1)))),
  },
  {
    name: 'formatlist',
    description: 'As format, once for each element of the lists among the arguments.',
    params: [{ name: 'format', type: stringType }],
    variadic: { name: 'args', type: dynamicType, allowNull: true, allowUnknown: true },
    returnType: listType(stringType),
    implementation: (args) => unlessUntypedNull(args, () => formatList(textAt(args, 0), args.slice(1))),
  },
];

/** As in Terraform, these functions do not get to see a null that has no type: their result then has none either. */
function unlessUntypedNull(args: readonly Value[], compute: () => Value): Value {
  const isUntypedNull = (value: Value) => value.kind === 'null' && value.type.kind === 'dynamic';
  return args.some(isUntypedNull) ? dynamicUnknown : compute();
}

/** One `%...` of a pattern. */
interface Verb {
  readonly raw: string;
  readonly offset: number;
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly mode: string;
}

const verbPattern = /%([0#\-+ ]*)([1-9]\d*)?(?:\.(\d*))?(?:\[(\d+)\])?([A-Za-z])/y;

function formatText(pattern: string, args: readonly Value[]): string {
  let output = '';
  let nextArgument = 1;
  let highest = 0;
  for (let index = 0; index < pattern.length;) {
    const percent = pattern.indexOf('%', index);
    if (percent === -1) {
      output += pattern.slice(index);
      break;
    }
    output += pattern.slice(index, percent);
    if (pattern.charAt(percent + 1) === '%') {
      output += '%';
      index = percent + 2;
      continue;
    }
    verbPattern.lastIndex = percent;
    const match = verbPattern.exec(pattern);
    if (match === null) throw invalidPattern(pattern, percent);
    const [raw, flags = '', width, precision, explicit, mode = ''] = match;
    const number = explicit === undefined ? nextArgument : Number(explicit);
    const verb: Verb = {
      raw,
      offset: percent,
      flags,
      mode,
      width: width === undefined ? undefined : Number(width),
      precision: precision === undefined ? undefined : Number(precision),
    };
    highest = Math.max(highest, number);
    const argument = args[number - 1];
    if (argument === undefined) {
      throw new FunctionError(
        `not enough arguments for "${raw}" at ${percent}: need index ${number} but have ${args.length} total`,
      );
    }
    output += formatVerb(verb, argument);
    nextArgument = number + 1;
    index = percent + raw.length;
  }
  if (highest < args.length) {
    throw new FunctionError(
      highest === 0
        ? 'too many arguments; no verbs in format string'
        : `too many arguments; only ${highest} used by format string`,
      highest + 1,
    );
  }
  return output;
}

function invalidPattern(pattern: string, percent: number): FunctionError {
  const partial = /^%[0#\-+ ]*(?:[1-9]\d*)?(?:\.\d*)?(?:\[\d*\]?)?/.exec(pattern.slice(percent))?.[0] ?? '%';
  const offset = percent + partial.length;
  const bad = pattern.codePointAt(offset);
  return new FunctionError(
    bad === undefined
      ? `invalid format string starting at offset ${offset}`
      : `unrecognized format character '${String.fromCodePoint(bad)}' at offset ${offset}`,
  );
}

function formatVerb(verb: Verb, argument: Value): string {
  if (verb.mode !== 'v' && argument.kind === 'null')
    throw unsupported(verb, 'null value cannot be formatted');
  switch (verb.mode) {
    case 'v':
      return pad(verb, formatAsIs(verb, argument));
    case 't': {
      const value = convertFor(verb, argument, boolType);
      return value.kind === 'bool' && value.bool ? 'true' : 'false';
    }
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return formatInteger(verb, numberFor(verb, argument));
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return padNumber(verb, formatFloat(verb, numberFor(verb, argument)));
    case 's':
    case 'q': {
      const value = convertFor(verb, argument, stringType);
      const characters = splitGraphemes(value.kind === 'string' ? value.string : '');
      const cut = verb.precision !== undefined && verb.precision > 0 ? verb.precision : characters.length;
      const text = characters.slice(0, cut).join('');
      return pad(verb, verb.mode === 's' ? text : toJson(stringValue(text)));
    }
    default:
      throw new FunctionError(
        `unsupported format verb '${verb.mode}' in "${verb.raw}" at offset ${verb.offset}`,
      );
  }
}

function formatAsIs(verb: Verb, argument: Value): string {
  if (!verb.flags.includes('#')) {
    if (argument.kind === 'string') return argument.string;
    if (argument.kind === 'number') return formatGeneral(argument.number, undefined);
  }
  return toJson(argument);
}

function numberFor(verb: Verb, argument: Value): BigFloat {
  const value = convertFor(verb, argument, numberType);
  if (value.kind !== 'number') throw unsupported(verb, 'a number is required');
  return value.number;
}

function convertFor(verb: Verb, argument: Value, type: Type): Value {
  const converted = convert(argument, type);
  if (!converted.ok) throw unsupported(verb, converted.reason);
  return converted.value;
}

function unsupported(verb: Verb, reason: string): FunctionError {
  return new FunctionError(`unsupported value for "${verb.raw}" at ${verb.offset}: ${reason}`);
}

const radixByMode: ReadonlyMap<string, number> = new Map([
  ['b', 2],
  ['o', 8],
  ['d', 10],
  ['x', 16],
  ['X', 16],
]);

const prefixByMode: ReadonlyMap<string, string> = new Map([
  ['o', '0'],
  ['x', '0x'],
  ['X', '0X'],
]);

function formatInteger(verb: Verb, number: BigFloat): string {
  if (!isIntegral(number)) throw unsupported(verb, 'an integer is required');
  const integer = truncateBigFloat(number);
  const magnitude = integer < 0n ? -integer : integer;
  let digits = magnitude.toString(radixByMode.get(verb.mode) ?? 10);
  if (verb.mode === 'X') digits = digits.toUpperCase();
  if (verb.precision !== undefined) digits = digits.padStart(verb.precision, '0');
  const prefix = verb.flags.includes('#') ? (prefixByMode.get(verb.mode) ?? '') : '';
  return padNumber(verb, `${integer < 0n ? '-' : ''}${prefix}${digits}`);
}

function formatFloat(verb: Verb, number: BigFloat): string {
  switch (verb.mode) {
    case 'f':
      return formatFixed(number, verb.precision ?? 6);
    case 'e':
    case 'E': {
      const text = goExponent(bigFloatToDouble(number).toExponential(verb.precision ?? 6));
      return verb.mode === 'E' ? text.toUpperCase() : text;
    }
    default: {
      const text = formatGeneral(number, verb.precision);
      return verb.mode === 'G' ? text.toUpperCase() : text;
    }
  }
}

/** Go's `%g`: written with an exponent below -4 or from the precision on (6 for the shortest form), else without. */
function formatGeneral(number: BigFloat, precision: number | undefined): string {
  if (number.mantissa === 0n) return '0';
  const { digits, exponent } = decimalDigits(number, precision);
  const isShortest = precision === undefined;
  const limit = isShortest ? 6 : digits.length > exponent ? Math.min(precision, digits.length) : precision;
  const sign = number.mantissa < 0n ? '-' : '';
  if (exponent < -4 || exponent >= limit) {
    const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
    return goExponent(`${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`);
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

/** The significant digits, without zeros at the end, and the decimal exponent of the first. */
function decimalDigits(
  number: BigFloat,
  precision: number | undefined,
): { digits: string; exponent: number } {
  if (precision !== undefined) {
    const text = Math.abs(bigFloatToDouble(number)).toExponential(Math.max(1, precision) - 1);
    const [mantissa = '', exponent = '0'] = text.split('e');
    return { digits: mantissa.replace('.', '').replace(/0+$/, ''), exponent: Number(exponent) };
  }
  const [whole = '', fraction = ''] = formatBigFloat(number).replace('-', '').split('.');
  const all = whole + fraction;
  const leadingZeros = /^0*/.exec(all)?.[0].length ?? 0;
  return {
    digits: all.slice(leadingZeros).replace(/0+$/, ''),
    exponent: whole.length - 1 - leadingZeros,
  };
}

/** Exponents have at least two digits in Go. */
function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Pads a number: zeros go between the sign and the digits. */
function padNumber(verb: Verb, text: string): string {
  const { flags } = verb;
  const sign = text.startsWith('-') ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const digits = text.startsWith('-') ? text.slice(1) : text;
  const width = verb.width ?? 0;
  if (flags.includes('-')) return (sign + digits).padEnd(width);
  if (flags.includes('0')) return sign + digits.padStart(width - sign.length, '0');
  return (sign + digits).padStart(width);
}

function pad(verb: Verb, text: string): string {
  const missing = (verb.width ?? 0) - splitGraphemes(text).length;
  if (missing <= 0) return text;
  const padding = (verb.flags.includes('0') ? '0' : ' ').repeat(missing);
  return verb.flags.includes('-') ? text + padding : padding + text;
}

function formatList(pattern: string, args: readonly Value[]): Value {
  let length: number | undefined;
  let lengthFrom = 0;
  for (const [index, argument] of args.entries()) {
    const isList =
      argument.type.kind === 'list' || argument.type.kind === 'set' || argument.type.kind === 'tuple';
    if (argument.kind === 'unknown' && (isList || argument.type.kind === 'dynamic')) {
      return unknownValue(listType(stringType), { notNull: true });
    }
    if (argument.kind !== 'sequence') continue;
    const given = argument.elements.length;
    if (length === undefined) {
      length = given;
      lengthFrom = index;
    } else if (given !== length) {
      throw new FunctionError(
        `argument ${index + 1} has length ${given}, which is inconsistent with argument ${lengthFrom + 1} of length ${length}`,
        index + 1,
      );
    }
  }
  const texts = Array.from({ length: length ?? 1 }, (_, row) => {
    const rowArguments = args.map((argument) =>
      argument.kind === 'sequence' ? (argument.elements[row] ?? argument) : argument,
    );
    if (rowArguments.some(containsUnknown)) return unknownValue(stringType, { notNull: true });
    try {
      return stringValue(formatText(pattern, rowArguments));
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      throw new FunctionError(`error on format iteration ${row}: ${error.message}`);
    }
  });
  return listValue(texts, stringType);
}
