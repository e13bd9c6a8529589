import { ActionFailure, type ActionProvider, defaultTimeoutMs, endsAtOnce } from './provider.ts';

/** What to use instead, where there is something. */
const remedies: Readonly<Record<string, string>> = {
  GitHub:
    ' Use a CodeStarSourceConnection source, whose repository can be bound to a local git directory, or push to CodeCommit.',
};

/** Action types that Neargate does not carry out: they fail and say so, rather than pretend. */
export const notRunHere: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start({ row }) {
    const { category = '', provider = '' } = row.actionTypeId;
    throw new ActionFailure(
      'ConfigurationError',
      `Neargate does not run ${category} actions of the provider ${provider}.${remedies[provider] ?? ''}`,
    );
  },
  poll: endsAtOnce,
};
