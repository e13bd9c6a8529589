import { type Access, type Input, isArn, list, memberOf, type Place, text } from './access.ts';

/** A member of an operation's input that hands a role to a service. */
interface PassedRole {
  /** Member names from the outside in; lists are gone through. */
  readonly path: readonly string[];
  /** Whom the role is passed to. */
  readonly service: string;
}

const ecsTasks = 'ecs-tasks.amazonaws.com';
const taskRoles: readonly PassedRole[] = [
  { path: ['taskRoleArn'], service: ecsTasks },
  { path: ['executionRoleArn'], service: ecsTasks },
];
const overriddenRoles: readonly PassedRole[] = taskRoles.map(({ path, service }) => ({
  path: ['overrides', ...path],
  service,
}));
const serviceRoles: readonly PassedRole[] = [
  { path: ['role'], service: 'ecs.amazonaws.com' },
  { path: ['loadBalancers', 'advancedConfiguration', 'roleArn'], service: 'ecs.amazonaws.com' },
];

/**
 * PassRole is no call: whoever hands a role to a service needs it for that role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const passedRoles: Readonly<Record<string, readonly PassedRole[]>> = {
  'ecs:RegisterTaskDefinition': taskRoles,
  'ecs:RunTask': overriddenRoles,
  'ecs:StartTask': overriddenRoles,
  'ecs:CreateService': serviceRoles,
  'ecs:UpdateService': serviceRoles,
  'codebuild:CreateProject': [{ path: ['serviceRole'], service: 'codebuild.amazonaws.com' }],
  'codebuild:UpdateProject': [{ path: ['serviceRole'], service: 'codebuild.amazonaws.com' }],
  'codepipeline:CreatePipeline': [{ path: ['pipeline', 'roleArn'], service: 'codepipeline.amazonaws.com' }],
  'codepipeline:UpdatePipeline': [{ path: ['pipeline', 'roleArn'], service: 'codepipeline.amazonaws.com' }],
  'codedeploy:CreateDeploymentGroup': [{ path: ['serviceRoleArn'], service: 'codedeploy.amazonaws.com' }],
  'codedeploy:UpdateDeploymentGroup': [{ path: ['serviceRoleArn'], service: 'codedeploy.amazonaws.com' }],
  'events:PutRule': [{ path: ['RoleArn'], service: 'events.amazonaws.com' }],
  'events:PutTargets': [{ path: ['Targets', 'RoleArn'], service: 'events.amazonaws.com' }],
  'application-autoscaling:RegisterScalableTarget': [
    { path: ['RoleARN'], service: 'application-autoscaling.amazonaws.com' },
  ],
  'iam:AddRoleToInstanceProfile': [{ path: ['RoleName'], service: 'ec2.amazonaws.com' }],
  'ec2:CreateFlowLogs': [{ path: ['DeliverLogsPermissionArn'], service: 'vpc-flow-logs.amazonaws.com' }],
  'logs:PutSubscriptionFilter': [{ path: ['roleArn'], service: 'logs.amazonaws.com' }],
  'rds:CreateDBInstance': [{ path: ['MonitoringRoleArn'], service: 'monitoring.rds.amazonaws.com' }],
  'rds:ModifyDBInstance': [{ path: ['MonitoringRoleArn'], service: 'monitoring.rds.amazonaws.com' }],
  's3:PutBucketReplication': [{ path: ['ReplicationConfiguration', 'Role'], service: 's3.amazonaws.com' }],
};

/** The roles that a call hands on. `service` is the name in the catalog. */
export function passedRoleAccess(
  service: string,
  operation: string,
  input: Input,
  place: Place,
): readonly Access[] {
  const arns = new Map<string, string>();
  for (const passed of passedRoles[`${service}:${operation}`] ?? []) {
    for (const role of valuesAt(input, passed.path)) {
      const arn = isArn(role) ? role : `arn:${place.partition}:iam::${place.accountId}:role/${role}`;
      arns.set(arn, passed.service);
    }
  }
  return [...arns].map(([resource, passedTo]) => ({
    action: 'iam:PassRole',
    resource,
    keys: { 'iam:PassedToService': passedTo },
  }));
}

function valuesAt(input: unknown, [member = '', ...rest]: readonly string[]): readonly string[] {
  if (rest.length === 0) {
    const value = text(input, member);
    return value === '' ? [] : [value];
  }
  const value = memberOf(input, member);
  return Array.isArray(value)
    ? list(input, member).flatMap((element) => valuesAt(element, rest))
    : valuesAt(value, rest);
}
