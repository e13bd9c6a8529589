const names: Readonly<Record<string, string>> = {
  all: '-1',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};

/** A protocol as EC2 shows it: names in lower case, numbers that have a name by it, `-1` for all. */
export function protocolName(protocol: string): string {
  const lower = protocol.toLowerCase();
  return names[lower] ?? lower;
}

export function sameProtocol(prior: string, configured: string): boolean {
  return protocolName(prior) === protocolName(configured);
}
