import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { type ActionType, findActionType } from './action-types.ts';
import { invalidAction } from './errors.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const maxConfigurationKey = 50;
const maxConfigurationValue = 1000;

/** Throws when an action's type, configuration or number of artifacts is not valid by itself. */
export function validateAction(action: ActionDeclaration, region: string): void {
  const { name = '', actionTypeId, configuration = {} } = action;
  if (actionTypeId === undefined) throw invalidAction(`Action '${name}' has no action type`);
  const type = findActionType(actionTypeId);
  if (type === undefined) {
    const { category = '', provider = '', owner = '', version = '' } = actionTypeId;
    throw invalidAction(
      `ActionType (Category: '${category}', Provider: '${provider}', Owner: '${owner}', Version: '${version}') in action '${name}' is not available in region ${(action.region ?? region).replaceAll('-', '_').toUpperCase()}`,
    );
  }
  validateConfiguration(name, configuration, type);
  validateCount(name, 'input', action.inputArtifacts?.length ?? 0, type.inputs);
  validateCount(name, 'output', action.outputArtifacts?.length ?? 0, type.outputs);
  validateSpecial(action, type);
}

function validateConfiguration(
  name: string,
  configuration: Readonly<Record<string, string>>,
  type: ActionType,
): void {
  const place = `Action configuration for action '${name}'`;
  for (const [key, value] of Object.entries(configuration)) {
    if (key.length > maxConfigurationKey || value.length > maxConfigurationValue) {
      throw invalidAction(
        `${place} is too long at '${key}': a key has at most ${maxConfigurationKey} characters, a value at most ${maxConfigurationValue}`,
      );
    }
  }
  if (type.configuration === undefined) return;
  const { required, optional } = type.configuration;
  for (const key of required) {
    if ((configuration[key] ?? '') === '')
      throw invalidAction(`${place} is missing required configuration '${key}'`);
  }
  for (const key of Object.keys(configuration)) {
    if (!required.includes(key) && !optional.includes(key))
      throw invalidAction(`${place} contains unknown configuration '${key}'`);
  }
}

function validateCount(
  name: string,
  kind: 'input' | 'output',
  count: number,
  [least, most]: readonly [number, number],
): void {
  if (count >= least && count <= most) return;
  const allowed = least === most ? `exactly ${least}` : `between ${least} and ${most}`;
  throw invalidAction(`Action '${name}' has ${count} ${kind} artifact(s), but must have ${allowed}`);
}

/** What single providers want beyond their keys. */
function validateSpecial(action: ActionDeclaration, { provider, category }: ActionType): void {
  const { name = '', configuration = {}, inputArtifacts = [], timeoutInMinutes, commands = [] } = action;
  if (timeoutInMinutes !== undefined && category !== 'Approval')
    throw invalidAction(`Action '${name}' has a timeout, which only manual approval actions can have`);
  if ((provider === 'Commands') !== commands.length > 0) {
    throw invalidAction(
      provider === 'Commands'
        ? `Action '${name}' must have commands`
        : `Action '${name}' has commands, which only the Commands action can have`,
    );
  }
  if (provider === 'CodeBuild') validateCodeBuild(name, configuration, inputArtifacts);
  const { OutputArtifactFormat: format, DeploymentTimeout: timeout } = configuration;
  if (format !== undefined && !['CODE_ZIP', 'CODEBUILD_CLONE_REF'].includes(format))
    throw invalidAction(
      `Action configuration for action '${name}' has an invalid OutputArtifactFormat '${format}'`,
    );
  if (provider === 'ECS' && timeout !== undefined && !/^(?:[1-9]|[1-5]\d|60)$/.test(timeout))
    throw invalidAction(
      `Action configuration for action '${name}' has an invalid DeploymentTimeout '${timeout}'`,
    );
}

function validateCodeBuild(
  name: string,
  configuration: Readonly<Record<string, string>>,
  inputs: NonNullable<ActionDeclaration['inputArtifacts']>,
): void {
  const { PrimarySource: primary, EnvironmentVariables: variables } = configuration;
  const names = inputs.map((input) => input.name);
  if (inputs.length > 1 && primary === undefined) {
    throw invalidAction(
      `Action configuration for action '${name}' is missing required configuration 'PrimarySource'`,
    );
  }
  if (primary !== undefined && !names.includes(primary))
    throw invalidAction(`PrimarySource '${primary}' of action '${name}' is not one of its input artifacts`);
  if (variables === undefined) return;
  if (!isVariableList(variables)) {
    throw invalidAction(
      `Action configuration for action '${name}' has invalid EnvironmentVariables: it must be a JSON list of objects with name, value and type`,
    );
  }
}

function isVariableList(text: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return false;
  }
  return (
    Array.isArray(parsed) &&
    parsed.every(
      (variable: unknown) =>
        typeof variable === 'object' && variable !== null && 'name' in variable && 'value' in variable,
    )
  );
}
