import type { Reconciler } from '../reconciler.ts';
import type { NotificationEnvironment } from './environment.ts';
import { notificationReconciler } from './notification-reconciler.ts';

/** All that brings what topics send to their subscriptions. */
export function notificationControllers(environment: NotificationEnvironment): readonly Reconciler[] {
  return [notificationReconciler(environment)];
}
