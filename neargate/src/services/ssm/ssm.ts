import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  getParameter,
  getParameterHistory,
  getParameters,
  getParametersByPath,
} from './operations/get-parameters.ts';
import { labelParameterVersion, unlabelParameterVersion } from './operations/labels.ts';
import { deleteParameter, deleteParameters, describeParameters } from './operations/parameters.ts';
import { putParameter } from './operations/put-parameter.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './operations/tagging.ts';

/** AWS Systems Manager, of which Neargate has Parameter Store. */
export const ssm = {
  signingName: 'ssm',
  protocol: 'json',
  targetPrefix: 'AmazonSSM',
  jsonVersion: '1.1',
  apiVersion: '2014-11-06',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    AddTagsToResource: addTagsToResource,
    DeleteParameter: deleteParameter,
    DeleteParameters: deleteParameters,
    DescribeParameters: describeParameters,
    GetParameter: getParameter,
    GetParameterHistory: getParameterHistory,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    LabelParameterVersion: labelParameterVersion,
    ListTagsForResource: listTagsForResource,
    PutParameter: putParameter,
    RemoveTagsFromResource: removeTagsFromResource,
    UnlabelParameterVersion: unlabelParameterVersion,
  },
} satisfies ServiceDefinition;
