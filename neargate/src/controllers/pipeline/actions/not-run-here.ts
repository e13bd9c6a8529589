import { ActionFailure, type ActionProvider, defaultTimeoutMs, endsAtOnce } from './provider.ts';

/** Action types that Neargate does not carry out: they fail and say so, rather than pretend. */
export const notRunHere: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start({ row }) {
    const { category = '', provider = '' } = row.actionTypeId;
    throw new ActionFailure(
      'ConfigurationError',
      `Neargate does not run ${category} actions of the provider ${provider}.`,
    );
  },
  poll: endsAtOnce,
};
