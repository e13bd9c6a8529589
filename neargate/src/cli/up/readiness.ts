import type { StatusDocument } from '../../gateway/admin-protocol.ts';

type Overview = Pick<StatusDocument, 'loadBalancers' | 'services' | 'databases'>;

/** Whether everything that was applied runs and answers. */
export function isReady({ loadBalancers, services, databases }: Overview): boolean {
  return (
    services.every(
      ({ status, desiredCount, runningCount, healthyCount = runningCount, rolloutState }) =>
        status !== 'ACTIVE' ||
        (runningCount >= desiredCount &&
          healthyCount >= desiredCount &&
          // A service of task sets has no rollout.
          (rolloutState === 'COMPLETED' || rolloutState === '')),
    ) &&
    databases.every(({ status }) => status === 'available' || status === 'stopped') &&
    loadBalancers.every(({ state }) => state === 'active')
  );
}

/** What is still on its way, one line a kind. */
export function pendingLines({ services, databases, loadBalancers }: Overview): readonly string[] {
  const lines: string[] = [];
  const starting = databases.filter(({ status }) => status !== 'available');
  if (starting.length > 0) {
    lines.push(
      `Databases  ${starting.map(({ identifier, status }) => `${identifier} ${status}`).join(', ')}`,
    );
  }
  const waiting = loadBalancers.filter(({ state }) => state !== 'active');
  if (waiting.length > 0) {
    lines.push(`Load balancers  ${waiting.map(({ name, state }) => `${name} ${state}`).join(', ')}`);
  }
  for (const { name, status, desiredCount, runningCount, pendingCount, healthyCount } of services) {
    if (status !== 'ACTIVE') continue;
    if (runningCount >= desiredCount && (healthyCount ?? runningCount) >= desiredCount) continue;
    const healthy = healthyCount === undefined ? '' : `, ${healthyCount} healthy`;
    const pending = pendingCount === 0 ? '' : `, ${pendingCount} starting`;
    lines.push(`Service ${name}  ${runningCount} of ${desiredCount} running${healthy}${pending}`);
  }
  return lines;
}
