import type { StatusDocument } from '../../gateway/admin-protocol.ts';
import { providers } from '../../provider/providers.ts';
import { storedServiceConnectFields } from '../../services/ecs/service-connect-stored.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import { route53TableNames, route53Tables } from '../../services/route53/store.ts';
import type { Store } from '../../store/store.ts';
import { managedObjects } from '../../terraform/state/managed-objects.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Terraform's own type: it does nothing by nature, here as there. */
const ownTypes: ReadonlySet<string> = new Set(['terraform_data', 'null_resource']);

/**
 * Resource types of which nothing is enforced or run here, with how many there are, unknown types among them; and parts of services that
 * do run, with how many services have them.
 */
export function storedOnly(plane: ControlPlane, stateRoot: string): StatusDocument['storedOnly'] {
  const known = providers({
    invoke: plane.invoke,
    clock: plane.clock,
    ids: plane.ids,
    accountId: plane.settings.accountId,
    defaultRegion: plane.settings.region,
  });
  const behaves = (type: string) =>
    ownTypes.has(type) || known.some(({ resourceTypes }) => resourceTypes[type]?.behaviour === 'real');
  const counts = new Map<string, number>();
  for (const { type } of managedObjects(stateRoot)) {
    if (!behaves(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  for (const field of [...serviceConnectFields(plane.store), ...publicZones(plane.store)])
    counts.set(field, (counts.get(field) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .toSorted((left, right) => left.type.localeCompare(right.type));
}

function serviceConnectFields(store: Store): readonly string[] {
  return store
    .scopes(ecsTableNames.services)
    .flatMap((scope) =>
      [...ecsTables(store, scope).services.values()]
        .filter(({ status }) => status === 'ACTIVE')
        .flatMap(({ deployments: [primary] }) =>
          storedServiceConnectFields(primary?.serviceConnectConfiguration).map(
            (field) => `serviceConnectConfiguration.${field} of an ECS service`,
          ),
        ),
    );
}

/** No name server answers for them. */
function publicZones(store: Store): readonly string[] {
  return store
    .scopes(route53TableNames.zones)
    .flatMap((accountId) =>
      [...route53Tables(store, accountId).zones.values()]
        .filter(({ vpcs }) => vpcs === undefined)
        .map(() => 'public zone of Route 53'),
    );
}
