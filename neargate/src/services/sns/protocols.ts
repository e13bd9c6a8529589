/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscriptionProtocols = [
  'application',
  'email',
  'email-json',
  'firehose',
  'http',
  'https',
  'lambda',
  'sms',
  'sqs',
] as const;

export type SubscriptionProtocol = (typeof subscriptionProtocols)[number];

/** Who subscribes to these has to confirm. */
const confirming: readonly string[] = ['email', 'email-json', 'http', 'https'];
/** What Neargate delivers over; messages for the others are kept and not sent. */
const spoken: readonly string[] = ['http', 'https', 'sqs'];

export function isProtocol(text: string): text is SubscriptionProtocol {
  return (subscriptionProtocols as readonly string[]).includes(text);
}

export function needsConfirmation(protocol: string): boolean {
  return confirming.includes(protocol);
}

export function isSpoken(protocol: string): boolean {
  return spoken.includes(protocol);
}
