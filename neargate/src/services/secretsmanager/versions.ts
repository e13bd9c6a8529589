import type { OperationContext } from '../context.ts';
import { requireEncryptionKey } from './encryption-key.ts';
import { invalidRequest, secretValueNotFound, tokenAlreadyUsed } from './errors.ts';
import {
  type SecretRow,
  secretsTablesOf,
  type SecretValue,
  type SecretVersionRow,
  versionKey,
  versionsOf,
} from './store.ts';

export const currentStage = 'AWSCURRENT';
export const previousStage = 'AWSPREVIOUS';

/** AWS keeps this many versions, and every version for its first day. */
const maxVersions = 100;
const dayMs = 24 * 60 * 60 * 1000;

/** The value that a request carries, or undefined when it carries none. */
export function valueOf(input: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}): SecretValue | undefined {
  if (input.SecretString !== undefined) return { string: input.SecretString };
  if (input.SecretBinary !== undefined) {
    return { binary: Buffer.from(input.SecretBinary).toString('base64') };
  }
  return undefined;
}

/**
 * Stores a value as a version and moves the stages to it. The same token with the same value does nothing again; with
 * another value it throws. The first version of a secret always becomes the current one.
 */
export function putVersion(
  context: OperationContext,
  secret: SecretRow,
  request: {
    readonly token: string | undefined;
    readonly value: SecretValue;
    readonly stages?: string[] | undefined;
  },
): SecretVersionRow {
  const tables = secretsTablesOf(context);
  const versionId = request.token ?? context.ids.uuid();
  const existing = tables.versions.get(versionKey(secret.arn, versionId));
  if (existing !== undefined) {
    const { string, binary } = existing.value;
    if (string === request.value.string && binary === request.value.binary) return existing;
    throw tokenAlreadyUsed(versionId, secret.arn);
  }
  requireEncryptionKey(context, secret);
  const isFirst = versionsOf(tables, secret.arn).length === 0;
  tables.versions.put(versionKey(secret.arn, versionId), {
    secretArn: secret.arn,
    versionId,
    value: request.value,
    stages: [],
    createdAtMs: context.clock.now(),
  });
  const stages = new Set(request.stages ?? [currentStage]);
  if (isFirst) stages.add(currentStage);
  for (const stage of stages) moveStage(context, secret, stage, versionId);
  dropOldVersions(context, secret);
  return findVersion(context, secret, { versionId });
}

/** Attaches a stage to one version and takes it from every other. What was current becomes the previous version. */
export function moveStage(
  context: OperationContext,
  secret: SecretRow,
  stage: string,
  toVersionId: string | undefined,
): void {
  const { versions } = secretsTablesOf(context);
  const holder = versionWithStage(context, secret, stage);
  if (holder?.versionId === toVersionId) return;
  if (holder !== undefined) {
    const key = versionKey(secret.arn, holder.versionId);
    versions.put(key, { ...holder, stages: holder.stages.filter((held) => held !== stage) });
  }
  if (toVersionId !== undefined) {
    versions.update(versionKey(secret.arn, toVersionId), (row) => ({
      ...row,
      stages: [...row.stages, stage],
    }));
  }
  if (stage === currentStage && holder !== undefined) {
    moveStage(context, secret, previousStage, holder.versionId);
  }
}

export function versionWithStage(
  context: OperationContext,
  secret: SecretRow,
  stage: string,
): SecretVersionRow | undefined {
  return versionsOf(secretsTablesOf(context), secret.arn).find(({ stages }) => stages.includes(stage));
}

/** The version that an id, a stage, or both name; the current one when neither is given. */
export function findVersion(
  context: OperationContext,
  secret: SecretRow,
  { versionId, stage }: { readonly versionId?: string | undefined; readonly stage?: string | undefined },
): SecretVersionRow {
  if (versionId === undefined) {
    const wanted = stage ?? currentStage;
    const staged = versionWithStage(context, secret, wanted);
    if (staged === undefined) throw secretValueNotFound(`staging label: ${wanted}`);
    return staged;
  }
  const row = secretsTablesOf(context).versions.get(versionKey(secret.arn, versionId));
  if (row === undefined) throw secretValueNotFound(`VersionId: ${versionId}`);
  if (stage !== undefined && !row.stages.includes(stage)) {
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  }
  return row;
}

/** Notes the day on which a value was read; one write per day at most. */
export function noteAccess(context: OperationContext, secret: SecretRow, version: SecretVersionRow): void {
  const { secrets, versions } = secretsTablesOf(context);
  const now = context.clock.now();
  const lastAccessedAtMs = now - (now % dayMs);
  if (secret.lastAccessedAtMs !== lastAccessedAtMs) {
    secrets.put(secret.name, { ...secret, lastAccessedAtMs });
  }
  if (version.lastAccessedAtMs !== lastAccessedAtMs) {
    versions.put(versionKey(secret.arn, version.versionId), { ...version, lastAccessedAtMs });
  }
}

function dropOldVersions(context: OperationContext, secret: SecretRow): void {
  const tables = secretsTablesOf(context);
  const all = versionsOf(tables, secret.arn);
  const oldEnough = context.clock.now() - dayMs;
  const droppable = all.filter((row) => row.stages.length === 0 && row.createdAtMs < oldEnough);
  for (const { versionId } of droppable.slice(0, Math.max(0, all.length - maxVersions))) {
    tables.versions.delete(versionKey(secret.arn, versionId));
  }
}
