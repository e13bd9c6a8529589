/** How long things take: as on AWS, shortened for local work, or without any wait that carries no work. */
export type TimingProfile = 'aws' | 'fast' | 'instant';

/** Every kind of wait that a profile may shorten. */
export type Wait =
  | 'elb-health-check-interval'
  | 'elb-deregistration-delay'
  | 'elb-connect-timeout'
  | 'elb-slow-start'
  | 'elb-log-delivery'
  | 'ecs-scheduler'
  | 'ecs-steady-without-checks'
  | 'ecs-health-check-grace-period'
  | 'ecs-start-backoff'
  | 'ecs-bake-time'
  | 'codedeploy-traffic-interval'
  | 'codedeploy-termination-wait'
  | 'codedeploy-install-timeout'
  | 'container-health-check'
  | 'ecs-stop-of-unhandled-signal'
  | 'cloud-map-custom-health'
  | 'dynamodb-table-change'
  | 'route53-propagation'
  | 'codepipeline-source-poll'
  | 'events-retry-backoff'
  | 'sns-retry-backoff'
  | 'ecr-lifecycle'
  | 'cloudwatch-period'
  | 'cloudwatch-evaluation-lag'
  | 'autoscaling-cooldown'
  | 'rds-log-backup';

interface Scaling {
  readonly factor: number;
  /** Never shorter than this, so that a local machine keeps up. Applies only when the wait was not zero. */
  readonly minimumMs: number;
}

const unscaled: Scaling = { factor: 1, minimumMs: 0 };

/**
 * The `fast` profile. Timeouts of checks are not in it: a slow program must not become unhealthy only because it runs
 * locally.
 */
const fast: Readonly<Record<Wait, Scaling>> = {
  // 30 s become 1 s, 10 s become a third of a second.
  'elb-health-check-interval': { factor: 1 / 30, minimumMs: 250 },
  // 300 s become 5 s, 30 s become half a second.
  'elb-deregistration-delay': { factor: 1 / 60, minimumMs: 250 },
  // 10 s become 2 s.
  'elb-connect-timeout': { factor: 1 / 5, minimumMs: 500 },
  'elb-slow-start': { factor: 1 / 30, minimumMs: 500 },
  // 5 minutes become 10 s.
  'elb-log-delivery': { factor: 1 / 30, minimumMs: 1_000 },
  'ecs-scheduler': { factor: 1 / 100, minimumMs: 20 },
  // 40 s become 1 s.
  'ecs-steady-without-checks': { factor: 1 / 40, minimumMs: 500 },
  // The grace period is how long a program may take to start, which is real work: only very long ones are shortened.
  'ecs-health-check-grace-period': { factor: 1 / 4, minimumMs: 10_000 },
  'ecs-start-backoff': { factor: 1 / 20, minimumMs: 100 },
  // A minute becomes a second.
  'ecs-bake-time': { factor: 1 / 60, minimumMs: 1_000 },
  // A minute becomes a second.
  'codedeploy-traffic-interval': { factor: 1 / 60, minimumMs: 1_000 },
  'codedeploy-termination-wait': { factor: 1 / 60, minimumMs: 1_000 },
  // Tasks that start are real work: the 60 minutes become 5.
  'codedeploy-install-timeout': { factor: 1 / 12, minimumMs: 60_000 },
  'container-health-check': { factor: 1 / 10, minimumMs: 500 },
  // A program that handles no SIGTERM gets none in a container and waits for SIGKILL in vain: 30 s become 1 s.
  'ecs-stop-of-unhandled-signal': { factor: 1 / 30, minimumMs: 500 },
  // 30 s become 1 s.
  'cloud-map-custom-health': { factor: 1 / 30, minimumMs: 500 },
  // Both become nothing: they carry no work, and clients that find them not done ask again only after 20 or 30 s.
  'dynamodb-table-change': { factor: 0, minimumMs: 0 },
  'route53-propagation': { factor: 0, minimumMs: 0 },
  // 60 s become 2 s.
  'codepipeline-source-poll': { factor: 1 / 30, minimumMs: 1_000 },
  // 10 minutes become half a minute.
  'events-retry-backoff': { factor: 1 / 20, minimumMs: 100 },
  // 20 s become a second.
  'sns-retry-backoff': { factor: 1 / 20, minimumMs: 100 },
  // An hour becomes a quarter of a minute.
  'ecr-lifecycle': { factor: 1 / 240, minimumMs: 5_000 },
  // A minute becomes 5 s: how often usage is measured, and how long a period of an alarm on it lasts
  // (services/cloudwatch/alarm-pace.ts). Not less: three of them must be longer than a program is busy with its start.
  'cloudwatch-period': { factor: 1 / 12, minimumMs: 1_000 },
  // 5 s become half a second.
  'cloudwatch-evaluation-lag': { factor: 1 / 10, minimumMs: 500 },
  // 300 s become 25 s.
  'autoscaling-cooldown': { factor: 1 / 12, minimumMs: 500 },
  // 5 minutes become half a minute.
  'rds-log-backup': { factor: 1 / 10, minimumMs: 1_000 },
};

/**
 * How long a program that does not accept connections yet may take to start where no grace period says so. AWS's checks
 * take minutes to find such a target unhealthy; with shortened intervals they would end programs that are only slow to start.
 */
const shortenedStartAllowanceMs = 10_000;

export interface Timing {
  readonly profile: TimingProfile;
  /** The least time for which checks that nothing answers are not held against a task that has just started. */
  readonly startAllowanceMs: number;
  /** How long the profile waits where AWS would wait `awsMs`. */
  scaled(wait: Wait, awsMs: number): number;
}

export function timing(profile: TimingProfile): Timing {
  return {
    profile,
    startAllowanceMs: profile === 'aws' ? 0 : shortenedStartAllowanceMs,
    scaled(wait, awsMs) {
      const { factor, minimumMs } = profile === 'aws' ? unscaled : fast[wait];
      if (awsMs <= 0) return 0;
      return Math.min(awsMs, Math.max(minimumMs, Math.round(awsMs * factor)));
    },
  };
}
