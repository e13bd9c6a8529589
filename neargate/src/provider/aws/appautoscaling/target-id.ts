import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';

/** What names a scalable target, and with it its policies and scheduled actions. */
export interface TargetId {
  readonly ServiceNamespace: ScalableTarget['ServiceNamespace'];
  readonly ScalableDimension: ScalableTarget['ScalableDimension'];
  readonly ResourceId: string;
}

export function targetIdOf(object: PlainObject): TargetId {
  return {
    ServiceNamespace: requiredText(object, 'service_namespace') as ScalableTarget['ServiceNamespace'],
    ScalableDimension: requiredText(object, 'scalable_dimension') as ScalableTarget['ScalableDimension'],
    ResourceId: requiredText(object, 'resource_id'),
  };
}
