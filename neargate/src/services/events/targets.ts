import type { InputTransformer, Target } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../core/arn.ts';
import { validationException } from './errors.ts';
import { parseInputPath } from './input-path.ts';
import { parseJson } from './json.ts';
import { placeholdersOf, reservedPlaceholders } from './input-transformer.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const maxInputPaths = 100;

/**
 * Throws on a target that could not be delivered to whatever the event: no ARN, two forms of input, a path or placeholder
 * that means nothing, a service that needs a role or parameters.
 */
export function validateTarget(target: Target): void {
  const { Id: id = '', Arn = '', Input, InputPath, InputTransformer: transformer } = target;
  const arn = parseArn(Arn);
  if (arn === undefined)
    throw validationException('Parameter Arn is not valid. Reason: Provided Arn is not in correct format.');
  if ([Input, InputPath, transformer].filter((form) => form !== undefined).length > 1) {
    throw validationException(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`,
    );
  }
  if (Input !== undefined && parseJson(Input) === undefined)
    throw validationException(`JSON syntax error in input for target ${id}.`);
  if (InputPath !== undefined && InputPath !== '' && parseInputPath(InputPath) === undefined)
    throw validationException(`InputPath for target ${id} is invalid.`);
  if (transformer !== undefined) validateTransformer(id, transformer);
  if (needsRole(arn.service, arn.resource) && target.RoleArn === undefined)
    throw validationException(`RoleArn is required for target ${Arn}.`);
  if (arn.service === 'ecs' && target.EcsParameters === undefined)
    throw validationException(`Parameter EcsParameters must be specified for target ${id}.`);
  if (arn.service !== 'ecs' && target.EcsParameters !== undefined)
    throw validationException(`EcsParameters are not supported for target ${Arn}.`);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html */
function needsRole(service: string, resource: string): boolean {
  return (
    ['codepipeline', 'codebuild', 'ecs', 'kinesis', 'states', 'batch', 'firehose'].includes(service) ||
    (service === 'events' && resource.startsWith('api-destination/'))
  );
}

function validateTransformer(
  id: string,
  { InputPathsMap: paths = {}, InputTemplate }: InputTransformer,
): void {
  const names = Object.keys(paths);
  if (names.length > maxInputPaths) {
    throw validationException(`InputPathsMap for target ${id} has more than ${maxInputPaths} entries.`);
  }
  for (const name of names) {
    if (name.startsWith('aws.') || !/^[A-Za-z0-9_-]{1,256}$/.test(name))
      throw validationException(`InputPathsMap for target ${id} contains invalid key ${name}.`);
    if (parseInputPath(paths[name] ?? '') === undefined)
      throw validationException(`InputPathsMap for target ${id} contains invalid path ${paths[name] ?? ''}.`);
  }
  for (const name of placeholdersOf(InputTemplate ?? '')) {
    if (!names.includes(name) && !reservedPlaceholders.includes(name))
      throw validationException(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
  }
}
