import { AwsError } from '../../core/aws-error.ts';
import { globalScope, type OperationContext, regionalScope } from '../context.ts';
import { operation, type ServiceDefinition } from '../operation.ts';
import { storedResourceKey, storedResources, type StoredResourceRow, type StoredValue } from './store.ts';

export interface StoredResourceReference {
  readonly type: string;
  readonly id: string;
  /** Whether it belongs to the account in every region, as a DNS zone does. */
  readonly isGlobal: boolean;
}

export interface StoredResourceInput extends StoredResourceReference {
  readonly attributes: Readonly<Record<string, StoredValue>>;
}

/** Keeps a new object. Throws AlreadyExistsException when there is one of its type and id. */
const createStoredResource = operation<StoredResourceInput, StoredResourceRow>({
  handle(context, input) {
    const table = tableOf(context, input);
    const key = storedResourceKey(input.type, input.id);
    if (table.has(key)) {
      throw new AwsError('AlreadyExistsException', `${input.type} ${input.id} already exists`);
    }
    const nowMs = context.clock.now();
    const { type, id, attributes } = input;
    const row: StoredResourceRow = { type, id, attributes, createdAtMs: nowMs, changedAtMs: nowMs };
    table.put(key, row);
    return row;
  },
});

/** Replaces an object's attributes. Throws ResourceNotFoundException when it is gone. */
const updateStoredResource = operation<StoredResourceInput, StoredResourceRow>({
  handle(context, input) {
    const table = tableOf(context, input);
    const key = storedResourceKey(input.type, input.id);
    if (!table.has(key)) {
      throw new AwsError('ResourceNotFoundException', `${input.type} ${input.id} does not exist`);
    }
    const { attributes } = input;
    return table.update(key, (row) => ({ ...row, attributes, changedAtMs: context.clock.now() }));
  },
});

/** The object, or nothing. */
const getStoredResource = operation<StoredResourceReference, { resource: StoredResourceRow | undefined }>({
  handle: (context, input) => ({
    resource: tableOf(context, input).get(storedResourceKey(input.type, input.id)),
  }),
});

/** Removing what is gone succeeds. */
const deleteStoredResource = operation<StoredResourceReference, Record<string, never>>({
  handle(context, input) {
    tableOf(context, input).delete(storedResourceKey(input.type, input.id));
    return {};
  },
});

/** The objects of the caller's account, in its region and without one. */
const listStoredResources = operation<
  { readonly type?: string },
  { resources: readonly StoredResourceRow[] }
>({
  handle({ store, caller }, { type }) {
    const all = [regionalScope(caller), globalScope(caller)].flatMap((scope) => [
      ...storedResources(store, scope).values(),
    ]);
    return { resources: type === undefined ? all : all.filter((row) => row.type === type) };
  },
});

/**
 * What Terraform resource types without behaviour keep: nothing here acts on it. No service of AWS: it is not on the wire, so
 * what a wire needs is only said because a service says it.
 */
export const storedResourcesService = {
  signingName: 'neargate-stored-resources',
  protocol: 'json',
  targetPrefix: 'NeargateStoredResources',
  jsonVersion: '1.1',
  apiVersion: '2026-01-01',
  validationErrorCode: 'ValidationException',
  operations: {
    CreateStoredResource: createStoredResource,
    DeleteStoredResource: deleteStoredResource,
    GetStoredResource: getStoredResource,
    ListStoredResources: listStoredResources,
    UpdateStoredResource: updateStoredResource,
  },
} satisfies ServiceDefinition;

function tableOf({ store, caller }: OperationContext, { isGlobal }: { readonly isGlobal: boolean }) {
  return storedResources(store, isGlobal ? globalScope(caller) : regionalScope(caller));
}
