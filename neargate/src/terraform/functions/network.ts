import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { isIntegral, truncateBigFloat } from '../../hcl/big-float.ts';
import { listType, numberType, stringType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { listValue, stringValue } from '../../hcl/values.ts';
import { integerAt, numberAt, textAt } from './arguments.ts';
import type { Prefix } from './ip-prefix.ts';
import { formatAddress, formatPrefix, parsePrefix } from './ip-prefix.ts';

const prefixParameter: FunctionParameter = { name: 'prefix', type: stringType };

export const networkFunctions: readonly ValueFunction[] = [
  {
    name: 'cidrhost',
    description: 'The address with the given number in a network; negative numbers count from its end.',
    params: [prefixParameter, { name: 'hostnum', type: numberType }],
    returnType: stringType,
    implementation: (args) => stringValue(hostAddress(args)),
  },
  {
    name: 'cidrnetmask',
    description: 'The network mask of an IPv4 network.',
    params: [prefixParameter],
    returnType: stringType,
    implementation(args) {
      const prefix = readPrefix(args);
      if (prefix.bits !== 32) {
        throw new FunctionError(`IPv6 addresses cannot have a netmask: ${textAt(args, 0)}`);
      }
      const host = 32n - BigInt(prefix.length);
      return stringValue(formatAddress(((1n << 32n) - 1n) ^ ((1n << host) - 1n), 32));
    },
  },
  {
    name: 'cidrsubnet',
    description: 'The subnet with the given number when a network is cut into equal ones.',
    params: [prefixParameter, { name: 'newbits', type: numberType }, { name: 'netnum', type: numberType }],
    returnType: stringType,
    implementation: (args) => stringValue(subnet(args)),
  },
  {
    name: 'cidrsubnets',
    description: 'Consecutive subnets of the given sizes, each as bits added to the prefix.',
    params: [prefixParameter],
    variadic: { name: 'newbits', type: numberType },
    returnType: listType(stringType),
    implementation: (args) => listValue(consecutiveSubnets(args).map(stringValue), stringType),
  },
];

function readPrefix(args: readonly Value[]): Prefix {
  const text = textAt(args, 0);
  const prefix = parsePrefix(text);
  if (prefix === undefined) {
    throw new FunctionError(`invalid CIDR expression: invalid CIDR address: ${text}`);
  }
  return prefix;
}

function bigIntegerAt(args: readonly Value[], index: number): bigint {
  const number = numberAt(args, index);
  if (!isIntegral(number)) throw new FunctionError('value must be a whole number');
  return truncateBigFloat(number);
}

function hostAddress(args: readonly Value[]): string {
  const prefix = readPrefix(args);
  const number = bigIntegerAt(args, 1);
  const size = 1n << BigInt(prefix.bits - prefix.length);
  const host = number < 0n ? size + number : number;
  if (host < 0n || host >= size) {
    throw new FunctionError(`prefix of ${prefix.length} does not accommodate a host numbered ${host}`);
  }
  return formatAddress(prefix.address + host, prefix.bits);
}

function subnet(args: readonly Value[]): string {
  const prefix = readPrefix(args);
  const newBits = integerAt(args, 1);
  const number = bigIntegerAt(args, 2);
  const length = prefix.length + newBits;
  if (length > prefix.bits) {
    throw new FunctionError(`insufficient address space to extend prefix of ${prefix.length} by ${newBits}`);
  }
  // As Terraform does it: the number is not cut to its bits but combined with the address, so that negative ones give
  // addresses far outside, and only their magnitude is checked.
  const greatest = newBits < 0 || newBits >= 64 ? 2n ** 64n - 1n : (1n << BigInt(newBits)) - 1n;
  if (length < 0 || BigInt.asUintN(64, magnitude(number)) > greatest) {
    throw new FunctionError(
      `prefix extension of ${newBits} does not accommodate a subnet numbered ${number}`,
    );
  }
  const address = magnitude(prefix.address | (number << BigInt(prefix.bits - length)));
  return formatPrefix({ ...prefix, address: BigInt.asUintN(prefix.bits, address), length });
}

function magnitude(number: bigint): bigint {
  return number < 0n ? -number : number;
}

function consecutiveSubnets(args: readonly Value[]): string[] {
  const prefix = readPrefix(args);
  const end = prefix.address + (1n << BigInt(prefix.bits - prefix.length));
  let next = prefix.address;
  let previous: string | undefined;
  return args.slice(1).map((_, offset) => {
    const index = offset + 1;
    const newBits = integerAt(args, index);
    if (newBits < 1) throw new FunctionError('must extend prefix by at least one bit', index);
    if (newBits > 32) throw new FunctionError('may not extend prefix by more than 32 bits', index);
    const length = prefix.length + newBits;
    if (length > prefix.bits) {
      throw new FunctionError(
        `would extend prefix to ${length} bits, which is too long for an ${prefix.bits === 32 ? 'IPv4' : 'IPv6'} address`,
        index,
      );
    }
    const size = 1n << BigInt(prefix.bits - length);
    const address = ((next + size - 1n) / size) * size;
    if (address + size > end) {
      throw new FunctionError(
        `not enough remaining address space for a subnet with a prefix of ${length} bits after ${previous ?? formatPrefix(prefix)}`,
        index,
      );
    }
    next = address + size;
    previous = formatPrefix({ ...prefix, address, length });
    return previous;
  });
}
