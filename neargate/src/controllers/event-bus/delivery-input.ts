import type { Target } from '@aws-sdk/client-eventbridge';
import { selectByPath } from '../../services/events/input-path.ts';
import {
  type EventEnvelope,
  transformInput,
  type TransformerVariables,
} from '../../services/events/input-transformer.ts';

/** The JSON text that a target gets, or why there is none. */
export type DeliveryInput = { readonly input: string } | { readonly refusal: string };

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export function deliveryInput(
  { Input, InputPath, InputTransformer }: Target,
  event: EventEnvelope,
  variables: TransformerVariables,
): DeliveryInput {
  if (Input !== undefined) return { input: Input };
  if (InputTransformer !== undefined) {
    const input = transformInput(InputTransformer, event, variables);
    return input === undefined
      ? { refusal: 'The filled InputTemplate of the target is not JSON, so there is nothing to deliver.' }
      : { input };
  }
  if (InputPath === undefined || InputPath === '') return { input: JSON.stringify(event) };
  const found = selectByPath(event, InputPath);
  return found === undefined
    ? { refusal: `The InputPath ${InputPath} of the target finds nothing in the event.` }
    : { input: JSON.stringify(found) };
}

/** Whether what the target gets is its own choice, and not simply the event or a part of it. */
export function hasOwnInput({ Input, InputTransformer }: Target): boolean {
  return Input !== undefined || InputTransformer !== undefined;
}
