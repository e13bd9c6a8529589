import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../core/aws-error.ts';
import { regionalScope } from '../context.ts';
import { operation, type ServiceDefinition } from '../operation.ts';
import { type Fault, faultRows, type FaultRow } from './store.ts';
import { validateFault } from './validate-fault.ts';

/** Breaks something until it is healed. Breaking what is broken in the same way gives the fault that there is. */
const startFault = operation<{ readonly fault: Fault }, FaultRow>({
  handle({ store, caller, ids, clock }, { fault }) {
    const scope = regionalScope(caller);
    validateFault(store, scope, fault);
    const rows = faultRows(store, scope);
    for (const row of rows.values()) if (isDeepStrictEqual(row.fault, fault)) return row;
    const row: FaultRow = { faultId: `fault-${ids.hex(8)}`, fault, startedAtMs: clock.now() };
    rows.put(row.faultId, row);
    return row;
  },
});

/** Ends a fault. @throws AwsError ResourceNotFoundException when there is no such fault */
const healFault = operation<{ readonly faultId: string }, FaultRow>({
  handle({ store, caller }, { faultId }) {
    const rows = faultRows(store, regionalScope(caller));
    const row = rows.get(faultId);
    if (row === undefined)
      throw new AwsError('ResourceNotFoundException', `There is no fault ${faultId}. List them first.`);
    rows.delete(faultId);
    return row;
  },
});

/** The faults of the caller's account and region, the oldest first. */
const listFaults = operation<Record<string, never>, { readonly faults: readonly FaultRow[] }>({
  handle: ({ store, caller }) => ({ faults: [...faultRows(store, regionalScope(caller)).values()] }),
});

/** Faults on request. No service of AWS: it is not on the wire, so what a wire needs is only said because a service says it. */
export const faultsService = {
  signingName: 'neargate-faults',
  protocol: 'json',
  targetPrefix: 'NeargateFaults',
  jsonVersion: '1.1',
  apiVersion: '2026-01-01',
  validationErrorCode: 'ValidationException',
  operations: { HealFault: healFault, ListFaults: listFaults, StartFault: startFault },
} satisfies ServiceDefinition;
