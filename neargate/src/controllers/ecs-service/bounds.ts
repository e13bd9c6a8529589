/**
 * How many healthy tasks a deployment must keep and how many tasks it may have, from the deployment configuration.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html: the lower bound is rounded up,
 * the upper one down.
 */
export interface TaskBounds {
  readonly minimumHealthy: number;
  readonly maximum: number;
}

export function taskBounds(
  desiredCount: number,
  minimumHealthyPercent: number,
  maximumPercent: number,
): TaskBounds {
  return {
    minimumHealthy: Math.ceil((desiredCount * minimumHealthyPercent) / 100),
    maximum: Math.floor((desiredCount * maximumPercent) / 100),
  };
}
