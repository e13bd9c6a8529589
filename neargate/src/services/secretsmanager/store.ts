import type { Tag } from '@aws-sdk/client-secrets-manager';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface SecretRow {
  readonly name: string;
  /** Ends in `-` and six random characters, so that a secret made anew under an old name has another ARN. */
  readonly arn: string;
  readonly description?: string | undefined;
  /** Stored, not used: values are kept as they are. Absent means `alias/aws/secretsmanager`. */
  readonly kmsKeyId?: string | undefined;
  readonly type?: string | undefined;
  /** The service that manages the secret, such as `rds`. */
  readonly owningService?: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
  readonly lastChangedAtMs: number;
  /** Midnight UTC of the day, as AWS gives it. */
  readonly lastAccessedAtMs?: number | undefined;
  /** Set while the secret waits in its recovery window. */
  readonly deletion?: { readonly requestedAtMs: number; readonly dueAtMs: number } | undefined;
  /** Stored, not enforced: nothing rotates secrets here. */
  readonly rotation?: RotationRow | undefined;
  /** Stored, not enforced. */
  readonly resourcePolicy?: string | undefined;
  /** Stored; no copy of the secret is kept in these regions. */
  readonly replicas: readonly { readonly region: string; readonly kmsKeyId?: string | undefined }[];
}

export interface RotationRow {
  readonly enabled: boolean;
  readonly lambdaArn?: string | undefined;
  readonly rules?: {
    readonly AutomaticallyAfterDays?: number | undefined;
    readonly Duration?: string | undefined;
    readonly ScheduleExpression?: string | undefined;
  };
}

/** One value of a secret. A version without stages is deprecated. */
export interface SecretVersionRow {
  readonly secretArn: string;
  readonly versionId: string;
  readonly value: SecretValue;
  readonly stages: readonly string[];
  readonly createdAtMs: number;
  readonly lastAccessedAtMs?: number | undefined;
}

export interface SecretValue {
  readonly string?: string | undefined;
  /** Base64. */
  readonly binary?: string | undefined;
}

/**
 * The tables of one account in one region. Values are plain text in the journal of the state directory: whoever may read
 * that directory may read them. They never go into logs or error texts.
 */
export interface SecretsTables {
  /** Keyed by name. */
  readonly secrets: Table<SecretRow>;
  /** Keyed by `versionKey`. */
  readonly versions: Table<SecretVersionRow>;
}

export function secretsTablesOf(context: OperationContext): SecretsTables {
  const scope = regionalScope(context.caller);
  return {
    secrets: context.store.table('secretsmanager.secrets', scope),
    versions: context.store.table('secretsmanager.versions', scope),
  };
}

export function versionKey(secretArn: string, versionId: string): string {
  return `${secretArn} ${versionId}`;
}

const secretOf = ({ secretArn }: SecretVersionRow) => secretArn;

/** The versions of a secret, oldest first. */
export function versionsOf(tables: SecretsTables, secretArn: string): SecretVersionRow[] {
  return [...tables.versions.group(secretOf, secretArn).values()];
}
