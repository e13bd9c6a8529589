import { requireAccess } from '../../../services/iam/authorization/authorize.ts';
import type { StartBuildInput } from '@aws-sdk/client-codebuild';
import { codebuild } from '../../../services/codebuild/codebuild.ts';
import { startBuild } from '../../../services/codebuild/start-build.ts';
import { isObject, parseJson } from '../../../services/events/json.ts';
import { requireValidInput } from '../../../services/validation.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import type { InvokeTarget } from './target.ts';

type Kind = 'text' | 'number' | 'boolean' | 'object' | 'list';

/** The members of StartBuild that an event, or the target's Input, may set. What else is in it means nothing to CodeBuild. */
const members: Readonly<Partial<Record<keyof StartBuildInput, Kind>>> = {
  sourceVersion: 'text',
  secondarySourcesOverride: 'list',
  secondarySourcesVersionOverride: 'list',
  artifactsOverride: 'object',
  secondaryArtifactsOverride: 'list',
  environmentVariablesOverride: 'list',
  sourceTypeOverride: 'text',
  sourceLocationOverride: 'text',
  gitCloneDepthOverride: 'number',
  gitSubmodulesConfigOverride: 'object',
  buildspecOverride: 'text',
  insecureSslOverride: 'boolean',
  environmentTypeOverride: 'text',
  imageOverride: 'text',
  computeTypeOverride: 'text',
  certificateOverride: 'text',
  cacheOverride: 'object',
  serviceRoleOverride: 'text',
  privilegedModeOverride: 'boolean',
  timeoutInMinutesOverride: 'number',
  queuedTimeoutInMinutesOverride: 'number',
  encryptionKeyOverride: 'text',
  logsConfigOverride: 'object',
  registryCredentialOverride: 'object',
  imagePullCredentialsTypeOverride: 'text',
  autoRetryLimitOverride: 'number',
};

/** https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
export const invokeBuild: InvokeTarget = ({ context, delivery, target, arn, input }) => {
  const projectName = arn.resource.replace(/^project\//, '');
  const request: StartBuildInput = { ...overridesOf(input), projectName };
  requireValidInput(codebuild, 'StartBuild', request);
  requireAccess(context, 'json', { action: 'codebuild:StartBuild', resource: target.Arn ?? '' });
  return startBuild(context, { ...request, projectName, initiator: `rule/${delivery.ruleName}` }).id;
};

function overridesOf(input: string): Partial<StartBuildInput> {
  const value = parseJson(input);
  if (!isObject(value)) return {};
  const overrides: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(members)) {
    const member = value[name];
    if (member === undefined) continue;
    if (kindOf(member) !== kind)
      throw new DeliveryFailure(
        'INVALID_PARAMETER',
        `The target's input does not fit StartBuild: ${name} must be a ${kind}.`,
      );
    overrides[name] = member;
  }
  return overrides;
}

function kindOf(value: unknown): Kind | undefined {
  if (Array.isArray(value)) return value.every(isObject) ? 'list' : undefined;
  if (isObject(value)) return 'object';
  const kinds: Readonly<Record<string, Kind>> = { string: 'text', number: 'number', boolean: 'boolean' };
  return kinds[typeof value];
}
