/**
 * Whether a request's Host header names this server: a loopback name or address, the address it was told to listen on,
 * AWS's own host names (a client whose proxy points here), or any name when it listens on every address.
 */
export function isAllowedHost(header: string | undefined, listeningHost: string): boolean {
  if (header === undefined) return true;
  const host = hostName(header.toLowerCase());
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)) return true;
  if (host.endsWith('.amazonaws.com')) return true;
  // Tasks call ECS's endpoints by this address.
  if (host === '169.254.170.2') return true;
  if (listeningHost === '0.0.0.0' || listeningHost === '::') return true;
  // An S3 bucket in front of the server's own name: bucket.127.0.0.1 or bucket.HOST.
  return host === listeningHost.toLowerCase() || host.endsWith(`.${listeningHost.toLowerCase()}`);
}

function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(header);
  return bracketed?.[1] ?? header.replace(/:\d+$/, '');
}
