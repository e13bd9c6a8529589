import type { RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { withContainerDefaults } from '../container-defaults.ts';
import { describeTaskDefinition } from '../describe-task-definition.ts';
import { clientException } from '../errors.ts';
import { fargateProblem } from '../fargate-rules.ts';
import { ecsArn } from '../references.ts';
import { ecsTablesOf, type TaskDefinitionRow } from '../store.ts';
import { taskDefinitionProblem } from '../task-definition-validation.ts';
import { parseCpuUnits, parseMemoryMib } from '../task-size.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
export const registerTaskDefinition = operation<
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse
>({
  handle(context, input) {
    const isEcrImage = ecrImageTest(context);
    const problem = taskDefinitionProblem(input, isEcrImage);
    if (problem !== undefined) throw clientException(problem);
    const { taskDefinitions, families } = ecsTablesOf(context);
    const family = input.family ?? '';
    const revision = (families.get(family)?.lastRevision ?? 0) + 1;
    const row = newRow(context, input, revision, isEcrImage);
    families.put(family, { family, lastRevision: revision });
    taskDefinitions.put(row.taskDefinitionArn, row);
    return { taskDefinition: describeTaskDefinition(row), tags: [...row.tags] };
  },
});

function newRow(
  context: OperationContext,
  input: RegisterTaskDefinitionRequest,
  revision: number,
  isEcrImage: (image: string) => boolean,
): TaskDefinitionRow {
  const { family = '', tags = [], containerDefinitions = [], ...given } = input;
  const networkMode = given.networkMode ?? 'bridge';
  const runsOnFargate = fargateProblem(input, isEcrImage) === undefined;
  return {
    ...given,
    taskDefinitionArn: ecsArn(context.caller, `task-definition/${family}:${revision}`),
    family,
    revision,
    status: 'ACTIVE',
    containerDefinitions: containerDefinitions.map((definition) =>
      withContainerDefaults(definition, networkMode),
    ),
    networkMode,
    volumes: given.volumes ?? [],
    placementConstraints: given.placementConstraints ?? [],
    compatibilities: runsOnFargate ? ['EC2', 'FARGATE'] : ['EC2'],
    cpu: given.cpu === undefined ? undefined : String(parseCpuUnits(given.cpu)),
    memory: given.memory === undefined ? undefined : String(parseMemoryMib(given.memory)),
    registeredAtMs: context.clock.now(),
    registeredBy: context.caller.principalArn,
    tags,
  };
}

/** ECR images are named by AWS's registry or by the gateway's own address, which `repositoryUri` shows. */
function ecrImageTest({ gatewayUrl }: OperationContext): (image: string) => boolean {
  const gatewayHost = new URL(gatewayUrl).host;
  return (image) =>
    /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(image) ||
    image.startsWith(`${gatewayHost}/`);
}
