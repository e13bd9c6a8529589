/** What a build's failed phase says when Neargate, and nothing in the build, ended it. */
export const ownEnd = {
  killed: 'Neargate ended while the build was running. Start the build again.',
  stopped: 'Neargate was stopped while the build was running. Start the build again.',
} as const;

/** Whether a phase failed because Neargate itself ended: the same build may succeed when it is started again. */
export function isOwnEnd(message: string): boolean {
  return Object.values<string>(ownEnd).includes(message);
}
