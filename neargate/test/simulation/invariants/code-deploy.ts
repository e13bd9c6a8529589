import {
  codedeployTableNames,
  codedeployTables,
  type DeploymentRow,
} from '../../../src/services/codedeploy/store.ts';
import type { RuleRow } from '../../../src/services/elbv2/store.ts';
import type { Change } from '../../../src/store/table.ts';
import { scope, short, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { stoppedIn } from './task-changes.ts';

const rulesTable = 'elbv2.rules';

/** A listener's weights of two task sets are percents: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html */
const wholeTraffic: Invariant = {
  name: 'the weights of blue and green are 100 together at each moment',
  atCommit: (_view, changes) =>
    changes
      .filter(({ table, after }) => table === rulesTable && after !== undefined)
      .flatMap(({ after }) => {
        const groups = (after as RuleRow).actions[0]?.ForwardConfig?.TargetGroups ?? [];
        const sum = groups.reduce((total, { Weight = 0 }) => total + Weight, 0);
        return groups.length < 2 || sum === 100 ? [] : [`${short((after as RuleRow).ruleArn)} has ${sum}`];
      }),
};

/** In the order of the lifecycle: what is done before green gets test traffic, and before it gets production traffic. */
const beforeTest = ['BeforeInstall', 'Install', 'AfterInstall'];
const beforeProduction = [...beforeTest, 'AllowTestTraffic', 'AfterAllowTestTraffic', 'BeforeAllowTraffic'];

const trafficAfterValidation: Invariant = {
  name: 'green gets traffic only when it is installed and the hooks before have succeeded',
  atCommit(view, changes) {
    if (!changes.some(({ table }) => table === rulesTable)) return [];
    const active = activeOf(view);
    const { scene, events = [] } = active?.observed ?? {};
    if (active === undefined || active.rollbackOf !== undefined || scene === undefined) return [];
    const isOpen = (name: string) => {
      const status = events.find((event) => event.name === name)?.status;
      return status !== 'Succeeded' && status !== 'Skipped';
    };
    const [pair] = active.loadBalancerInfo.targetGroupPairInfoList ?? [];
    const test = pair?.testTrafficRoute?.listenerArns?.[0];
    const getsTest = test !== undefined && testShare(view, test, scene.replacementTargetGroupArn) > 0;
    const getsProduction = view.trafficShare(scene.replacementTargetGroupArn) > 0;
    return [
      ...(getsTest ? beforeTest.filter(isOpen).map((name) => `test traffic though ${name}`) : []),
      ...(getsProduction ? beforeProduction.filter(isOpen).map((name) => `traffic though ${name}`) : []),
    ].map((each) => `${active.deploymentId} gives ${each} is not done`);
  },
};

/** The weight of a target group in a listener that has its default rule alone. */
function testShare(view: View, listenerArn: string, targetGroupArn: string): number {
  const rule = [...view.elbv2.rules.values()].find((one) => one.listenerArn === listenerArn);
  const groups = rule?.actions[0]?.ForwardConfig?.TargetGroups ?? [];
  return groups.find((group) => group.TargetGroupArn === targetGroupArn)?.Weight ?? 0;
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BlueInstanceTerminationOption.html */
const blueStays: Invariant = {
  name: "blue lives until all traffic is green's and the termination wait is over",
  atCommit(view, changes) {
    const active = activeOf(view);
    const { scene } = active?.observed ?? {};
    if (active === undefined || active.rollbackOf !== undefined || scene === undefined) return [];
    const stopped = stoppedIn(changes).filter(
      ({ before: task, after }) =>
        after.startedBy === scene.originalTaskSetId &&
        after.stoppedReason?.startsWith('Scaling activity') === true &&
        view.isHealthy(task),
    );
    if (stopped.length === 0 || view.taskSet(scene.originalTaskSetId)?.status !== 'DRAINING') return [];
    const share = view.trafficShare(scene.replacementTargetGroupArn);
    if (share !== 100) return [`${active.deploymentId} ends blue with ${share} % of the traffic for green`];
    const shiftedAtMs = active.observed.events.find(({ name }) => name === 'AfterAllowTraffic')?.endedAtMs;
    const { terminateBlueInstancesOnDeploymentSuccess: termination } =
      active.blueGreenDeploymentConfiguration;
    const waitMs = (termination?.terminationWaitTimeInMinutes ?? 0) * 60_000;
    const since =
      shiftedAtMs ??
      active.observed.events.find(({ name }) => name === 'AllowTraffic')?.endedAtMs ??
      view.nowMs;
    return active.continued.includes('TERMINATION_WAIT') || view.nowMs - since >= waitMs
      ? []
      : [`${active.deploymentId} ends blue after ${view.nowMs - since} ms of ${waitMs}`];
  },
};

/** What a deployment that ends says, and what follows from it. */
const trueEnds: Invariant = {
  name: 'a deployment ends as its hooks, alarms and task sets say, and is taken back where its group wants that',
  atCommit: (view, changes) =>
    deploymentChanges(changes).flatMap(({ was, is }) => {
      if (was?.observed.status === is.observed.status) return [];
      const { status } = is.observed;
      const { deploymentId: id } = is;
      if (status === 'Succeeded') return succeededWrongly(view, is);
      if (status !== 'Failed' && status !== 'Stopped') return [];
      const { errorInformation, rollbackDeploymentId, rollbackMessage } = is.observed;
      const wrong: string[] = [];
      if (
        errorInformation?.code === 'HOOK_EXECUTION_FAILURE' &&
        !Object.values(is.hookAnswers).includes('Failed') &&
        !hasOverdueHook(was, view)
      )
        wrong.push(`${id} failed by a hook and none has failed`);
      if (errorInformation?.code === 'ALARM_ACTIVE' && !alarmsOf(view, is).some((isActive) => isActive))
        wrong.push(`${id} was stopped by an alarm and none is in ALARM`);
      const { enabled = false, events = [] } = is.autoRollbackConfiguration;
      const event =
        errorInformation?.code === 'ALARM_ACTIVE' ? 'DEPLOYMENT_STOP_ON_ALARM' : 'DEPLOYMENT_FAILURE';
      const wants =
        errorInformation?.code === 'MANUAL_STOP'
          ? is.stopRequest?.rollback === true
          : enabled && events.includes(event);
      if (wants && is.rollbackOf === undefined && (rollbackDeploymentId ?? rollbackMessage) === undefined)
        wrong.push(`${id} is not taken back`);
      return wrong;
    }),
  atRest(view) {
    const active = activeOf(view);
    if (active === undefined || active.rollbackOf !== undefined) return [];
    const wrong: string[] = [];
    if (alarmsOf(view, active).some((isActive) => isActive)) wrong.push('one of its alarms is in ALARM');
    if (Object.values(active.hookAnswers).includes('Failed')) wrong.push('one of its hooks has failed');
    return wrong.map((each) => `${active.deploymentId} goes on though ${each}`);
  },
};

const onlyOneAtATime: Invariant = {
  name: 'a group has one deployment at a time',
  atRest(view) {
    const count = deploymentsOf(view).filter(isUnderWay).length;
    return count <= 1 ? [] : [`${count} are under way`];
  },
};

export const codeDeployInvariants: readonly Invariant[] = [
  wholeTraffic,
  trafficAfterValidation,
  blueStays,
  trueEnds,
  onlyOneAtATime,
];

export function deploymentsOf(view: View): readonly DeploymentRow[] {
  return [...codedeployTables(view.store, scope).deployments.values()];
}

export function activeOf(view: View): DeploymentRow | undefined {
  return deploymentsOf(view).find(isUnderWay);
}

function isUnderWay({ observed: { status } }: DeploymentRow): boolean {
  return status !== 'Succeeded' && status !== 'Failed' && status !== 'Stopped';
}

function succeededWrongly(
  view: View,
  { deploymentId, rollbackOf, observed: { scene } }: DeploymentRow,
): readonly string[] {
  if (scene === undefined) return [`${deploymentId} has succeeded without a service`];
  const isBack = rollbackOf !== undefined;
  const winner = isBack ? scene.originalTaskSetId : scene.replacementTaskSetId;
  const group = isBack ? scene.originalTargetGroupArn : scene.replacementTargetGroupArn;
  const loser = isBack ? scene.replacementTaskSetId : scene.originalTaskSetId;
  const wrong: string[] = [];
  if (view.taskSet(winner ?? '')?.status !== 'PRIMARY') wrong.push('its task set is not PRIMARY');
  if (view.trafficShare(group) !== 100) wrong.push(`its task set gets ${view.trafficShare(group)} %`);
  if (view.taskSet(loser ?? '') !== undefined) wrong.push('the other task set is there');
  return wrong.map((each) => `${deploymentId} has succeeded though ${each}`);
}

function hasOverdueHook(was: DeploymentRow | undefined, view: View): boolean {
  const expiresAtMs = was?.observed.hook?.expiresAtMs;
  return expiresAtMs !== undefined && view.nowMs >= expiresAtMs;
}

function alarmsOf(
  view: View,
  { alarmConfiguration: { enabled = false, alarms = [] } }: DeploymentRow,
): readonly boolean[] {
  return enabled ? alarms.map(({ name = '' }) => view.alarm(name)?.observed.stateValue === 'ALARM') : [];
}

function deploymentChanges(changes: readonly Change[]) {
  return changes
    .filter(({ table, after }) => table === codedeployTableNames.deployments && after !== undefined)
    .map((change) => ({
      was: change.before as DeploymentRow | undefined,
      is: change.after as DeploymentRow,
    }));
}
