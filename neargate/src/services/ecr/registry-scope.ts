/** Where the gateway answers, which is also the name of the registry of the account that asks. */
export interface GatewayRegistry {
  /** Such as `http://localhost:4566`. */
  readonly gatewayUrl: string;
  /** Account and region, as tables are scoped. */
  readonly scope: string;
}

/**
 * Account and region of the ECR registry that an image reference names, as tables are scoped; undefined for a registry that is
 * not ECR. AWS's own host names count, the gateway's address, and any other port of this machine's: task definitions keep
 * the address that the gateway had when they were registered, and NEARGATE_PORT may be another one at the next start.
 */
export function registryScopeOf(
  registry: string,
  { gatewayUrl, scope }: GatewayRegistry,
): string | undefined {
  const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|localhost(?::\d+)?)$/.exec(
    registry,
  );
  if (ecr !== null) return `${ecr[1]}/${ecr[2]}`;
  const isHere =
    registry === new URL(gatewayUrl).host || /^(?:localhost|127(?:\.\d{1,3}){3}):\d+$/.test(registry);
  return isHere ? scope : undefined;
}
