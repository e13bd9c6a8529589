import type { OperationContext } from '../context.ts';
import { parameterGroupFamily } from './engine-versions.ts';
import { dbParameterGroupNotFound, invalidParameterCombination } from './errors.ts';
import type { DbParameterGroupRow, RdsTables } from './store.ts';

const families = ['13', '14', '15', '16', '17', '18'].map((major) => `postgres${major}`);

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
  engineVersion: string,
  name: string | undefined,
): string {
  const family = parameterGroupFamily(engineVersion);
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
