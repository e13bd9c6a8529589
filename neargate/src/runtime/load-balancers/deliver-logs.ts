import { randomBytes } from 'node:crypto';
import { regionalScopeOfArn } from '../../controllers/arn-scope.ts';
import type { LogDelivery } from '../../controllers/load-balancer/logs/log-delivery.ts';
import { logDelivery } from '../../controllers/load-balancer/logs/log-delivery.ts';
import type { Logger } from '../../core/logger.ts';
import { checkLogAccess } from '../../services/elbv2/log-bucket.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import type { ControlPlane } from '../control-plane.ts';

/** AWS's interval of log files. */
const intervalMs = 300_000;

/** Delivers the load balancers' logs to the buckets that their attributes name, as their policies allow at that moment. */
export function deliverLogs(
  plane: Pick<ControlPlane, 'clock' | 'timing' | 'store' | 'contextOf' | 'invokeNow'>,
  log: Logger,
): LogDelivery {
  return logDelivery({
    clock: plane.clock,
    log,
    intervalMs: plane.timing.scaled('elb-log-delivery', intervalMs),
    random: () => randomBytes(6).toString('hex').slice(0, 8),
    destinationOf(loadBalancerArn, kind) {
      const row = elbv2Tables(plane.store, regionalScopeOfArn(loadBalancerArn)).loadBalancers.get(
        loadBalancerArn,
      );
      const attribute = (name: string) => row?.attributes[`${kind}_logs.s3.${name}`] ?? '';
      if (attribute('enabled') !== 'true') return undefined;
      return { bucket: attribute('bucket'), prefix: attribute('prefix') };
    },
    put(loadBalancerArn, bucket, key, body) {
      const scope = regionalScopeOfArn(loadBalancerArn);
      checkLogAccess(plane.contextOf(scope), loadBalancerArn, bucket, key);
      plane.invokeNow(scope, 's3', 'PutObject', { Bucket: bucket, Key: key, Body: body });
    },
  });
}
