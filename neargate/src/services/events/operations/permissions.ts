import type { PutPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { findBus } from '../buses-and-rules.ts';
import { resourceNotFound, validationException } from '../errors.ts';
import { isObject, parseJson } from '../json.ts';
import { type EventBusRow, eventsTablesOf } from '../store.ts';

type Empty = Record<string, never>;

interface Policy {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Stores the permission in the bus's policy, which nothing enforces.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
 */
export const putPermission = operation<PutPermissionRequest, Empty>({
  handle(context, { EventBusName, Policy: whole, Action, Principal, StatementId, Condition }) {
    const bus = findBus(context, EventBusName);
    if (whole !== undefined) {
      if (Action !== undefined || Principal !== undefined || StatementId !== undefined)
        throw validationException('Policy cannot be given together with Action, Principal or StatementId.');
      return putPolicy(context, bus, parsePolicy(whole));
    }
    if (Action === undefined || Principal === undefined || StatementId === undefined)
      throw validationException('Action, Principal and StatementId must be specified.');
    const before = parsePolicy(bus.policy);
    return putPolicy(context, bus, {
      ...before,
      Statement: [
        ...before.Statement.filter(({ Sid }) => Sid !== StatementId),
        {
          Sid: StatementId,
          Effect: 'Allow',
          Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
          Action,
          Resource: bus.arn,
          ...(Condition === undefined
            ? {}
            : { Condition: { [Condition.Type ?? '']: { [Condition.Key ?? '']: Condition.Value } } }),
        },
      ],
    });
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionRequest, Empty>({
  handle(context, { EventBusName, StatementId, RemoveAllPermissions }) {
    const bus = findBus(context, EventBusName);
    if (RemoveAllPermissions === true) return putPolicy(context, bus, parsePolicy(undefined));
    const before = parsePolicy(bus.policy);
    const left = before.Statement.filter(({ Sid }) => Sid !== StatementId);
    if (bus.policy === undefined) throw resourceNotFound('EventBus does not have a policy.');
    if (left.length === before.Statement.length)
      throw resourceNotFound('Statement with the provided id does not exist.');
    return putPolicy(context, bus, { ...before, Statement: left });
  },
});

/** A policy with a single statement outside a list is read as a list of one. */
function parsePolicy(text: string | undefined): Policy {
  if (text === undefined) return { Version: '2012-10-17', Statement: [] };
  const policy = parseJson(text);
  if (!isObject(policy)) throw validationException('Parameter Policy is not valid.');
  const { Version, Statement } = policy;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (!statements.every(isObject)) throw validationException('Parameter Policy is not valid.');
  return { Version: typeof Version === 'string' ? Version : '2012-10-17', Statement: statements };
}

function putPolicy(context: OperationContext, bus: EventBusRow, policy: Policy): Empty {
  eventsTablesOf(context).buses.put(bus.name, {
    ...bus,
    policy: policy.Statement.length === 0 ? undefined : JSON.stringify(policy),
  });
  return {};
}
