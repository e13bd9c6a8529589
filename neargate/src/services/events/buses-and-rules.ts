import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { busNotFound, ruleNotFound } from './errors.ts';
import { type EventBusRow, eventsTablesOf, type RuleRow, type TargetRow } from './store.ts';

const defaultBusName = 'default';

export const ruleName = { min: 1, max: 64, pattern: String.raw`[\.\-_A-Za-z0-9]+` } as const;
export const targetId = { min: 1, max: 64, pattern: String.raw`[\.\-_A-Za-z0-9]+` } as const;
export function eventsArn({ caller }: OperationContext, resource: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'events', region, accountId, resource });
}

/** The bus that a name or ARN means; none means the default bus, which every account has. */
export function findBus(context: OperationContext, nameOrArn: string | undefined): EventBusRow {
  const prefix = eventsArn(context, 'event-bus/');
  const given = nameOrArn ?? defaultBusName;
  const name = given.startsWith(prefix) ? given.slice(prefix.length) : given;
  const row = eventsTablesOf(context).buses.get(name);
  if (row !== undefined) return row;
  if (name !== defaultBusName) throw busNotFound(name);
  return { name, arn: prefix + name, tags: [] };
}

export function listBuses(context: OperationContext): EventBusRow[] {
  const others = [...eventsTablesOf(context).buses.values()].filter(({ name }) => name !== defaultBusName);
  return [findBus(context, defaultBusName), ...others].toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

export function isDefaultBus(bus: EventBusRow): boolean {
  return bus.name === defaultBusName;
}

/** `rule/NAME` on the default bus, `rule/BUS/NAME` on others. */
export function ruleArn(context: OperationContext, bus: EventBusRow, name: string): string {
  return eventsArn(context, isDefaultBus(bus) ? `rule/${name}` : `rule/${bus.name}/${name}`);
}

export function findRule(
  context: OperationContext,
  name: string | undefined,
  busName: string | undefined,
): RuleRow {
  const bus = findBus(context, busName);
  const row = eventsTablesOf(context).rules.get(ruleArn(context, bus, name ?? ''));
  if (row === undefined) throw ruleNotFound(name ?? '', bus.name);
  return row;
}

export function rulesOf(context: OperationContext, bus: EventBusRow): RuleRow[] {
  return [...eventsTablesOf(context).rules.values()]
    .filter(({ eventBusName }) => eventBusName === bus.name)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

export function targetsOf(context: OperationContext, rule: RuleRow): TargetRow[] {
  return [...eventsTablesOf(context).targets.values()].filter(({ ruleArn: arn }) => arn === rule.arn);
}
