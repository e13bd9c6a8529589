/** An IPv4 network: its first address as an unsigned 32-bit number and the length of its prefix in bits. */
export interface Ipv4Network {
  readonly first: number;
  readonly prefixLength: number;
}

/** The address as an unsigned 32-bit number, or undefined when `text` is not dotted decimal (leading zeros refused). */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let address = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part)) return undefined;
    const octet = Number(part);
    if (octet > 255) return undefined;
    address = address * 256 + octet;
  }
  return address;
}

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** The network of a CIDR block, host bits cleared; undefined when `text` is not an IPv4 CIDR block. */
export function parseIpv4Cidr(text: string): Ipv4Network | undefined {
  const slash = text.indexOf('/');
  if (slash === -1) return undefined;
  const address = parseIpv4(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^(0|[1-9]\d?)$/.test(length) || Number(length) > 32) return undefined;
  const prefixLength = Number(length);
  const size = addressCount({ first: 0, prefixLength });
  return { first: address - (address % size), prefixLength };
}

export function formatIpv4Cidr(network: Ipv4Network): string {
  return `${formatIpv4(network.first)}/${network.prefixLength}`;
}

export function addressCount(network: Ipv4Network): number {
  return 2 ** (32 - network.prefixLength);
}

export function lastAddress(network: Ipv4Network): number {
  return network.first + addressCount(network) - 1;
}

export function containsAddress(network: Ipv4Network, address: number): boolean {
  return address >= network.first && address <= lastAddress(network);
}

export function containsNetwork(outer: Ipv4Network, inner: Ipv4Network): boolean {
  return inner.prefixLength >= outer.prefixLength && containsAddress(outer, inner.first);
}

export function overlaps(left: Ipv4Network, right: Ipv4Network): boolean {
  return containsNetwork(left, right) || containsNetwork(right, left);
}

/** Whether the dotted address lies in the CIDR block; false when either is not IPv4. */
export function cidrContains(cidrBlock: string, address: string): boolean {
  const network = parseIpv4Cidr(cidrBlock);
  const parsed = parseIpv4(address);
  return network !== undefined && parsed !== undefined && containsAddress(network, parsed);
}
