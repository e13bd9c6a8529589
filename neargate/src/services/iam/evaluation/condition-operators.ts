import { BlockList, isIP } from 'node:net';
import { anyCharacter, anyText, matches, type Pattern } from './wildcards.ts';

/** Compares one value of the request with one value of the policy. */
type Comparison = (given: string, wanted: Pattern) => boolean;

/** One of AWS's operators: how it compares, and whether it is the negation of that. */
export interface ConditionOperator {
  readonly compare: Comparison;
  readonly isNegated: boolean;
}

const is = (compare: Comparison): ConditionOperator => ({ compare, isNegated: false });
const isNot = (compare: Comparison): ConditionOperator => ({ compare, isNegated: true });

const equals: Comparison = (given, wanted) => given === textOf(wanted);
const equalsIgnoringCase: Comparison = (given, wanted) =>
  given.toLowerCase() === textOf(wanted).toLowerCase();
const isLike: Comparison = (given, wanted) => matches(wanted, given);

/**
 * Operators by name in lower case, without `IfExists` and quantifiers. `Null` is not among them: it looks at no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  stringequals: is(equals),
  stringnotequals: isNot(equals),
  stringequalsignorecase: is(equalsIgnoringCase),
  stringnotequalsignorecase: isNot(equalsIgnoringCase),
  stringlike: is(isLike),
  stringnotlike: isNot(isLike),
  numericequals: is(numeric((given, wanted) => given === wanted)),
  numericnotequals: isNot(numeric((given, wanted) => given === wanted)),
  numericlessthan: is(numeric((given, wanted) => given < wanted)),
  numericlessthanequals: is(numeric((given, wanted) => given <= wanted)),
  numericgreaterthan: is(numeric((given, wanted) => given > wanted)),
  numericgreaterthanequals: is(numeric((given, wanted) => given >= wanted)),
  dateequals: is(time((given, wanted) => given === wanted)),
  datenotequals: isNot(time((given, wanted) => given === wanted)),
  datelessthan: is(time((given, wanted) => given < wanted)),
  datelessthanequals: is(time((given, wanted) => given <= wanted)),
  dategreaterthan: is(time((given, wanted) => given > wanted)),
  dategreaterthanequals: is(time((given, wanted) => given >= wanted)),
  bool: is(equalsIgnoringCase),
  binaryequals: is(equals),
  ipaddress: is(isInRange),
  notipaddress: isNot(isInRange),
  arnequals: is(isArnLike),
  arnlike: is(isArnLike),
  arnnotequals: isNot(isArnLike),
  arnnotlike: isNot(isArnLike),
};

function textOf(pattern: Pattern): string {
  return pattern.map((part) => (part === anyText ? '*' : part === anyCharacter ? '?' : part)).join('');
}

function numeric(compare: (given: number, wanted: number) => boolean): Comparison {
  return (given, wanted) => {
    const left = given.trim() === '' ? Number.NaN : Number(given);
    const right = Number(textOf(wanted));
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
}

function time(compare: (given: number, wanted: number) => boolean): Comparison {
  return (given, wanted) => {
    const left = timeOf(given);
    const right = timeOf(textOf(wanted));
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
}

/** ISO 8601, or seconds since the Unix epoch. */
function timeOf(text: string): number {
  return /^-?\d+(?:\.\d+)?$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text);
}

function isInRange(given: string, wanted: Pattern): boolean {
  const [network = '', prefix] = textOf(wanted).split('/');
  const family = isIP(network);
  if (family === 0 || isIP(given) !== family) return false;
  const length = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  range.addSubnet(network, length, kind);
  return range.check(given, kind);
}

/** Each of the six parts by itself, so that no wildcard reaches over a colon of the first five. */
function isArnLike(given: string, wanted: Pattern): boolean {
  const left = arnParts(Array.from(given));
  const right = arnParts(wanted);
  if (left === undefined || right === undefined) return wanted.length === 1 && wanted[0] === anyText;
  return right.every((pattern, index) => matches(pattern, textOf(left[index] ?? [])));
}

function arnParts(pattern: Pattern): readonly Pattern[] | undefined {
  const parts: Pattern[] = [];
  let rest = pattern;
  for (let count = 0; count < 5; count++) {
    const colon = rest.indexOf(':');
    if (colon < 0) return undefined;
    parts.push(rest.slice(0, colon));
    rest = rest.slice(colon + 1);
  }
  return [...parts, rest];
}
