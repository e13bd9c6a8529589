import type { Parameter } from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import { type Engine, engines, engineVersions, parameterGroupFamily } from './engine-versions.ts';
import {
  dbClusterParameterGroupNotFound,
  dbParameterGroupNotFound,
  invalidParameterCombination,
  invalidParameterValue,
} from './errors.ts';
import type { DbParameterGroupRow, RdsTables } from './store.ts';

const families = engines.flatMap((engine) => [
  ...new Set(engineVersions(engine).map((version) => parameterGroupFamily(version, engine))),
]);

/** The group of that name; the default groups of each family are always there. */
export function findParameterGroup(
  context: OperationContext,
  tables: RdsTables,
  name: string,
): DbParameterGroupRow {
  const row = tables.parameterGroups.get(name.toLowerCase());
  if (row !== undefined) return row;
  const family = families.find((each) => name === `default.${each}`);
  if (family === undefined) throw dbParameterGroupNotFound(name);
  return defaultParameterGroup(context, family);
}

export function defaultParameterGroups(context: OperationContext): DbParameterGroupRow[] {
  return families.map((family) => defaultParameterGroup(context, family));
}

export function checkedFamily(family: string): string {
  if (families.includes(family)) return family;
  throw invalidParameterCombination(`ParameterGroupFamily ${family} is not a valid parameter group family`);
}

/** The group a new instance uses: the one named, which must be of the version's family, or the default. */
export function parameterGroupFor(
  context: OperationContext,
  tables: RdsTables,
  { engine, engineVersion }: { readonly engine: Engine; readonly engineVersion: string },
  name: string | undefined,
): string {
  const family = parameterGroupFamily(engineVersion, engine);
  if (name === undefined) return `default.${family}`;
  const group = findParameterGroup(context, tables, name);
  if (group.family !== family) {
    throw invalidParameterCombination(
      `The parameter group ${group.name} with DBParameterGroupFamily ${group.family} can't be used for this instance. Use a parameter group with DBParameterGroupFamily ${family}.`,
    );
  }
  return group.name;
}

export function parameterGroupArn(context: OperationContext, name: string): string {
  return `arn:aws:rds:${context.caller.region}:${context.caller.accountId}:pg:${name}`;
}

function defaultParameterGroup(context: OperationContext, family: string): DbParameterGroupRow {
  const name = `default.${family}`;
  return {
    name,
    arn: parameterGroupArn(context, name),
    family,
    description: `Default parameter group for ${family}`,
    parameters: {},
  };
}

/** The cluster's group of that name; the default groups of each family are always there. */
export function findClusterParameterGroup(
  context: OperationContext,
  tables: RdsTables,
  name: string,
): DbParameterGroupRow {
  const found = lookUpClusterParameterGroup(context, tables, name);
  if (found === undefined) throw dbParameterGroupNotFound(name);
  return found;
}

function lookUpClusterParameterGroup(
  context: OperationContext,
  tables: RdsTables,
  name: string,
): DbParameterGroupRow | undefined {
  return (
    tables.clusterParameterGroups.get(name.toLowerCase()) ??
    defaultClusterParameterGroups(context).find((group) => group.name === name)
  );
}

export function defaultClusterParameterGroups(context: OperationContext): DbParameterGroupRow[] {
  return families.map((family) => ({
    ...defaultParameterGroup(context, family),
    arn: clusterParameterGroupArn(context, `default.${family}`),
    description: `Default cluster parameter group for ${family}`,
  }));
}

/** The group a cluster uses: the one named, which must be of the version's family, or the default. */
export function clusterParameterGroupFor(
  context: OperationContext,
  tables: RdsTables,
  { engine, engineVersion }: { readonly engine: Engine; readonly engineVersion: string },
  name: string | undefined,
): string {
  const family = parameterGroupFamily(engineVersion, engine);
  if (name === undefined) return `default.${family}`;
  const group = lookUpClusterParameterGroup(context, tables, name);
  if (group === undefined) throw dbClusterParameterGroupNotFound(name);
  if (group.family !== family) {
    throw invalidParameterCombination(
      `The parameter group ${group.name} with DBParameterGroupFamily ${group.family} can't be used for this cluster. Use a parameter group with DBParameterGroupFamily ${family}.`,
    );
  }
  return group.name;
}

export function clusterParameterGroupArn(context: OperationContext, name: string): string {
  return `arn:aws:rds:${context.caller.region}:${context.caller.accountId}:cluster-pg:${name}`;
}

export function checkedGroupName(given: string, member: string): string {
  const name = given.toLowerCase();
  if (/^[a-z](?:[a-z0-9]|-(?!-|$)){0,254}$/.test(name)) return name;
  throw invalidParameterValue(
    `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}

export function withParameters(
  row: DbParameterGroupRow,
  changes: readonly Parameter[] | undefined,
): DbParameterGroupRow {
  const parameters = { ...row.parameters };
  for (const { ParameterName: name, ParameterValue: value, ApplyMethod } of changes ?? []) {
    if (name === undefined || value === undefined) {
      throw invalidParameterValue('ParameterName and ParameterValue must be specified for each parameter.');
    }
    parameters[name] = { value, applyMethod: ApplyMethod ?? 'immediate' };
  }
  return { ...row, parameters };
}

export function withoutParameters(
  row: DbParameterGroupRow,
  {
    Parameters: reset = [],
    ResetAllParameters: all = false,
  }: {
    readonly Parameters?: readonly Parameter[] | undefined;
    readonly ResetAllParameters?: boolean | undefined;
  },
): DbParameterGroupRow {
  const names = new Set(reset.map((parameter) => parameter.ParameterName));
  const kept = Object.entries(row.parameters).filter(([name]) => !all && !names.has(name));
  return { ...row, parameters: Object.fromEntries(kept) };
}

/** Only what the user has set is known here; the engine's own defaults are not listed. */
export function describeParameters(
  row: DbParameterGroupRow,
  source: string | undefined,
): (Parameter & { ParameterName: string })[] {
  if (source !== undefined && source !== 'user') return [];
  return Object.entries(row.parameters).map(([name, { value, applyMethod }]) => ({
    ParameterName: name,
    ParameterValue: value,
    ApplyMethod: applyMethod,
    Source: 'user',
    IsModifiable: true,
  }));
}
