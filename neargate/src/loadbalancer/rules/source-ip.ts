import { BlockList, isIP } from 'node:net';

/** Compiles CIDR blocks into a test of an address. A block that cannot be read matches nothing. */
export function compileCidrs(cidrs: readonly string[]): (address: string) => boolean {
  const blocks = new BlockList();
  for (const cidr of cidrs) {
    const [network, prefix] = cidr.split('/');
    const version = isIP(network ?? '');
    const bits = Number(prefix ?? (version === 6 ? 128 : 32));
    const isWithin = Number.isInteger(bits) && bits >= 0 && bits <= (version === 6 ? 128 : 32);
    if (network === undefined || version === 0 || !isWithin) continue;
    blocks.addSubnet(network, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && blocks.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
}
