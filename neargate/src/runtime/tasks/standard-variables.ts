import { createHash } from 'node:crypto';
import { parseArn } from '../../core/arn.ts';
import type { TaskRow } from '../../services/ecs/store.ts';

/** Tells the containers of one state directory from those of another. */
const ownerVariable = 'NEARGATE_OWNER';
/** Tells the judge of connections whose they are (drivers/task/network/preload-judge.cjs). */
const taskVariable = 'NEARGATE_TASK';

/**
 * The variables that ECS gives every Fargate container, and two of Neargate's own: by one it finds containers that an
 * earlier process of it left behind, by the other it knows whose connections it judges. Those of the task metadata and credentials endpoints are absent: nothing serves these
 * endpoints here yet, and a program that finds the variables would call them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
export function standardVariables(
  { taskArn }: TaskRow,
  stateDirectory: string,
): Readonly<Record<string, string>> {
  const region = parseArn(taskArn)?.region ?? '';
  return {
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    [ownerVariable]: ownerOf(stateDirectory),
    [taskVariable]: taskArn,
  };
}

/** The environment entry that every container of this state directory has. */
export function ownerEntry(stateDirectory: string): string {
  return `${ownerVariable}=${ownerOf(stateDirectory)}`;
}

function ownerOf(stateDirectory: string): string {
  return createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16);
}
