import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  invalidAllowedPattern,
  invalidPolicies,
  maxVersionsReached,
  parameterAlreadyExists,
  patternMismatch,
  validationError,
} from '../errors.ts';
import { checkedName, parameterArn } from '../names.ts';
import { latestVersion } from '../parameters.ts';
import { ssmTablesOf, versionKey, versionsOf } from '../store.ts';
import { mergeTags } from '../tags.ts';
import { tierOf } from '../tiers.ts';
import { defaultKeyId, encryptValue } from '../values.ts';

const maxVersions = 100;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const putParameter = operation<PutParameterRequest, PutParameterResult>({
  input: {
    Name: { required: true, min: 1, max: 2048 },
    Value: { required: true, min: 1 },
    Description: { max: 1024 },
    AllowedPattern: { max: 1024 },
    Type: { enum: ['SecureString', 'StringList', 'String'] },
    Tier: { enum: ['Standard', 'Advanced', 'Intelligent-Tiering'] },
  },
  handle(context, input) {
    const { Value: value = '', Overwrite: overwrite = false, Tags: tags } = input;
    const name = checkedName(input.Name ?? '');
    const tables = ssmTablesOf(context);
    const existing = tables.parameters.get(name);
    if (existing !== undefined && !overwrite) throw parameterAlreadyExists();
    if (overwrite && tags !== undefined && tags.length > 0) {
      throw validationError(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    const before = existing && latestVersion(context, existing);
    const type = input.Type ?? before?.type;
    if (type === undefined) {
      throw validationError('A parameter type is required when you create a parameter.');
    }
    checkPattern(input.AllowedPattern, value);
    checkPolicies(input.Policies);
    const arn = existing?.arn ?? parameterArn(context, name);
    const isSecure = type === 'SecureString';
    const keyId = isSecure ? (input.KeyId ?? before?.keyId ?? defaultKeyId) : undefined;
    const hasPolicies = input.Policies !== undefined && input.Policies !== '' && input.Policies !== '[]';
    const tier = tierOf({ wanted: input.Tier, current: before?.tier, value, hasPolicies });
    const version = (existing?.latestVersion ?? 0) + 1;
    tables.versions.put(versionKey(name, version), {
      name,
      version,
      type,
      value: keyId === undefined ? value : encryptValue(context, arn, keyId, value),
      keyId,
      description: input.Description ?? before?.description,
      allowedPattern: input.AllowedPattern ?? before?.allowedPattern,
      tier,
      policies: hasPolicies ? input.Policies : undefined,
      dataType: input.DataType ?? before?.dataType ?? 'text',
      labels: [],
      modifiedAtMs: context.clock.now(),
      modifiedBy: context.caller.principalArn,
    });
    tables.parameters.put(name, {
      name,
      arn,
      latestVersion: version,
      tags: existing?.tags ?? mergeTags([], tags),
    });
    dropOldestVersion(context, name);
    return { Version: version, Tier: tier };
  },
});

function checkPattern(pattern: string | undefined, value: string): void {
  if (pattern === undefined || pattern === '') return;
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    throw invalidAllowedPattern(pattern);
  }
  if (!expression.test(value)) throw patternMismatch(pattern);
}

function checkPolicies(policies: string | undefined): void {
  if (policies === undefined || policies === '') return;
  try {
    if (Array.isArray(JSON.parse(policies))) return;
  } catch {
    // Answered below, like every other text that is not a list.
  }
  throw invalidPolicies();
}

/** A hundred versions are kept, and a labelled one is not dropped for a new one. */
function dropOldestVersion(context: OperationContext, name: string): void {
  const tables = ssmTablesOf(context);
  const versions = versionsOf(tables, name);
  const [oldest] = versions;
  if (oldest === undefined || versions.length <= maxVersions) return;
  if (oldest.labels.length > 0) throw maxVersionsReached(name, oldest.version);
  tables.versions.delete(versionKey(name, oldest.version));
}
