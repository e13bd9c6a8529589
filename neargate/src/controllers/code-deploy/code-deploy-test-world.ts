import type { CreateDeploymentGroupInput, DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import { silentLogger } from '../../core/logger.ts';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { createTestRoutes, testGroup } from '../../services/codedeploy/test-group.ts';
import { forwardedGroups } from '../../services/codedeploy/traffic-share.ts';
import { elbv2TablesOf } from '../../services/elbv2/store.ts';
import { eventsTables } from '../../services/events/store.ts';
import { createEcsWorld, type EcsWorld } from '../ecs-test-world.ts';
import { startReconcilers } from '../reconciler.ts';
import { codeDeployReconciler } from './code-deploy-reconciler.ts';

/** CodeDeploy over an ECS service `main/web` of two tasks with the image `web:1`, under a virtual clock. Test support. */
export interface CodeDeployWorld extends EcsWorld {
  /** Creates a deployment of an image and returns its id. */
  deploy(image: string, options?: { readonly hooks?: string; readonly appSpec?: string }): string;
  info(deploymentId: string): DeploymentInfo;
  target(deploymentId: string): ECSTarget;
  /** `EVENT STATUS` of each lifecycle event. */
  lifecycle(deploymentId: string): readonly string[];
  /** What goes to the green target group, in percent, by listener. */
  green(): { readonly production: number; readonly test: number };
  /** The names of the target groups in the production listener's default action. */
  forwarded(): readonly string[];
  /** States of the deployments' events, oldest first. */
  states(): readonly string[];
  /** Images of the containers that run, without repetition. */
  images(): readonly string[];
  /** Ends the controller and starts a new one, as a restart does. */
  restart(): Promise<void>;
}

export async function createCodeDeployWorld(
  group: Partial<CreateDeploymentGroupInput> = {},
  { profile = 'aws', testListener = true }: { profile?: TimingProfile; testListener?: boolean } = {},
): Promise<CodeDeployWorld> {
  const ecs = await createEcsWorld(profile);
  const { context, clock, call } = ecs;
  const environment = {
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing(profile),
    contextOf: () => context,
  };
  const start = () =>
    startReconcilers([codeDeployReconciler(environment)], { ...environment, log: silentLogger });
  let controller = start();
  const routes = createTestRoutes(ecs);
  call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    desiredCount: 2,
    launchType: 'FARGATE',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    deploymentController: { type: 'CODE_DEPLOY' },
    networkConfiguration: { awsvpcConfiguration: { subnets: routes.subnets } },
    loadBalancers: [{ targetGroupArn: routes.blue, containerName: 'web', containerPort: 80 }],
  });
  call('codedeploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  const { listenerArn, testListenerArn } = routes;
  call(
    'codedeploy',
    'CreateDeploymentGroup',
    testGroup({ listenerArn, ...(testListener ? { testListenerArn } : {}) }, group),
  );
  await clock.advance(60_000);

  const groupsOf = (arn: string) => {
    const { rules } = elbv2TablesOf(context);
    const rule = [...rules.values()].find((one) => one.listenerArn === arn && one.priority === 'default');
    return forwardedGroups(rule?.actions ?? []);
  };
  const greenShare = (arn: string) => {
    const groups = groupsOf(arn);
    const total = groups.reduce((sum, { weight }) => sum + weight, 0);
    return ((groups.find((one) => one.arn === routes.green)?.weight ?? 0) * 100) / total;
  };
  const target = (deploymentId: string): ECSTarget =>
    call('codedeploy', 'GetDeploymentTarget', { deploymentId, targetId: 'main:web' }).deploymentTarget
      ?.ecsTarget ?? {};
  return {
    ...ecs,
    target,
    deploy(image, { hooks = '', appSpec } = {}) {
      const content =
        appSpec ??
        `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: ${ecs.registerTaskDefinition(image)}
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }
${hooks}`;
      return (
        call('codedeploy', 'CreateDeployment', {
          applicationName: 'shop',
          deploymentGroupName: 'web',
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
        }).deploymentId ?? ''
      );
    },
    info: (deploymentId) => call('codedeploy', 'GetDeployment', { deploymentId }).deploymentInfo ?? {},
    lifecycle: (deploymentId) =>
      (target(deploymentId).lifecycleEvents ?? []).map(
        ({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`,
      ),
    green: () => ({ production: greenShare(listenerArn), test: greenShare(testListenerArn) }),
    forwarded: () => {
      const { targetGroups } = elbv2TablesOf(context);
      return groupsOf(listenerArn).map(({ arn }) => targetGroups.get(arn)?.name ?? arn);
    },
    states: () =>
      [...eventsTables(context.store, '123456789012/us-east-1').acceptedEvents.values()]
        .filter(({ event }) => event.source === 'aws.codedeploy')
        .map(({ event }) => (event.detail as { readonly state: string }).state),
    images: () => [...new Set(ecs.runningImages())].toSorted(),
    async restart() {
      await controller.stop();
      controller = start();
    },
    async stop() {
      await controller.stop();
      await ecs.stop();
    },
  };
}
