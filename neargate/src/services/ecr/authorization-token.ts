/** Who a registry password was given to, and until when. It protects nothing: whoever reaches the gateway may write one. */
export interface RegistryToken {
  readonly accountId: string;
  readonly region: string;
  readonly expiresAtMs: number;
  /** Makes two tokens of one moment differ. */
  readonly id: string;
}

/** The password that `docker login --username AWS` is given. */
export function registryPassword(token: RegistryToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64');
}

/** The token behind a password; undefined for any other password. */
export function readRegistryToken(password: string): RegistryToken | undefined {
  try {
    const token = JSON.parse(Buffer.from(password, 'base64').toString('utf8')) as Partial<RegistryToken>;
    const { accountId, region, expiresAtMs, id } = token;
    if (typeof accountId !== 'string' || typeof region !== 'string') return undefined;
    if (typeof expiresAtMs !== 'number' || typeof id !== 'string') return undefined;
    return { accountId, region, expiresAtMs, id };
  } catch {
    return undefined;
  }
}
