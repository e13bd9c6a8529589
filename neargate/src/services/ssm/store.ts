import type { ParameterTier, ParameterType, Tag } from '@aws-sdk/client-ssm';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface ParameterRow {
  readonly name: string;
  readonly arn: string;
  readonly latestVersion: number;
  readonly tags: readonly Tag[];
}

export interface ParameterVersionRow {
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  /** Of a SecureString, the ciphertext as base64. */
  readonly value: string;
  /** Of a SecureString. */
  readonly keyId?: string | undefined;
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly tier: ParameterTier;
  /** Stored, not enforced: nothing expires. */
  readonly policies?: string | undefined;
  readonly dataType: string;
  readonly labels: readonly string[];
  readonly modifiedAtMs: number;
  readonly modifiedBy: string;
}

/** The tables of one account in one region. */
export interface SsmTables {
  /** Keyed by name. */
  readonly parameters: Table<ParameterRow>;
  /** Keyed by `versionKey`. */
  readonly versions: Table<ParameterVersionRow>;
}

export function ssmTablesOf(context: OperationContext): SsmTables {
  const scope = regionalScope(context.caller);
  return {
    parameters: context.store.table('ssm.parameters', scope),
    versions: context.store.table('ssm.parameter-versions', scope),
  };
}

export function versionKey(name: string, version: number): string {
  return `${name}:${version}`;
}

const parameterOf = ({ name }: ParameterVersionRow) => name;

/** The versions of a parameter, oldest first. */
export function versionsOf(tables: SsmTables, name: string): ParameterVersionRow[] {
  return [...tables.versions.group(parameterOf, name).values()];
}
