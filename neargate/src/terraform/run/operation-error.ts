import { AwsError } from '../../core/aws-error.ts';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import { UserError } from '../../core/user-error.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { Value } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import type { ResourceConfiguration } from '../configuration/module-configuration.ts';

/** What was attempted, on what. */
export interface FailedOperation {
  readonly address: ResourceInstanceAddress;
  /** Undefined when no block declares it any more. */
  readonly resource: ResourceConfiguration | undefined;
  /** The arguments or the object, as far as they are known. */
  readonly object: Value | undefined;
}

/** The diagnostic for a provider's operation that failed, as the AWS provider words it: `creating ECS Service (web): …`. */
export function operationError(
  doing: 'creating' | 'reading' | 'updating' | 'deleting',
  { address, resource, object }: FailedOperation,
  error: unknown,
): Diagnostic {
  const name = objectName(object);
  const what = `${doing} ${typeWords(address.resource.type)}${name === undefined ? '' : ` (${name})`}`;
  const subject = resource === undefined ? undefined : toSourceRange(resource.span);
  return {
    ...errorDiagnostic(`${what}: ${reason(error)}`, remedyOf(error), subject),
    address: resourceInstanceText(address),
  };
}

function reason(error: unknown): string {
  if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** What the user can do about it, where the error says so. */
function remedyOf(error: unknown): string {
  return error instanceof UserError ? (error.remedy ?? '') : '';
}

const acronyms = new Set(
  'acl acm alb api arn cidr db dns ebs ec2 ecr ecs efs eip eks elb hsm http iam id ip ipv6 kms lb mq nat rds s3 sg ses sns sqs ssm sts tls vpc vpn waf'.split(
    ' ',
  ),
);

/** `aws_ecs_service` as words: `ECS Service`. */
function typeWords(type: string): string {
  const [, ...words] = type.split('_');
  if (words.length === 0) return type;
  return words
    .map((word) => (acronyms.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}

function objectName(object: Value | undefined): string | undefined {
  if (object?.kind !== 'mapping') return undefined;
  for (const name of ['name', 'identifier', 'bucket', 'family', 'repository_name', 'id']) {
    const value = object.entries.get(name);
    if (value?.kind === 'string' && value.string !== '' && value.marks.size === 0) return value.string;
  }
  return undefined;
}
