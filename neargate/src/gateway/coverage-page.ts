import type { ServiceDefinition } from '../services/operation.ts';
import type { WireSchema } from '../wire/schema.ts';

/** A service as the page shows it. */
export interface CoveredService {
  readonly name: string;
  readonly definition: Pick<ServiceDefinition, 'signingName' | 'operations' | 'stored'>;
  readonly schema: Pick<WireSchema, 'operations'>;
}

const introduction = `# What of AWS Neargate has

Generated from the sources by \`npm run coverage-page --workspace neargate\`; a test holds it current.

- **done**: the operation does here what it does on AWS, as far as a machine can.
- **stored**: it is checked, kept and answered, and does not have the effect that it has on AWS; what is missing stands beside it.
- **missing**: AWS has it and Neargate does not. A call is answered with an error that names it (400; 501 in S3), and is counted:
  \`neargate coverage\` lists those that your clients really called.

Terraform resource types that Neargate only stores are another list: \`neargate status\` shows those in use.
`;

/** docs/aws-coverage.md. */
export function coveragePage(services: readonly CoveredService[]): string {
  const counted = services.map((service) => ({ ...service, ...countOperations(service) }));
  const rows = counted.map(
    ({ name, done, stored, missing }) =>
      `| [${name}](#${name}) | ${done.length} | ${stored.length} | ${missing.length} |`,
  );
  return [
    introduction,
    '| service | done | stored | missing |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...counted.map(section),
  ].join('\n');
}

interface Counted {
  readonly done: readonly string[];
  readonly stored: readonly (readonly [operation: string, lacks: string])[];
  readonly missing: readonly string[];
}

function countOperations({ definition, schema }: CoveredService): Counted {
  const served = Object.keys(definition.operations).toSorted();
  const { stored = {} } = definition;
  return {
    done: served.filter((operation) => stored[operation] === undefined),
    stored: Object.entries(stored).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    missing: Object.keys(schema.operations)
      .filter((operation) => definition.operations[operation] === undefined)
      .toSorted(),
  };
}

function section({ name, done, stored, missing }: CoveredService & Counted): string {
  const list = (operations: readonly string[]) => (operations.length === 0 ? 'none' : operations.join(', '));
  return [
    `## ${name}`,
    '',
    `Done: ${list(done)}`,
    '',
    ...stored.map(([operation, lacks]) => `- stored: ${operation} (${lacks})`),
    ...(stored.length === 0 ? [] : ['']),
    `<details><summary>missing: ${missing.length}</summary>${list(missing)}</details>`,
    '',
  ].join('\n');
}
