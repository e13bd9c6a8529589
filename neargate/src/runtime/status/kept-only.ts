import type { StatusDocument } from '../../gateway/admin-protocol.ts';
import { providers } from '../../provider/providers.ts';
import { storedServiceConnectFields } from '../../services/ecs/service-connect-stored.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import { rdsTables } from '../../services/rds/store.ts';
import { route53TableNames, route53Tables } from '../../services/route53/store.ts';
import type { Store } from '../../store/store.ts';
import type { Provider } from '../../terraform/provider.ts';
import { managedObjects } from '../../terraform/state/managed-objects.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Terraform's own type: it does nothing by nature, here as there. */
const ownTypes: ReadonlySet<string> = new Set(['terraform_data', 'null_resource']);

/**
 * Resource types of which nothing is enforced or run here, with how many there are, unknown types among them; and parts of services that
 * do run, with how many services have them. Beside them, types whose policies refuse nothing.
 */
export function keptOnly(
  plane: ControlPlane,
  stateRoot: string,
): Pick<StatusDocument, 'storedOnly' | 'evaluatedOnly'> {
  const known = providers({
    invoke: plane.invoke,
    clock: plane.clock,
    ids: plane.ids,
    accountId: plane.settings.accountId,
    defaultRegion: plane.settings.region,
    enforcesPolicies: plane.settings.security.enforcesPolicies,
  });
  const { stored, evaluated } = keptTypes(
    managedObjects(stateRoot).map(({ type }) => type),
    known,
  );
  return {
    storedOnly: counted([
      ...stored,
      ...serviceConnectFields(plane.store),
      ...publicZones(plane.store),
      ...parametersWithoutEffect(plane.store),
    ]),
    evaluatedOnly: counted(evaluated),
  };
}

/** Those of the objects' types that do not behave. Types that no provider knows are only recorded. */
export function keptTypes(
  types: readonly string[],
  known: readonly Pick<Provider<unknown>, 'resourceTypes'>[],
): { readonly stored: readonly string[]; readonly evaluated: readonly string[] } {
  const behaviourOf = (type: string) =>
    ownTypes.has(type)
      ? 'real'
      : known.map(({ resourceTypes }) => resourceTypes[type]?.behaviour).find((found) => found !== undefined);
  return {
    stored: types.filter((type) => !['real', 'evaluated'].includes(behaviourOf(type) ?? 'stored')),
    evaluated: types.filter((type) => behaviourOf(type) === 'evaluated'),
  };
}

function counted(names: readonly string[]): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .toSorted((left, right) => left.type.localeCompare(right.type));
}

/** The server that runs here does not have them. */
function parametersWithoutEffect(store: Store): readonly string[] {
  return store
    .scopes('rds.instances')
    .flatMap((scope) =>
      [...rdsTables(store, scope).instances.values()].flatMap(({ observed }) =>
        (observed.storedParameters ?? []).map((name) => `parameter ${name} of a DB instance`),
      ),
    );
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
