import type {
  ConnectionStatus,
  ProviderType,
  Tag,
  VpcConfiguration,
} from '@aws-sdk/client-codestar-connections';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface ConnectionRow {
  readonly arn: string;
  readonly name: string;
  readonly providerType?: ProviderType | undefined;
  readonly hostArn?: string | undefined;
  readonly tags: readonly Tag[];
  /** Written by the connection controller. */
  readonly observed: { readonly status: ConnectionStatus };
}

/** Stored, not enforced: nothing connects to it. */
export interface HostRow {
  readonly arn: string;
  readonly name: string;
  readonly providerType?: ProviderType | undefined;
  readonly providerEndpoint: string;
  readonly vpcConfiguration?: VpcConfiguration | undefined;
  readonly tags: readonly Tag[];
}

/** The tables of one account in one region, whichever of the service's two names it is called by. */
export interface ConnectionsTables {
  /** Keyed by ARN. */
  readonly connections: Table<ConnectionRow>;
  /** Keyed by ARN. */
  readonly hosts: Table<HostRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const connectionsTableNames = {
  connections: 'connections.connections',
  hosts: 'connections.hosts',
} as const satisfies Record<keyof ConnectionsTables, string>;

export function connectionsTables(store: Store, scope: string): ConnectionsTables {
  return {
    connections: store.table(connectionsTableNames.connections, scope),
    hosts: store.table(connectionsTableNames.hosts, scope),
  };
}

export function connectionsTablesOf(context: OperationContext): ConnectionsTables {
  return connectionsTables(context.store, regionalScope(context.caller));
}
