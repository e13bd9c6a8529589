/** The ports a container listens on, and whether on an address of its task alone. */
export interface PortUse {
  readonly taskArn: string;
  readonly ports: readonly number[];
  /** False: the program listens on all addresses of this machine, which excludes everybody else from the port. */
  readonly ownAddress: boolean;
}

/** Says why a container cannot listen beside those that run; undefined when it can. */
export function findPortConflict(wanted: PortUse, running: readonly PortUse[]): string | undefined {
  for (const other of running) {
    if (other.taskArn === wanted.taskArn || (wanted.ownAddress && other.ownAddress)) continue;
    const port = wanted.ports.find((candidate) => other.ports.includes(candidate));
    if (port === undefined) continue;
    const culprit = wanted.ownAddress ? `the program of ${other.taskArn}` : 'the program';
    return `port ${port} is in use by ${other.taskArn}: ${culprit} is not Node, so it listens on all addresses of this machine`;
  }
  return undefined;
}
