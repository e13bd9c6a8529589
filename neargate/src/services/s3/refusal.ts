import type { AwsError } from '../../core/aws-error.ts';
import { memberOf, type Refusal } from '../violation.ts';
import {
  invalidArgument,
  invalidRequest,
  invalidStorageClass,
  malformedXml,
  missingRequestBody,
} from './errors.ts';

/** What S3 says of headers and query parameters with a value that it does not know. What is not here it takes. */
const answers: Readonly<Record<string, (value: string) => AwsError | undefined>> = {
  BucketNamespace: (value) => invalidArgument(`Invalid x-amz-bucket-namespace header: ${value}`),
  ChecksumAlgorithm: (value) =>
    checksumAlgorithms.includes(value.toUpperCase())
      ? undefined
      : invalidRequest(
          'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
        ),
  ChecksumType: () => invalidRequest('Value for x-amz-checksum-type header is invalid.'),
  EncodingType: () => invalidArgument('Invalid Encoding Method specified in Request'),
  MaxBuckets: () => invalidArgument('Argument max-buckets must be an integer between 1 and 10000'),
  MetadataDirective: () => invalidArgument('Unknown metadata directive.'),
  ObjectAttributes: () => invalidArgument('Invalid attribute name specified.'),
  ObjectLockLegalHoldStatus: () => invalidArgument("Legal Hold must be either of 'ON' or 'OFF'"),
  ObjectLockMode: () => invalidArgument('Unknown wormMode directive.'),
  ObjectOwnership: (value) => invalidArgument(`Invalid x-amz-object-ownership header: ${value}`),
  ServerSideEncryption: () => invalidArgument('The encryption method specified is not supported'),
  StorageClass: invalidStorageClass,
  TaggingDirective: () => invalidArgument('Unknown tagging directive.'),
  TransitionDefaultMinimumObjectSize: (value) =>
    invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${value}`),
};

/** Whatever case they are written in. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const checksumAlgorithms: readonly string[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'MD5',
  'SHA1',
  'SHA256',
  'SHA512',
  'XXHASH128',
  'XXHASH3',
  'XXHASH64',
];

/** The bodies that S3 wants in XML, or as a policy. */
const bodies: readonly string[] = [
  'AccelerateConfiguration',
  'AnalyticsConfiguration',
  'BucketLoggingStatus',
  'CORSConfiguration',
  'Delete',
  'IntelligentTieringConfiguration',
  'InventoryConfiguration',
  'MetricsConfiguration',
  'NotificationConfiguration',
  'OwnershipControls',
  'Policy',
  'PublicAccessBlockConfiguration',
  'ReplicationConfiguration',
  'RequestPaymentConfiguration',
  'ServerSideEncryptionConfiguration',
  'Tagging',
  'VersioningConfiguration',
  'WebsiteConfiguration',
];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Refusal: Refusal = ({ demand, path, value }) => {
  if (path.parent !== undefined) return malformedXml();
  const member = memberOf(path);
  if (demand !== 'required') return answers[member]?.(String(value));
  if (bodies.includes(member)) return missingRequestBody();
  return member === 'ObjectAttributes'
    ? invalidRequest(
        'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
      )
    : undefined;
};
