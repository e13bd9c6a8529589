import type { AssumeRoleResponse } from '@aws-sdk/client-sts';
import { parseArn } from '../../core/arn.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { assumeAsService } from '../../services/sts/assume-as-service.ts';
import { roleToAssume } from '../../services/sts/sessions.ts';
import { invokeNow } from '../../services/invoke.ts';
import { PhaseFailure } from './environment.ts';

const principal = 'codebuild.amazonaws.com';
/** What every role allows, in seconds. */
const shortestMaximum = 3600;

/**
 * Assumes the project's service role as CodeBuild does, for as long as the build may run and the role allows. The role must
 * exist and trust CodeBuild for this project.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 * @throws PhaseFailure
 */
export function assumeServiceRole(
  context: OperationContext,
  { settings, uuid, projectName }: BuildRow,
): Readonly<Record<string, string>> {
  const { serviceRole, timeoutInMinutes } = settings;
  const { accountId: ownAccountId, region } = context.caller;
  const projectArn = `arn:aws:codebuild:${region}:${ownAccountId}:project/${projectName}`;
  try {
    const found = roleToAssume(context, serviceRole);
    const assumption = assumeAsService(context, {
      roleArn: serviceRole,
      service: principal,
      sourceArn: projectArn,
      sessionName: sessionNameOf(uuid),
    });
    if (found === undefined || assumption.kind !== 'assumed') throw denied(serviceRole);
    const longest = Math.max(shortestMaximum, found.role.maxSessionSeconds);
    const { Credentials } = invokeNow(
      'sts',
      'AssumeRole',
      {
        RoleArn: serviceRole,
        RoleSessionName: sessionNameOf(uuid),
        DurationSeconds: Math.min(longest, Math.max(900, timeoutInMinutes * 60)),
      },
      context,
    ) as AssumeRoleResponse;
    return {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
    };
  } catch (error) {
    if (error instanceof AwsError) throw denied(serviceRole);
    throw error;
  }
}

/** For the calls that CodeBuild makes for a build in a session of its project's role. */
export function inServiceRole(context: OperationContext, { settings, uuid }: BuildRow): OperationContext {
  const { accountId = '', resource = '' } = parseArn(settings.serviceRole) ?? {};
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const principalArn = `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionNameOf(uuid)}`;
  return { ...context, caller: { ...context.caller, principalArn } };
}

function sessionNameOf(uuid: string): string {
  return `AWSCodeBuild-${uuid}`;
}

function denied(role: string): PhaseFailure {
  return new PhaseFailure(
    'ACCESS_DENIED',
    `CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured for ${principal}: ${role}`,
  );
}
