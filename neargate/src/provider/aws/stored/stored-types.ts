import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { accountTypes } from './account.ts';
import { storageTypes } from './storage.ts';
import { storedType, type StoredType } from './stored-type.ts';
import { webAclTypes } from './web-acls.ts';

const table: Readonly<Record<string, StoredType>> = {
  ...accountTypes,
  ...storageTypes,
  ...webAclTypes,
};

/** The types that are only kept. */
export const storedTypes: Readonly<Record<string, ResourceType<AwsClient>>> = Object.fromEntries(
  Object.entries(table).map(([name, type]) => [name, storedType(name, type)]),
);

/** Attributes that AWS computes and the plan already knows, as the provider works them out. */
export function plannedAttributes(typeName: string, config: PlainObject, accountId: string): PlainObject {
  return table[typeName]?.planned?.(config, accountId) ?? {};
}
