import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { alarmName } from '../alarm-input.ts';
import { putCompositeAlarm as put } from '../composite-alarms.ts';
import { missingParameter } from '../errors.ts';
import { mergeTags } from '../tags.ts';

const actions = { max: 5, each: { min: 1, max: 1024 } } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const putCompositeAlarm = operation<PutCompositeAlarmInput, Record<string, never>>({
  input: {
    AlarmName: { ...alarmName, required: true },
    AlarmRule: { required: true, min: 1, max: 10_240 },
    AlarmDescription: { max: 1024 },
    OKActions: actions,
    AlarmActions: actions,
    InsufficientDataActions: actions,
    ActionsSuppressor: { min: 1, max: 1600 },
  },
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
