import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../../services/context.ts';
import { iamTables, nameKey } from '../../services/iam/store.ts';
import { trustsService } from '../../services/iam/trusts-service.ts';
import { DeliveryFailure } from './delivery-failure.ts';

const principal = 'events.amazonaws.com';

/**
 * The context of a call that EventBridge makes in a session of the role: it must exist and trust EventBridge. What its policies
 * allow is not evaluated, nor are resource policies of targets without a role.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 * @throws DeliveryFailure NO_PERMISSIONS
 */
export function asRole(
  context: OperationContext,
  roleArn: string | undefined,
  sessionName: string,
): OperationContext {
  if (roleArn === undefined) return context;
  const { accountId = '', resource = '' } = parseArn(roleArn) ?? {};
  const role = iamTables(context.store, accountId).roles.get(
    nameKey(resource.slice(resource.lastIndexOf('/') + 1)),
  );
  if (role?.arn !== roleArn)
    throw new DeliveryFailure(
      'NO_PERMISSIONS',
      `The role ${roleArn} cannot be assumed by principal '${principal}': it does not exist.`,
    );
  if (!trustsService(role.trustPolicy, principal))
    throw new DeliveryFailure(
      'NO_PERMISSIONS',
      `The role ${roleArn} cannot be assumed by principal '${principal}': its trust policy does not allow sts:AssumeRole to that service.`,
    );
  const principalArn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
  return { ...context, caller: { ...context.caller, principalArn } };
}
