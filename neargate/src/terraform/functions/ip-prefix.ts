import { isIPv4, isIPv6 } from 'node:net';

/** A network: its first address as a number, how many bits are fixed, and how many an address has (32 or 128). */
export interface Prefix {
  readonly address: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

/** Reads `10.0.0.0/16` or `fd00::/8`; host bits are cleared. Undefined when it is neither. */
export function parsePrefix(text: string): Prefix | undefined {
  const match = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const [, addressText = '', lengthText = ''] = match;
  const parsed = parseAddress(addressText);
  const length = Number(lengthText);
  if (parsed === undefined || length > parsed.bits) return undefined;
  const hostBits = BigInt(parsed.bits - length);
  return { address: (parsed.address >> hostBits) << hostBits, length, bits: parsed.bits };
}

function parseAddress(text: string): { address: bigint; bits: 32 | 128 } | undefined {
  // Terraform keeps accepting leading zeros in IPv4 octets, which newer Go and Node refuse.
  const ipv4 = text.replace(/\b0+(?=\d)/g, '');
  if (isIPv4(ipv4)) return { address: parseIpv4(ipv4), bits: 32 };
  return isIPv6(text) ? { address: parseIpv6(text), bits: 128 } : undefined;
}

function parseIpv4(text: string): bigint {
  return text.split('.').reduce((total, octet) => (total << 8n) | BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  let plain = text;
  if (embedded !== null) {
    const low = parseIpv4(embedded[2] ?? '');
    plain = `${embedded[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const [head = '', tail] = plain.split('::');
  const headGroups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - headGroups.length - tailGroups.length }, () => '0');
  return [...headGroups, ...zeros, ...tailGroups].reduce(
    (total, group) => (total << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.address, prefix.bits)}/${prefix.length}`;
}

/** The usual text of an address; IPv6 as RFC 5952 shortens it. */
export function formatAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  let start = -1;
  let longest = 1;
  for (let index = 0; index < 8; index++) {
    let run = 0;
    while (groups[index + run] === '0') run++;
    if (run > longest) [start, longest] = [index, run];
  }
  if (start === -1) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}
