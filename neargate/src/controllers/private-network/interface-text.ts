import { ec2Tables } from '../../services/ec2/store.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import type { Store } from '../../store/store.ts';

/** A network interface in words for users: the service and task that it belongs to, where it belongs to one. */
export function interfaceText(store: Store, scope: string, networkInterfaceId: string): string {
  if (store.scopes(ecsTableNames.tasks).includes(scope)) {
    for (const { group, taskId, observed } of ecsTables(store, scope).tasks.values()) {
      const isOwn = observed.attachments.some(({ details }) =>
        details.some(({ value }) => value === networkInterfaceId),
      );
      if (isOwn) return `${(group ?? '').replace(':', ' ')} task ${taskId.slice(0, 8)}`.trim();
    }
  }
  const address = ec2Tables(store, scope).networkInterfaces.get(networkInterfaceId)?.privateIpAddress;
  return `network interface ${networkInterfaceId}${address === undefined ? '' : ` (${address})`}`;
}
