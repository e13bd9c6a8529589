import type {
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput,
  ModifyCapacityReservationInput,
  ModifyCapacityReservationOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { capacityDecreaseLimitExceeded, validationError } from '../errors.ts';
import { type CapacityReservation, elbv2TablesOf } from '../store.ts';
import { findLoadBalancer } from './load-balancers.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html */
const decreasesPerDay = 2;
const dayMs = 86_400_000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyCapacityReservation.html */
export const modifyCapacityReservation = operation<
  ModifyCapacityReservationInput,
  ModifyCapacityReservationOutput
>({
  handle(context, input) {
    const { loadBalancers } = elbv2TablesOf(context);
    const row = findLoadBalancer(elbv2TablesOf(context), input.LoadBalancerArn);
    const nowMs = context.clock.now();
    const before = row.capacityReservation;
    const capacityUnits = unitsAskedFor(input);
    const earlier = decreasesOf(before, nowMs);
    const isDecrease = (capacityUnits ?? 0) < (before?.capacityUnits ?? 0);
    if (isDecrease && earlier.length >= decreasesPerDay) throw capacityDecreaseLimitExceeded();
    const capacityReservation = {
      capacityUnits,
      modifiedAtMs: nowMs,
      decreasedAtMs: isDecrease ? [...earlier, nowMs] : earlier,
    };
    loadBalancers.put(row.loadBalancerArn, { ...row, capacityReservation });
    return describeReservation(capacityReservation, nowMs);
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeCapacityReservation.html */
export const describeCapacityReservation = operation<
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput
>({
  handle(context, input) {
    const { capacityReservation } = findLoadBalancer(elbv2TablesOf(context), input.LoadBalancerArn);
    return describeReservation(capacityReservation, context.clock.now());
  },
});

/** Undefined when the reservation is to end. */
function unitsAskedFor(input: ModifyCapacityReservationInput): number | undefined {
  const units = input.MinimumLoadBalancerCapacity?.CapacityUnits;
  if (input.ResetCapacityReservation === true) {
    if (units === undefined) return undefined;
    throw validationError(
      'MinimumLoadBalancerCapacity and ResetCapacityReservation cannot be specified at the same time',
    );
  }
  if (units === undefined) {
    throw validationError('MinimumLoadBalancerCapacity or ResetCapacityReservation must be specified');
  }
  if (units < 1) throw validationError('The capacity units must be greater than 0');
  return units;
}

/** The decreases of the day of UTC that it is. */
function decreasesOf(reservation: CapacityReservation | undefined, nowMs: number): readonly number[] {
  const today = Math.floor(nowMs / dayMs);
  return (reservation?.decreasedAtMs ?? []).filter((atMs) => Math.floor(atMs / dayMs) === today);
}

/** No zone is shown in any state: nothing is provisioned for a reservation. */
function describeReservation(
  reservation: CapacityReservation | undefined,
  nowMs: number,
): DescribeCapacityReservationOutput {
  if (reservation === undefined) return { CapacityReservationState: [] };
  const { capacityUnits, modifiedAtMs } = reservation;
  return {
    LastModifiedTime: new Date(modifiedAtMs),
    DecreaseRequestsRemaining: decreasesPerDay - decreasesOf(reservation, nowMs).length,
    MinimumLoadBalancerCapacity: capacityUnits === undefined ? undefined : { CapacityUnits: capacityUnits },
    CapacityReservationState: [],
  };
}
