import { createHash } from 'node:crypto';

/** What Route 53 names in the zones of VPCs. */
const privateServers: readonly string[] = [
  'ns-0.awsdns-00.com',
  'ns-512.awsdns-00.net',
  'ns-1024.awsdns-00.org',
  'ns-1536.awsdns-00.co.uk',
];

/** Four servers under four top-level domains, the same for the same zone. None of them answers. */
export function nameServersOf(zoneId: string, isPrivate: boolean): readonly string[] {
  if (isPrivate) return privateServers;
  const digest = createHash('sha256').update(zoneId).digest();
  return ['com', 'net', 'org', 'co.uk'].map((domain, index) => {
    const number = digest.readUInt16BE(index * 2) % 512;
    return `ns-${number + index * 512}.awsdns-${String(number % 64).padStart(2, '0')}.${domain}`;
  });
}
