import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { labelNotFound, parameterNotFound, publicParameterNotFound, versionNotFound } from './errors.ts';
import { type ParameterRow, type ParameterVersionRow, ssmTablesOf, versionKey, versionsOf } from './store.ts';

export interface SelectedVersion {
  readonly parameter: ParameterRow;
  readonly version: ParameterVersionRow;
  /** `:3` or `:label` as it was asked for. */
  readonly selector: string | undefined;
}

/** The parameter that a name or an ARN names. */
export function findParameter(context: OperationContext, nameOrArn: string | undefined): ParameterRow {
  const given = nameOrArn ?? '';
  const { parameters } = ssmTablesOf(context);
  const found = candidates(context, given)
    .map((name) => parameters.get(name))
    .find((row) => row !== undefined);
  if (found !== undefined) return found;
  throw given.startsWith('/aws/') ? publicParameterNotFound(given) : parameterNotFound(given);
}

/** The version that `NAME`, `NAME:3`, `NAME:label` or the same with an ARN names; the latest one without a selector. */
export function selectVersion(context: OperationContext, reference: string | undefined): SelectedVersion {
  const given = reference ?? '';
  const colon = given.startsWith('arn:')
    ? given.indexOf(':', given.indexOf('parameter/'))
    : given.indexOf(':');
  const name = colon === -1 ? given : given.slice(0, colon);
  const selector = colon === -1 ? undefined : given.slice(colon);
  const parameter = findParameter(context, name);
  return { parameter, version: versionBySelector(context, parameter, selector), selector };
}

export function latestVersion(context: OperationContext, parameter: ParameterRow): ParameterVersionRow {
  return versionByNumber(context, parameter, parameter.latestVersion);
}

export function versionByNumber(
  context: OperationContext,
  { name }: ParameterRow,
  number: number,
): ParameterVersionRow {
  const row = ssmTablesOf(context).versions.get(versionKey(name, number));
  if (row === undefined) throw versionNotFound(name, number);
  return row;
}

/** Removes a parameter and its history. */
export function forgetParameter(context: OperationContext, { name }: ParameterRow): void {
  const tables = ssmTablesOf(context);
  for (const { version } of versionsOf(tables, name)) tables.versions.delete(versionKey(name, version));
  tables.parameters.delete(name);
}

function versionBySelector(
  context: OperationContext,
  parameter: ParameterRow,
  selector: string | undefined,
): ParameterVersionRow {
  if (selector === undefined) return latestVersion(context, parameter);
  const wanted = selector.slice(1);
  if (/^\d+$/.test(wanted)) return versionByNumber(context, parameter, Number(wanted));
  const labelled = versionsOf(ssmTablesOf(context), parameter.name).find(({ labels }) =>
    labels.includes(wanted),
  );
  if (labelled === undefined) throw labelNotFound(parameter.name, wanted);
  return labelled;
}

/** An ARN does not tell whether a name of one level begins with a slash. */
function candidates({ caller }: OperationContext, given: string): string[] {
  if (!given.startsWith('arn:')) return [given];
  const arn = parseArn(given);
  const isOwn = arn?.service === 'ssm' && arn.accountId === caller.accountId && arn.region === caller.region;
  if (!isOwn || !arn.resource.startsWith('parameter/')) return [];
  const name = arn.resource.slice('parameter/'.length);
  return [`/${name}`, name];
}
