import { bodyFor } from '../../services/sns/publish-message.ts';
import type { NotificationRow, StoredAttribute } from '../../services/sns/store.ts';
import type { MessageSigner } from './message-signer.ts';

interface EnvelopeFacts {
  /** Such as `http://localhost:4566`. */
  readonly gatewayUrl: string;
  readonly signer: MessageSigner;
  readonly signatureVersion: '1' | '2';
}

/**
 * The JSON text around a message. The URLs lead to the gateway.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelopeOf(row: NotificationRow, facts: EnvelopeFacts): string {
  const { kind, message, topicArn, token } = row;
  const own = {
    Type: kind,
    MessageId: message.messageId,
    ...(message.sequenceNumber === undefined ? {} : { SequenceNumber: message.sequenceNumber }),
    ...(token === undefined ? {} : { Token: token }),
    TopicArn: topicArn,
    ...(message.subject === undefined ? {} : { Subject: message.subject }),
    Message: bodyFor(message, row.protocol),
    ...(token === undefined ? {} : { SubscribeURL: subscribeUrl(facts.gatewayUrl, topicArn, token) }),
    Timestamp: new Date(message.publishedAtMs).toISOString(),
  };
  const attributes = Object.entries(message.attributes);
  return JSON.stringify({
    ...own,
    SignatureVersion: facts.signatureVersion,
    Signature: facts.signer.sign(signedText(own), facts.signatureVersion),
    SigningCertURL: facts.gatewayUrl + facts.signer.certificatePath,
    ...(kind === 'Notification'
      ? { UnsubscribeURL: unsubscribeUrl(facts.gatewayUrl, row.subscriptionArn) }
      : {}),
    ...(attributes.length === 0
      ? {}
      : { MessageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, shown(value)])) }),
  });
}

/** In this order. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const signedMembers = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Subject',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
];

export function signedText(members: Readonly<Record<string, string>>): string {
  return signedMembers
    .flatMap((name) => (members[name] === undefined ? [] : [`${name}\n${members[name]}\n`]))
    .join('');
}

function shown({ dataType, text, bytes }: StoredAttribute): { Type: string; Value: string } {
  return { Type: dataType, Value: text ?? bytes ?? '' };
}

function subscribeUrl(gatewayUrl: string, TopicArn: string, Token: string): string {
  return callUrl(gatewayUrl, { Action: 'ConfirmSubscription', TopicArn, Token });
}

export function unsubscribeUrl(gatewayUrl: string, SubscriptionArn: string): string {
  return callUrl(gatewayUrl, { Action: 'Unsubscribe', SubscriptionArn });
}

/** With the API's version, by which the one port tells the service. */
function callUrl(gatewayUrl: string, members: Readonly<Record<string, string>>): string {
  return `${gatewayUrl}/?${new URLSearchParams({ ...members, Version: '2010-03-31' }).toString()}`;
}
