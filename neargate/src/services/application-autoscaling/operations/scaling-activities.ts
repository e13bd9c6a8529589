import type {
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken } from '../errors.ts';
import { matchesTarget, targetFilter } from '../scalable-targets.ts';
import { autoscalingTablesOf } from '../store.ts';

/**
 * Newest first; what was considered and not done only when asked for.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html
 */
export const describeScalingActivities = operation<
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse
>({
  input: targetFilter,
  handle(context, { MaxResults = 50, NextToken, IncludeNotScaledActivities = false, ...filter }) {
    const rows = [...autoscalingTablesOf(context).activities.values()]
      .filter((row) => matchesTarget(row, filter))
      .filter((row) => IncludeNotScaledActivities || row.notScaledReasons === undefined)
      .toReversed();
    const page = paginate(
      rows,
      (row) => row.activityId,
      { token: NextToken, limit: Math.min(MaxResults, 50) },
      invalidNextToken,
    );
    return {
      ScalingActivities: page.items.map((row) => ({
        ActivityId: row.activityId,
        ServiceNamespace: row.serviceNamespace,
        ResourceId: row.resourceId,
        ScalableDimension: row.scalableDimension,
        Description: row.description,
        Cause: row.cause,
        StartTime: toDate(row.startedAtMs),
        EndTime: toDate(row.endedAtMs),
        StatusCode: row.statusCode,
        StatusMessage: row.statusMessage,
        NotScaledReasons: row.notScaledReasons === undefined ? undefined : [...row.notScaledReasons],
      })),
      NextToken: page.nextToken,
    };
  },
});
