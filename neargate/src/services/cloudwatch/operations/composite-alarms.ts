import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { putCompositeAlarm as put } from '../composite-alarms.ts';
import { missingParameter } from '../errors.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const putCompositeAlarm = operation<PutCompositeAlarmInput, Record<string, never>>({
  handle(context, input) {
    const suppressor = input.ActionsSuppressor;
    if (
      suppressor !== undefined &&
      (input.ActionsSuppressorWaitPeriod ?? input.ActionsSuppressorExtensionPeriod) === undefined
    ) {
      throw missingParameter(
        'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor.',
      );
    }
    put(
      context,
      input.AlarmName ?? '',
      {
        alarmDescription: input.AlarmDescription,
        actionsEnabled: input.ActionsEnabled ?? true,
        okActions: input.OKActions ?? [],
        alarmActions: input.AlarmActions ?? [],
        insufficientDataActions: input.InsufficientDataActions ?? [],
        alarmRule: input.AlarmRule ?? '',
        actionsSuppressor: suppressor,
        actionsSuppressorWaitPeriod: input.ActionsSuppressorWaitPeriod,
        actionsSuppressorExtensionPeriod: input.ActionsSuppressorExtensionPeriod,
      },
      mergeTags([], input.Tags ?? []),
    );
    return {};
  },
});
