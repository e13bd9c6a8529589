import { BlockList, isIP } from 'node:net';
import { invalidEventPattern } from '../errors.ts';

/** The addresses that `10.0.0.0/24` or an IPv6 range means. */
export function parseCidr(text: string): BlockList {
  const parts = text.split('/');
  const [address = '', bits = ''] = parts;
  if (parts.length !== 2) throw invalidEventPattern("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(bits)) throw invalidEventPattern('Malformed CIDR, mask bits must be an integer');
  const version = isIP(address);
  if (version === 0) throw invalidEventPattern(`Nonstandard IP address: ${address}`);
  const widest = version === 4 ? 32 : 128;
  if (Number(bits) > widest) throw invalidEventPattern(`IPv${version} mask bits must be < ${widest + 1}`);
  const network = new BlockList();
  network.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  return network;
}

export function cidrContains(network: BlockList, text: string): boolean {
  const version = isIP(text);
  return version !== 0 && network.check(text, version === 4 ? 'ipv4' : 'ipv6');
}
