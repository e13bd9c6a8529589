import type { Tag } from '@aws-sdk/client-secrets-manager';
import type { OperationContext } from '../context.ts';
import { invalidName, scheduledForDeletion, secretAlreadyExists } from './errors.ts';
import { lookUpSecret } from './secrets.ts';
import {
  type SecretRow,
  secretsTablesOf,
  type SecretValue,
  type SecretVersionRow,
  versionKey,
} from './store.ts';
import { mergeTags } from './tags.ts';
import { putVersion } from './versions.ts';

export interface NewSecret {
  readonly name: string;
  readonly description?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly type?: string | undefined;
  readonly owningService?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly replicas?: SecretRow['replicas'] | undefined;
  readonly value?: SecretValue | undefined;
  /** Becomes the first version's id, and makes a repeated request harmless. */
  readonly token?: string | undefined;
}

/** Makes a secret, with its first version when a value is given. Throws when the name is taken or waits for deletion. */
export function createSecretRow(
  context: OperationContext,
  request: NewSecret,
): { readonly secret: SecretRow; readonly version: SecretVersionRow | undefined } {
  const { name, value, token } = request;
  if (!/^[\w/+=.@!-]{1,512}$/.test(name)) throw invalidName();
  const existing = lookUpSecret(context, name);
  if (existing?.deletion !== undefined) throw scheduledForDeletion();
  if (existing !== undefined) return repeated(context, existing, request);
  const { region, accountId, partition } = context.caller;
  const nowMs = context.clock.now();
  const secret: SecretRow = {
    name,
    arn: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}-${context.ids.alphanumeric(6)}`,
    description: request.description,
    kmsKeyId: request.kmsKeyId,
    type: request.type,
    owningService: request.owningService,
    tags: mergeTags([], request.tags ?? []),
    createdAtMs: nowMs,
    lastChangedAtMs: nowMs,
    replicas: request.replicas ?? [],
  };
  secretsTablesOf(context).secrets.put(name, secret);
  return { secret, version: value && putVersion(context, secret, { token, value }) };
}

/** A request that a client sent twice succeeds twice; any other finds the name taken. */
function repeated(context: OperationContext, existing: SecretRow, { name, value, token }: NewSecret) {
  const version = secretsTablesOf(context).versions.get(versionKey(existing.arn, token ?? ''));
  const isSame =
    version !== undefined && version.value.string === value?.string && version.value.binary === value?.binary;
  if (!isSame) throw secretAlreadyExists(name);
  return { secret: existing, version };
}
