import { formatIpv4, parseIpv4 } from './ipv4.ts';

/**
 * A free address of 127.0.0.0/8 to stand for an interface's private address on this machine. Kept stable and legible: the last
 * two octets are those of the private address where that is free. Undefined when none is left. 127.0.0.0/16, where
 * localhost and the load balancers live, and 127.255.255.255 are never given out.
 */
export function pickLoopbackAddress(
  privateIp: string,
  isTaken: (loopbackAddress: string) => boolean,
): string | undefined {
  const parsed = parseIpv4(privateIp);
  if (parsed === undefined) return undefined;
  const low = parsed % 65_536;
  const preferredBlock = 1 + ((parsed >>> 16) % 254);
  for (let step = 0; step < 254; step++) {
    const block = 1 + ((preferredBlock - 1 + step) % 254);
    const address = formatIpv4((127 * 256 + block) * 65_536 + low);
    if (!isTaken(address)) return address;
  }
  return undefined;
}
