import { describe, expect, it } from 'vitest';
import { cidrContains, formatIpv4Cidr, overlaps, parseIpv4, parseIpv4Cidr } from './ipv4.ts';
import { pickLoopbackAddress } from './loopback-addresses.ts';

describe('IPv4 addresses and blocks', () => {
  it.each(['256.0.0.1', '1.2.3', '01.2.3.4', '1.2.3.4.5', 'a.b.c.d', ''])('refuse %j', (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  });

  it.each([
    ['100.68.0.18/18', '100.68.0.0/18'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['200.1.2.3/0', '0.0.0.0/0'],
  ])('clear the host bits of %s', (text, canonical) => {
    const network = parseIpv4Cidr(text);
    expect(network && formatIpv4Cidr(network)).toBe(canonical);
  });

  it('know what lies inside and what overlaps', () => {
    expect(cidrContains('10.0.0.0/8', '10.255.255.255')).toBe(true);
    expect(cidrContains('10.0.0.0/8', '11.0.0.0')).toBe(false);
    const [small, large] = [parseIpv4Cidr('10.0.1.0/24'), parseIpv4Cidr('10.0.0.0/16')];
    expect(small && large && overlaps(small, large)).toBe(true);
  });
});

describe('pickLoopbackAddress', () => {
  it('keeps the last two octets, moves on when an address is taken, and leaves 127.0.0.0/16 alone', () => {
    const taken = new Set<string>();
    const pick = () => {
      const address = pickLoopbackAddress('10.0.3.17', (each) => taken.has(each)) ?? '';
      taken.add(address);
      return address;
    };
    const picked = Array.from({ length: 254 }, pick);
    expect(new Set(picked).size).toBe(254);
    expect(picked.every((address) => /^127\.[1-9]\d*\.3\.17$/.test(address))).toBe(true);
    expect(pickLoopbackAddress('10.0.3.17', (each) => taken.has(each))).toBeUndefined();
  });
});
