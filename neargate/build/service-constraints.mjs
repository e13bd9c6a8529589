/**
 * Writes `src/services/<service>/constraints.ts` of every service in the table below from the public service models,
 * for the operations that are served: `node build/service-constraints.mjs BOTOCORE_DATA`, where BOTOCORE_DATA is the
 * `data` directory of an installed botocore (`python3 -c 'import botocore; print(botocore.__path__[0] + "/data")'`).
 * Run it after operations were added to a service; review what changed. Values of enums that only the installed clients of
 * the AWS SDK know, which may be newer, are taken as well.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { clients } from './sdk-clients.mjs';

/**
 * The services; the folder is the catalog's name unless another one stands here. Where a service has words of its own, its
 * definition's `refusal` says them, and `left` names the shapes and members that its operations check in theirs.
 */
const services = {
  acm: {},
  'application-autoscaling': {},
  cloudwatch: {},
  codebuild: {},
  codecommit: {},
  codedeploy: {},
  codepipeline: {},
  codeconnections: { folder: 'connections', file: 'codeconnections-constraints.ts' },
  'codestar-connections': { folder: 'connections', file: 'codestar-connections-constraints.ts' },
  dynamodb: {},
  ec2: {
    // Messages name members as requests in the query protocol do.
    spelledOut: true,
    left: [
      'CreateTagsRequest.Resources',
      'DeleteTagsRequest.Resources',
      // AWS adds to them every month, and there are no instances here.
      'InstanceType',
      'LaunchTemplateName',
      'VpcAttributeName',
      'VpcTenancy',
    ],
  },
  ecr: {},
  ecs: {},
  elbv2: {},
  events: {},
  iam: {},
  kms: {},
  logs: {},
  rds: {},
  route53: {},
  s3: {
    left: [
      'BucketCannedACL',
      'BucketLocationConstraint',
      'CopySource',
      'Event',
      'FilterRuleName',
      'ObjectCannedACL',
    ],
  },
  secretsmanager: {},
  servicediscovery: {},
  sns: { left: ['MessageAttributeValue.DataType'] },
  sqs: {
    left: [
      'AddPermissionRequest.AWSAccountIds',
      'AddPermissionRequest.Actions',
      'ChangeMessageVisibilityBatchRequest.Entries',
      'DeleteMessageBatchRequest.Entries',
      'DeleteMessageBatchRequestEntry.ReceiptHandle',
      'MessageAttributeValue.DataType',
      'SendMessageBatchRequest.Entries',
      'SendMessageBatchRequestEntry.MessageBody',
    ],
  },
  ssm: {},
  sts: {},
};

/** Where AWS is known to answer otherwise than its model says. */
const corrections = {
  // https://github.com/hashicorp/terraform-provider-aws/issues/41023 shows the bound, and that no value is shown.
  codepipeline: { ActionConfigurationMap: { sensitive: true }, ActionConfigurationValue: { max: 50_000 } },
};

const numbers = ['double', 'float', 'integer', 'long'];

const [, , modelsDirectory] = process.argv;
if (modelsDirectory === undefined) {
  console.error('Usage: node build/service-constraints.mjs BOTOCORE_DATA');
  process.exit(2);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const servicesDirectory = join(root, 'src/services');
const catalog = await readCatalog();
const written = [];
for (const [service, settings] of Object.entries(services)) {
  const file = join(servicesDirectory, settings.folder ?? service, settings.file ?? 'constraints.ts');
  const model = withNewerValues(readModel(service, settings), await import(clients[service]));
  writeFileSync(file, tableText(model, Object.keys(catalog[service].operations)));
  written.push(file);
}
execFileSync('npx', ['oxfmt', ...written], { cwd: root, stdio: 'inherit' });

async function readCatalog() {
  const bundle = join(root, 'build/.catalog.mjs');
  buildSync({
    entryPoints: [join(servicesDirectory, 'catalog.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: bundle,
    logLevel: 'error',
  });
  try {
    const module = await import(bundle);
    return module.catalog;
  } finally {
    rmSync(bundle);
  }
}

function readModel(service, { left = [], spelledOut = false }) {
  const versions = readdirSync(join(modelsDirectory, service)).toSorted();
  const file = versions
    .map((version) => join(modelsDirectory, service, version, 'service-2.json.gz'))
    .findLast((path) => existsSync(path));
  const model = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  for (const [name, correction] of Object.entries(corrections[service] ?? {}))
    Object.assign(model.shapes[name], correction);
  for (const name of left) leave(model.shapes, name);
  if (!spelledOut)
    for (const { members = {} } of Object.values(model.shapes))
      for (const member of Object.values(members)) delete member.locationName;
  return model;
}

/** The model, with the values that the SDK's client has in addition. */
function withNewerValues(model, client) {
  for (const [name, shape] of Object.entries(model.shapes)) {
    const known = client[upperFirst(name)];
    if (shape.enum === undefined || typeof known !== 'object') continue;
    shape.enum = [...new Set([...shape.enum, ...Object.values(known)])];
  }
  return model;
}

/** Takes out what is demanded of a shape, or of one member of it. */
function leave(shapes, name) {
  const [shapeName, member] = name.split('.');
  const shape = shapes[shapeName];
  if (shape === undefined || (member !== undefined && shape.members[member] === undefined))
    throw new Error(`The model has no ${name}.`);
  if (member === undefined) for (const demand of ['enum', 'min', 'max', 'pattern']) delete shape[demand];
  else shape.required = shape.required.filter((required) => required !== member);
}

/** The text of one service's table: what its model demands of the inputs of `operations`, and of all they hold. */
function tableText(model, operations) {
  const shapes = {};
  const inputs = {};
  for (const operation of operations.toSorted()) {
    const input = model.operations[operation]?.input?.shape;
    if (input !== undefined && collect(model.shapes, input, shapes)) inputs[operation] = input;
  }
  const kept = Object.entries(shapes).filter(([, shape]) => shape !== undefined);
  const lines = kept
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, shape]) => `${JSON.stringify(name)}: ${literal(shape)},`);
  return `import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of ${model.metadata.serviceFullName} (${model.metadata.apiVersion}) demands of the inputs of the
 * operations served here; written by \`build/service-constraints.mjs\`.
 */
export const constraints: ServiceConstraints = {
inputs: ${literal(inputs)},
shapes: {
${lines.join('\n')}
},
};
`;
}

/** Adds to `found` what is demanded of `name` and of what it holds; whether anything is. */
function collect(shapes, name, found) {
  if (name in found) return found[name] !== undefined;
  const shape = shapes[name];
  // Stands while its members are looked at, so that a shape that holds itself ends.
  const constraints = {};
  found[name] = constraints;
  if (shape.enum !== undefined) constraints.enum = shape.enum;
  else if (shape.pattern !== undefined) constraints.pattern = withoutJavaClasses(shape.pattern);
  // Nothing is shorter than nothing, but numbers may be less.
  const hasLowerBound = shape.min !== undefined && (shape.min !== 0 || numbers.includes(shape.type));
  if (hasLowerBound && shape.enum === undefined) constraints.min = shape.min;
  if (shape.max !== undefined && shape.enum === undefined) constraints.max = shape.max;
  if (shape.type === 'structure') {
    if (shape.required?.length > 0) constraints.required = shape.required;
    const members = {};
    const names = {};
    for (const [member, { shape: target, locationName, queryName = locationName }] of Object.entries(
      shape.members,
    )) {
      const isConstrained = collect(shapes, target, found);
      if (isConstrained) members[member] = target;
      const isNamed = isConstrained || shape.required?.includes(member);
      if (isNamed && queryName !== undefined && upperFirst(queryName) !== member) names[member] = queryName;
    }
    if (Object.keys(members).length > 0) constraints.members = members;
    if (Object.keys(names).length > 0) constraints.names = names;
  }
  if (shape.type === 'list') collectHeld(shapes, constraints, 'each', shape.member.shape, found);
  if (shape.type === 'map') {
    collectHeld(shapes, constraints, 'keys', shape.key.shape, found);
    collectHeld(shapes, constraints, 'values', shape.value.shape, found);
  }
  if (Object.keys(constraints).length === 0) found[name] = undefined;
  else if (shape.sensitive) constraints.sensitive = true;
  return found[name] !== undefined;
}

function collectHeld(shapes, constraints, part, target, found) {
  if (collect(shapes, target, found)) constraints[part] = target;
}

/** The models' expressions are Java's, whose `\p{Print}` is ASCII's. */
function withoutJavaClasses(pattern) {
  return pattern.replaceAll(String.raw`\p{Print}`, String.raw`[\x20-\x7E]`);
}

function upperFirst(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function literal(value) {
  if (typeof value === 'string') {
    return /[\\]/u.test(value) && !/[`]|\$\{/u.test(value) ? `String.raw\`${value}\`` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}: ${literal(member)}`)
      .join(', ')} }`;
  }
  return String(value);
}
